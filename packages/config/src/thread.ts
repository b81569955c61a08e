import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'

/** Nice value of threads that nobody waits for while he types: a tenth of a core that the others want, all of one they leave. */
const BACKGROUND = 10

/**
 * Lets the calling thread stand back behind all others where there are fewer cores than threads. Linux gives every thread a
 * priority of its own (sched(7)); elsewhere, and where it is forbidden, nothing happens.
 */
export function workInBackground(): void {
  if (process.platform !== 'linux') return
  try {
    // It names the calling thread: `<process>/task/<thread>` (proc(5)).
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1))
    setPriority(thread, BACKGROUND)
  } catch {
    // Without /proc, or without the right: as fast as the others, then.
  }
}
