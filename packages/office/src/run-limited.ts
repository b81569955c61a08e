import { spawn } from 'node:child_process'

export interface LimitedRun {
  readonly program: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly folder: string
  readonly seconds: number
  readonly memoryMb: number
  readonly outputBytes: number
  readonly signal?: AbortSignal | undefined
  /** Whether a line of output begins a new piece of work, which has the whole time again. */
  readonly renews?: (line: string) => boolean
}

export type RunEnd =
  | { readonly kind: 'ended'; readonly code: number | null; readonly killedBy: string | null; readonly output: string }
  | { readonly kind: 'timeout' }

const OUTPUT_KEPT = 16_000

/** The shell sets the bounds and becomes the program: address space in KB, file size in blocks of 512 bytes, no core dumps. */
const BOUNDED = 'ulimit -c 0; ulimit -v "$1" && ulimit -f "$2" && shift 2 && exec "$@"'

/**
 * Runs a program in a process group of its own, with a limit on time, on the address space of each process and on the size of
 * each file it writes. Whatever ends the run ends the whole group, and it resolves only when no process of it holds the output
 * any more. An abort rejects with the signal's reason, after the same.
 */
export async function runLimited(run: LimitedRun): Promise<RunEnd> {
  run.signal?.throwIfAborted()
  const child = spawn(
    '/bin/sh',
    [
      '-c',
      BOUNDED,
      'sh',
      String(run.memoryMb * 1024),
      String(Math.ceil(run.outputBytes / 512)),
      run.program,
      ...run.args,
    ],
    { cwd: run.folder, env: run.env, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  )
  const kill = () => killGroup(child.pid)
  let isLate = false
  const late = () => {
    isLate = true
    kill()
  }
  let timer = setTimeout(late, run.seconds * 1000)
  run.signal?.addEventListener('abort', kill, { once: true })
  let output = ''
  let line = ''
  const take = (chunk: Buffer) => {
    const text = chunk.toString('latin1')
    if (output.length < OUTPUT_KEPT) output += text
    const lines = (line + text).split('\n')
    line = (lines.pop() ?? '').slice(-OUTPUT_KEPT)
    if (isLate || !lines.some((whole) => run.renews?.(whole))) return
    clearTimeout(timer)
    timer = setTimeout(late, run.seconds * 1000)
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  // Whoever was left behind by the program that ended must not keep its output, and so this promise, open.
  child.once('exit', kill)
  try {
    const [code, killedBy] = await new Promise<[number | null, string | null]>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (status, signal) => resolve([status, signal]))
    })
    run.signal?.throwIfAborted()
    return isLate ? { kind: 'timeout' } : { kind: 'ended', code, killedBy, output }
  } finally {
    clearTimeout(timer)
    run.signal?.removeEventListener('abort', kill)
  }
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
