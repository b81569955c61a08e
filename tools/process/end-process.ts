import type { ChildProcess } from 'node:child_process'

/** Whether a child has ended, or could not be started at all. */
export const hasEnded = (child: ChildProcess): boolean =>
  child.exitCode !== null || child.signalCode !== null || child.pid === undefined

/** Resolves when a child has ended, at once if it has already. */
export function ended(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return Promise.resolve()
  return new Promise((resolve) => child.once('exit', () => resolve()))
}

/** Sends each signal in turn, waiting its milliseconds for the end before the next; the last one should be SIGKILL. */
export async function endProcess(
  child: ChildProcess,
  steps: readonly (readonly [signal: NodeJS.Signals, waitMs: number])[],
): Promise<void> {
  const end = ended(child)
  for (const [signal, waitMs] of steps) {
    child.kill(signal)
    let timer: NodeJS.Timeout | undefined
    const inTime = await Promise.race([
      end.then(() => true),
      new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), waitMs))),
    ])
    clearTimeout(timer)
    if (inTime) return
  }
}

/** Whether a process of that number exists, whoever it belongs to. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
