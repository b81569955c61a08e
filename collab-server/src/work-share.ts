import type { Line } from './line.ts'

/** Work for one line that may be done at once, ms; and how much more may lie in what was read with it. */
const WORK_AT_ONCE_MS = 500
const WORK_AT_MOST_MS = 2_000

/** A piece that took less is not worth asking how much of it the thread had a processor. */
const PIECE_MS = 1

/** Processor time of this thread, ms. */
function processorMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/**
 * The work a client may keep the server at; beyond its share its line is not read until the others have had theirs. What
 * counts is processor time: that another process had the machine is no fault of whoever's message was being handled.
 */
export class WorkShare {
  readonly #line: Pick<Line, 'pause' | 'resume' | 'cut'>
  /** The part of the time that is this line's. */
  readonly #share: number
  /** Work done beyond its share, ms. */
  #debt = 0
  #chargedAt = performance.now()
  #begunAt = 0
  #processorAtBegin = 0
  #isResting = false

  constructor(line: Pick<Line, 'pause' | 'resume' | 'cut'>, msPerSecond: number) {
    this.#line = line
    this.#share = msPerSecond / 1000
  }

  /** A piece of work for this line begins; it ends, without another one between, with `charge`. */
  begin(): void {
    this.#begunAt = performance.now()
    this.#processorAtBegin = processorMs()
  }

  /** Counts the work done since `begin`. */
  charge(): void {
    const now = performance.now()
    const took = now - this.#begunAt
    const work = took < PIECE_MS ? took : Math.min(took, processorMs() - this.#processorAtBegin)
    this.#debt = Math.max(0, this.#debt - (this.#begunAt - this.#chargedAt) * this.#share) + work
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
