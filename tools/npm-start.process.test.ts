import { spawn } from 'node:child_process'
import { hasTool } from '@gongyan/testing'
import { describe, expect, test } from 'vitest'
import { makeDataDir, nothingLeft } from './supervisor/fixtures/product.ts'
import { REPOSITORY, waitUntil } from './process/index.ts'

/** The product as a person starts it, with everything real. */
function npmStart(dataDir: string): { said: () => string; kill: (signal: NodeJS.Signals) => void } {
  const child = spawn('npm', ['start'], {
    cwd: REPOSITORY,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/', PORT: '0', DATA_DIR: dataDir },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
  return { said: () => said, kill: (signal) => void child.kill(signal) }
}

async function addressOf(said: () => string): Promise<string> {
  return waitUntil(
    'ready',
    () => /^ready (http\S+)$/m.exec(said())?.[1] ?? (said().includes('不能启动') ? said() : null),
    { timeoutMs: 240_000 },
  )
}

describe.skipIf(process.platform !== 'linux')('npm start', () => {
  test('names the demonstration accounts, serves web and API, and leaves nothing when npm is told to stop or is killed', async () => {
    const dataDir = makeDataDir()
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
      const product = npmStart(dataDir)
      const address = await addressOf(product.said)
      expect(address).toMatch(/^http:/)
      const statusOf = async (path: string): Promise<number> => (await fetch(`${address}${path}`)).status
      expect(await Promise.all(['/healthz', '/readyz', '/'].map(statusOf))).toEqual([200, 200, 200])
      if (signal === 'SIGINT')
        for (const account of ['admin', 'jyy', 'jiaoshi', 'gongyan-demo']) expect(product.said()).toContain(account)
      else expect(product.said()).not.toContain('gongyan-demo')
      if (hasTool('livekit')) await waitUntil('LiveKit', () => product.said().includes('会议服务已就绪'))
      product.kill(signal)
      await nothingLeft(dataDir, 5500)
    }
    // Three starts, the first of which may build the web app.
  }, 400_000)
})
