/** So many changes are told together where that takes no longer than this, ms. */
const TOGETHER = 3
const FOR_TOGETHER_MS = 8
/** The share of a processor that telling the readers of one document may take; where it would take more, more is gathered. */
const TELLING_SHARE = 0.3
/** How long it is gathered at most, ms: what is still seen as at once. */
const LONGEST_MS = 50
/** Up to so many readers are told at once, always. */
const FEW_READERS = 20
/** What telling one reader is taken to cost before it was measured, ms. */
const FIRST_COST_MS = 0.005
/** The part of an estimate that each measurement makes up. */
const LEARNING = 0.05
/** Messages within this time make a document busy. */
const BUSY_MS = 50
const BUSY_MESSAGES = 3

/**
 * How long a document gathers before it tells its readers. How often they are told is what costs, not how many bytes: where
 * many write for many, several changes are told together, and as seldom as keeps the telling to its share of the processor.
 * Who writes alone, or for few, is never held up, nor is the first change after a pause.
 */
export class GatheringWindow {
  readonly #recent = new Float64Array(BUSY_MESSAGES).fill(-Infinity)
  #next = 0
  #last = -Infinity
  /** Between two messages, and what telling one reader costs; both as learnt so far, ms. */
  #everyMs = BUSY_MS
  #costMs = FIRST_COST_MS

  /** Counts one message at `now` (performance.now) and returns the ms for which it waits for others. */
  wait(now: number, readers: number): number {
    this.#everyMs += (Math.min(BUSY_MS, now - this.#last) - this.#everyMs) * LEARNING
    this.#last = now
    const isBusy = now - (this.#recent[this.#next] ?? -Infinity) <= BUSY_MS
    this.#recent[this.#next] = now
    this.#next = (this.#next + 1) % BUSY_MESSAGES
    if (!isBusy || readers <= FEW_READERS) return 0
    const forTogether = Math.min(FOR_TOGETHER_MS, TOGETHER * this.#everyMs)
    return Math.min(LONGEST_MS, Math.max(forTogether, (readers * this.#costMs) / TELLING_SHARE))
  }

  /** Learns how long it took to tell so many readers. */
  learn(tookMs: number, readers: number): void {
    if (readers > FEW_READERS) this.#costMs += (tookMs / readers - this.#costMs) * LEARNING
  }
}
