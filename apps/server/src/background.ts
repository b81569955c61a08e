import type { Logger } from 'pino'

/** Work that nobody waits for, except a stop. */
export interface Background {
  /** Starts a piece of work; what it fails with goes into the log. Nothing is started once `close` was called. */
  run(what: string, work: (signal: AbortSignal) => Promise<void>): void
  /** Tells what runs to give up, and resolves when all of it has ended. */
  close(): Promise<void>
}

/** Keeps hold of work beside the requests, so that it ends before the database it works on. */
export function createBackground(log: Pick<Logger, 'warn'>): Background {
  const stopping = new AbortController()
  const running = new Set<Promise<void>>()
  return {
    run(what, work) {
      if (stopping.signal.aborted) return
      const done = work(stopping.signal)
        .catch((error: unknown) => {
          if (!stopping.signal.aborted)
            log.warn(
              { what, error: error instanceof Error ? error.name : String(error) },
              'work beside requests failed',
            )
        })
        .finally(() => running.delete(done))
      running.add(done)
    },
    async close() {
      stopping.abort()
      await Promise.all(running)
    },
  }
}
