import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import type { Command } from './guarded-command.ts'

// The shell leads a process group of its own. A copy of its standard input is the lifeline: when we are gone, however we
// went, reading it ends and the whole group is killed, grandchildren too, which a death signal would not reach.
const SCRIPT = `
exec 3<&0
( cat <&3 >/dev/null; kill -KILL 0 ) &
watcher=$!
"$@" </dev/null 3<&-
code=$?
kill $watcher
exit $code
`

/** Starts a command that starts others (a compiler); all of them die with this process or with `killGroup`. */
export function spawnWithLifeline(
  { command, args }: Command,
  options: { cwd: string; env: NodeJS.ProcessEnv; output: number },
): ChildProcess {
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'lifeline', command, ...args], {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['pipe', options.output, options.output],
  })
  child.once('exit', () => child.stdin?.destroy())
  return child
}

/** Kills a process started as leader of its own group, with everything it started. */
export function killGroup(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
