import type { Line } from './line.ts'

/** Work for one line that may be done at once, ms; and how much more may lie in what was read with it. */
const WORK_AT_ONCE_MS = 500
const WORK_AT_MOST_MS = 2_000

/** The work a client may keep the server at; beyond its share its line is not read until the others have had theirs. */
export class WorkShare {
  readonly #line: Pick<Line, 'pause' | 'resume' | 'cut'>
  /** The part of the time that is this line's. */
  readonly #share: number
  /** Work done beyond its share, ms. */
  #debt = 0
  #chargedAt = performance.now()
  #isResting = false

  constructor(line: Pick<Line, 'pause' | 'resume' | 'cut'>, msPerSecond: number) {
    this.#line = line
    this.#share = msPerSecond / 1000
  }

  /** Counts the work done since `begun` (performance.now). */
  charge(begun: number): void {
    const now = performance.now()
    this.#debt = Math.max(0, this.#debt - (begun - this.#chargedAt) * this.#share) + (now - begun)
    this.#chargedAt = now
    // What was read together with it is handled before a pause takes hold.
    if (this.#debt > WORK_AT_MOST_MS && this.#isResting) return this.#line.cut('unavailable')
    if (this.#debt <= WORK_AT_ONCE_MS || this.#isResting) return
    this.#isResting = true
    this.#line.pause()
    setTimeout(
      () => {
        this.#isResting = false
        this.#line.resume()
      },
      (this.#debt - WORK_AT_ONCE_MS / 2) / this.#share,
    ).unref()
  }
}
