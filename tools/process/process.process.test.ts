import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ended, findOnPath, guardedCommand, isAlive, keepSecret, takeExclusiveLock, waitUntil } from './index.ts'

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gongyan-process-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Runs a module of ours in a process of its own; `body` is its code after the imports. */
function runApart(body: string): ReturnType<typeof spawn> {
  const code = `const ours = await import(${JSON.stringify(join(import.meta.dirname, 'index.ts'))});
    const { spawn } = await import('node:child_process'); const { openSync } = await import('node:fs');
    ${body}; console.log('there'); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

const firstLine = (child: ReturnType<typeof spawn>): Promise<unknown> =>
  new Promise((resolve) => child.stdout?.once('data', resolve))

describe('a lock', () => {
  test('is held by one process alone and comes back when that one is killed', async () => {
    const file = join(makeFolder(), 'lock')
    const holder = runApart(`ours.takeExclusiveLock(${JSON.stringify(file)})`)
    await firstLine(holder)
    expect(takeExclusiveLock(file)).toBeNull()
    holder.kill('SIGKILL')
    await ended(holder)
    const lock = takeExclusiveLock(file)
    expect(lock).not.toBeNull()
    lock?.release()
    takeExclusiveLock(file)?.release()
  })
})

describe.skipIf(!findOnPath('setpriv'))('a guarded command', () => {
  test('ends when whoever started it is killed', async () => {
    const pidFile = join(makeFolder(), 'pid')
    const parent = runApart(`
      const { command, args } = ours.guardedCommand({ command: 'sh', args: ['-c', 'echo $$ > ${pidFile}; exec sleep 60'] }, 'SIGKILL');
      spawn(command, args, { detached: true, stdio: 'ignore' }); await ours.waitUntil('pid', () => ours.readIfPresent('${pidFile}'))`)
    await firstLine(parent)
    const pid = Number(readFileSync(pidFile, 'utf8'))
    expect(isAlive(pid)).toBe(true)
    parent.kill('SIGKILL')
    await waitUntil('the command to end', () => !isAlive(pid), { timeoutMs: 5000 })
  })

  test('does not start when its starter has died before the guard stood', async () => {
    const { command, args } = guardedCommand({ command: 'true', args: [] }, 'SIGKILL')
    // As if we had been another process, which is gone.
    const child = spawn(
      command,
      args.map((arg) => (arg === String(process.pid) ? '999999999' : arg)),
    )
    await ended(child)
    expect(child.exitCode).toBe(125)
  })
})

test('a command with a lifeline ends with everything it started', async () => {
  const pidFile = join(makeFolder(), 'pid')
  const parent = runApart(`
    const log = openSync('/dev/null', 'a');
    ours.spawnWithLifeline({ command: 'sh', args: ['-c', 'sleep 60 & echo $! > ${pidFile}; wait'] }, { cwd: '/', env: process.env, output: log });
    await ours.waitUntil('pid', () => ours.readIfPresent('${pidFile}'))`)
  await firstLine(parent)
  const grandchild = Number(readFileSync(pidFile, 'utf8'))
  expect(isAlive(grandchild)).toBe(true)
  parent.kill('SIGKILL')
  await waitUntil('the grandchild to end', () => !isAlive(grandchild), { timeoutMs: 5000 })
})

test('a secret is made once, is long, and is for its owner alone', () => {
  const file = join(makeFolder(), 'secret')
  const secret = keepSecret(file)
  expect(secret).toMatch(/^[\w-]{43}$/)
  expect(keepSecret(file)).toBe(secret)
  expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
})
