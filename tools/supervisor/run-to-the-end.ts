import { explain } from './refusal.ts'
import { supervise } from './supervise.ts'
import type { Supervised, Supervision } from './supervise.ts'
import { words } from './words.ts'

/** A terminal sends Ctrl-C to all of us and npm passes it on again; only a later one means "at once". */
const SAME_SIGNAL_MS = 1000

/**
 * Runs the product until a signal or the end of whoever started us; then ends this process: 0 after a clean stop, 1 where it
 * could not be started, with one line that says why.
 */
export function runToTheEnd(what: Supervision): void {
  const abort = new AbortController()
  let supervised: Supervised | null = null
  let stoppingSince: number | null = null

  const finish = async (code: number): Promise<void> => {
    stoppingSince ??= performance.now()
    abort.abort()
    await starting
    await supervised?.stop()
    if (code === 0) what.say(words.stopped)
    process.exit(code)
  }
  const fail = (error: unknown): void => {
    const refusal = explain(error)
    console.error(refusal ? words.refused(refusal.message, refusal.remedy) : error)
    void finish(1)
  }
  const onSignal = (why: string): void => {
    // Everything we started dies with us.
    if (stoppingSince !== null && performance.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(1)
    if (stoppingSince !== null) return
    what.say(words.stopping(why))
    void finish(0)
  }

  // Whoever read our lines may be gone; that is no reason to stop.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => onSignal(signal))
  process.on('disconnect', () => onSignal(words.starterGone))

  const starting = supervise(what, abort.signal).then(
    (running) => {
      supervised = running
    },
    (error: unknown) => {
      if (!abort.signal.aborted) setImmediate(fail, error)
    },
  )
}
