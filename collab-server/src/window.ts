/** How long what is to be sent is gathered at most, ms. */
const LONGEST_MS = 10
/** What one send to one reader costs, ms, and the share of a core that sending may take before it is gathered. */
const SEND_MS = 0.01
const SENDING_SHARE = 0.15
/** Messages within this time make a document busy. */
const BUSY_MS = 50
const BUSY_MESSAGES = 3

/**
 * How long a document gathers before it tells its readers. Sends are what costs, not bytes: with many readers and many
 * writers one send for several changes halves the work. Who writes alone, or for few, is never held up.
 */
export class GatheringWindow {
  readonly #recent = new Float64Array(BUSY_MESSAGES).fill(-Infinity)
  #next = 0

  /** Counts one message at `now` (performance.now) and returns the window in ms for what it changes. */
  count(now: number, readers: number): number {
    const isBusy = now - (this.#recent[this.#next] ?? -Infinity) <= BUSY_MS
    this.#recent[this.#next] = now
    this.#next = (this.#next + 1) % BUSY_MESSAGES
    if (!isBusy) return 0
    return Math.min(LONGEST_MS, Math.floor((readers * SEND_MS) / SENDING_SHARE))
  }
}
