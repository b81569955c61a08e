import { chownSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { hasTool } from '@gongyan/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { waitUntil } from '../process/index.ts'
import { killAll, makeDataDir, nothingLeft, processesOf, startProduct } from './fixtures/product.ts'
import type { Product } from './fixtures/product.ts'

const linux = process.platform === 'linux'
const READY = /^ready http:\/\/127\.0\.0\.1:\d+$/
const RUNTIME_PARTS = 2

const urlOf = (line: string): string => line.replace('ready ', '')
const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8)

async function stopInTime(product: Product, dataDir: string, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  const since = performance.now()
  product.kill(signal)
  expect(await product.ended).toBe(0)
  await nothingLeft(dataDir, 1)
  expect(performance.now() - since).toBeLessThan(5000)
}

async function refusal(product: Product): Promise<string> {
  expect(await product.ended).toBe(1)
  const said = product.lines.filter((line) => line.startsWith('不能启动'))
  expect(said).toHaveLength(1)
  return said[0] ?? ''
}

function pidOf(dataDir: string, words: string): number {
  const found = processesOf(dataDir).find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(words))
  if (found === undefined) throw new Error(`no process of ${words}`)
  return found
}

describe.skipIf(!linux)('npm start', () => {
  test('says its steps and at last the address, keeps secrets private, stops in order, and starts again in seconds', async () => {
    const dataDir = makeDataDir()
    const product = startProduct(dataDir)
    const url = urlOf(await product.line(READY))
    expect((await fetch(url)).status).toBe(200)
    expect(product.lines).toContain('demo account: jiaoshi')
    for (const name of ['postgres.password', 'logs/postgres.log', 'logs/server.log'])
      expect(modeOf(join(dataDir, name))).toBe('600')
    expect(modeOf(join(dataDir, 'postgres'))).toBe('700')
    await stopInTime(product, dataDir)

    const since = performance.now()
    const again = startProduct(dataDir)
    await again.line(READY)
    expect(performance.now() - since).toBeLessThan(10_000)
    expect(again.lines.join('\n')).not.toContain('第一次启动')
    await stopInTime(again, dataDir, 'SIGINT')
  })

  test('stops within five seconds when the server process does not listen to signals', async () => {
    const dataDir = makeDataDir()
    const product = startProduct(dataDir, { FIXTURE: 'deaf' })
    await product.line(READY)
    await stopInTime(product, dataDir)
  })

  test('stops within five seconds when no part of it listens: server, rooms and database', async () => {
    const dataDir = makeDataDir()
    const product = startProduct(dataDir, { FIXTURE: 'deaf' })
    await product.line(READY)
    if (hasTool('livekit')) {
      await product.line(/^会议服务已就绪/)
      process.kill(pidOf(dataDir, 'livekit-server'), 'SIGSTOP')
    }
    process.kill(Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGSTOP')
    const since = performance.now()
    product.kill('SIGTERM')
    expect(await product.ended).toBe(0)
    expect(performance.now() - since).toBeLessThan(5000)
    // The database's own processes see that their parent is gone.
    await nothingLeft(dataDir, 2000)
  })

  test('stops when told to in the middle of its first start', async () => {
    const dataDir = makeDataDir()
    const product = startProduct(dataDir)
    await product.line(/建立数据库/)
    await waitUntil('initdb', () => processesOf(dataDir).length > RUNTIME_PARTS)
    await stopInTime(product, dataDir)
  })

  test('leaves no process behind when the supervisor alone is killed', async () => {
    const dataDir = makeDataDir()
    const product = startProduct(dataDir)
    await product.line(READY)
    if (hasTool('livekit')) await product.line(/会议服务已就绪/)
    expect(processesOf(dataDir).length).toBeGreaterThan(RUNTIME_PARTS)
    process.kill(product.pid, 'SIGKILL')
    await nothingLeft(dataDir, 5000)
    const again = startProduct(dataDir)
    await again.line(READY)
    await stopInTime(again, dataDir)
  })

  test('stops when whoever started it is gone', async () => {
    const dataDir = makeDataDir()
    const product = startProduct(dataDir)
    await product.line(READY)
    product.disconnect()
    expect(await product.ended).toBe(0)
    await nothingLeft(dataDir, 1)
  })

  test('starts a crashed server and a crashed database again and says so', async () => {
    const dataDir = makeDataDir()
    const product = startProduct(dataDir)
    const url = urlOf(await product.line(READY))
    const first = Number(await (await fetch(url)).text())
    process.kill(first, 'SIGKILL')
    await product.line(/^服务意外停止（SIGKILL），0\.5 秒后重新启动/)
    await product.line(/^服务已恢复/)
    expect(Number(await (await fetch(url)).text())).not.toBe(first)

    const lockFile = join(dataDir, 'postgres', 'postmaster.pid')
    const database = Number(readFileSync(lockFile, 'utf8').split('\n')[0])
    process.kill(database, 'SIGKILL')
    await product.line(/^数据库意外停止（SIGKILL）/)
    await product.line(/^数据库已恢复/)
    expect(Number(readFileSync(lockFile, 'utf8').split('\n')[0])).not.toBe(database)
    await stopInTime(product, dataDir)
  })

  test.skipIf(!hasTool('livekit'))('keeps LiveKit running and tells the server process of every change', async () => {
    const dataDir = makeDataDir()
    const product = startProduct(dataDir)
    await product.line(/^会议服务已就绪/)
    expect(modeOf(join(dataDir, 'livekit.secret'))).toBe('600')
    expect(modeOf(join(dataDir, 'livekit.yaml'))).toBe('600')
    process.kill(pidOf(dataDir, 'livekit-server'), 'SIGKILL')
    await product.line(/^会议服务意外停止/)
    await product.line(/^会议服务已恢复/)
    await stopInTime(product, dataDir)
    const told = readFileSync(join(dataDir, 'server-notes'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('{'))
    expect(told.map((line) => (JSON.parse(line) as { state: string }).state)).toEqual([
      'building',
      'ready',
      'building',
      'ready',
    ])
  })

  test('a second one on the same data says who holds it and leaves the first alone', async () => {
    const dataDir = makeDataDir()
    const first = startProduct(dataDir)
    const url = urlOf(await first.line(READY))
    const said = await refusal(startProduct(dataDir))
    expect(said).toContain(`进程 ${first.pid}`)
    expect(said).toContain(url)
    expect((await fetch(url)).status).toBe(200)
    await stopInTime(first, dataDir)
  })

  test('a port in use is named with another to try', async () => {
    const dataDir = makeDataDir()
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void other.close())
    const { port } = other.address() as AddressInfo
    const said = await refusal(startProduct(dataDir, { PORT: String(port) }))
    expect(said).toContain(`端口 ${port} 已被别的程序占用`)
    expect(said).toContain(`PORT=${port + 1} npm start`)
    await nothingLeft(dataDir, 1)
  })

  test('data of a newer version is refused and left as it is', async () => {
    const dataDir = makeDataDir()
    writeFileSync(join(dataDir, 'version'), '2\n')
    expect(await refusal(startProduct(dataDir))).toContain('较新版本写的（格式 2')
    expect(readFileSync(join(dataDir, 'version'), 'utf8')).toBe('2\n')
  })

  test('a cluster of a newer PostgreSQL is refused and left as it is', async () => {
    const dataDir = makeDataDir()
    const first = startProduct(dataDir)
    await first.line(READY)
    await stopInTime(first, dataDir)
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '19\n')
    expect(await refusal(startProduct(dataDir))).toContain('PostgreSQL 19')
    expect(existsSync(join(dataDir, 'postgres', 'base'))).toBe(true)
  })

  test('a lock file that names another living process is seen to be stale', async () => {
    const dataDir = makeDataDir()
    const first = startProduct(dataDir)
    await first.line(READY)
    const lockFile = join(dataDir, 'postgres', 'postmaster.pid')
    const [, ...rest] = readFileSync(lockFile, 'utf8').split('\n')
    await killAll(dataDir)
    writeFileSync(lockFile, [process.pid, ...rest].join('\n'))
    const again = startProduct(dataDir)
    await again.line(READY)
    await stopInTime(again, dataDir)
  })

  test('a wrong variable is named with what is expected', async () => {
    expect(await refusal(startProduct(makeDataDir(), { PORT: 'abc' }))).toContain('PORT="abc"')
  })

  test('what the server process cannot run with is said with the remedy', async () => {
    const dataDir = makeDataDir()
    expect(await refusal(startProduct(dataDir, { FIXTURE: 'newer' }))).toBe(
      '不能启动：数据是较新版本写的。请用较新的版本',
    )
    await nothingLeft(dataDir, 1)
  })

  test('a server process that crashes at its first start ends the start with what it said', async () => {
    const dataDir = makeDataDir()
    const product = startProduct(dataDir, { FIXTURE: 'crash' })
    expect(await product.ended).toBe(1)
    expect(product.lines.join('\n')).toContain('the fixture crashes')
    await nothingLeft(dataDir, 1)
  })

  test('on another database nothing is seeded, and the one of its own is not started', async () => {
    const dataDir = makeDataDir()
    const product = startProduct(dataDir, { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' })
    expect(await refusal(product)).toContain('数据库连不上')
    expect(readFileSync(join(dataDir, 'server-notes'), 'utf8')).toMatch(/^start \d+ empty /)
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false)
  })

  test.skipIf(!hasTool('root') || !hasTool('namespaces'))(
    'a full disk is named, with how much is missing',
    async () => {
      const dataDir = makeDataDir()
      const mount = `mount -t tmpfs -o size=100m none ${dataDir} && exec "$@"`
      const said = await refusal(startProduct(dataDir, {}, ['unshare', '--mount', 'sh', '-c', mount, 'sh']))
      expect(said).toMatch(/磁盘只剩 \d+ MB。清出至少 200 MB/)
    },
  )

  test.skipIf(!hasTool('root'))(
    'where root may not make namespaces, an account of its own takes the cluster over',
    async () => {
      const dataDir = makeDataDir()
      const first = startProduct(dataDir)
      await first.line(READY)
      await stopInTime(first, dataDir)
      const moved = startProduct(dataDir, { GONGYAN_PG_AS: 'account' })
      await moved.line(READY)
      const cluster = readFileSync(join(dataDir, 'postgres.location'), 'utf8').trim()
      onTestFinished(() => rmSync(dirname(cluster), { recursive: true, force: true }))
      expect(moved.lines.join('\n')).not.toContain('第一次启动')
      const pid = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0])
      expect(statSync(`/proc/${pid}`).uid).not.toBe(0)
      expect(existsSync(join(dataDir, 'postgres'))).toBe(false)
      process.kill(moved.pid, 'SIGKILL')
      await nothingLeft(dataDir, 5000)
      const again = startProduct(dataDir)
      await again.line(READY)
      await stopInTime(again, dataDir)
    },
  )

  const NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--']
  const nobodyCanRead =
    hasTool('root') && spawnSync(NOBODY[0] ?? '', [...NOBODY.slice(1), 'test', '-r', import.meta.filename]).status === 0
  test.skipIf(!nobodyCanRead)('an ordinary user can run it', async () => {
    const dataDir = makeDataDir()
    chownSync(dataDir, 65534, 65534)
    const product = startProduct(dataDir, {}, NOBODY)
    await product.line(READY)
    await stopInTime(product, dataDir)
  })
})

describe.skipIf(!linux)('a power cut', () => {
  const MOMENTS = 12

  test(`at ${MOMENTS} moments of the very first start, the next start is as good as the first`, async () => {
    const whole = makeDataDir()
    const since = performance.now()
    const undisturbed = startProduct(whole)
    await undisturbed.line(READY)
    const duration = performance.now() - since
    await stopInTime(undisturbed, whole)

    for (let moment = 1; moment <= MOMENTS; moment++) {
      const dataDir = makeDataDir()
      const cut = startProduct(dataDir)
      await new Promise((resolve) => setTimeout(resolve, (duration * moment) / MOMENTS))
      await killAll(dataDir)
      expect(await cut.ended).toBe('SIGKILL')
      const next = startProduct(dataDir)
      const url = urlOf(await next.line(READY))
      expect((await fetch(url)).status, `after a cut at moment ${moment} of ${MOMENTS}`).toBe(200)
      await stopInTime(next, dataDir)
    }
    // Two dozen starts, half of them first ones.
  }, 400_000)
})
