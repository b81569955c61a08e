/** How long what is to be told is gathered at most, ms. */
const LONGEST_MS = 12
/** Up to so many readers are told at once, always. */
const FEW_READERS = 20
/** What telling one reader costs, ms, and the share of a core that it may take before it is gathered. */
const TELL_MS = 0.0075
const TELLING_SHARE = 0.05
/** Messages within this time make a document busy. */
const BUSY_MS = 50
const BUSY_MESSAGES = 3

/**
 * How long a document gathers before it tells its readers. How often they are told is what costs, not how many bytes: with
 * many readers and many writers telling several changes at once halves the work. Who writes alone, or for few, is never
 * held up, nor is the first change after a pause.
 */
export class GatheringWindow {
  readonly #recent = new Float64Array(BUSY_MESSAGES).fill(-Infinity)
  #next = 0

  /** Counts one message at `now` (performance.now) and returns the ms for which it waits for others. */
  wait(now: number, readers: number): number {
    const isBusy = now - (this.#recent[this.#next] ?? -Infinity) <= BUSY_MS
    this.#recent[this.#next] = now
    this.#next = (this.#next + 1) % BUSY_MESSAGES
    if (!isBusy || readers <= FEW_READERS) return 0
    return Math.min(LONGEST_MS, Math.floor((readers * TELL_MS) / TELLING_SHARE))
  }
}
