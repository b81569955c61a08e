import type { ChildProcess } from 'node:child_process'
import { ended } from '../process/index.ts'

/** One running part of the product. */
export interface RunningPart {
  readonly process: ChildProcess
  stop(withinMs: number): Promise<void>
}

const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 30_000
/** A part that ran this long had recovered: its next failure is a new one. */
const HEALTHY_MS = 60_000

/** The wait before the next attempt after so many failures in a row (1, 2, …). */
export const backOff = (failures: number): number => Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), LONGEST_DELAY_MS)

/** Keeps one part running: started again with back-off when it ends, and when that fails, until it is stopped. */
export class Keeper {
  readonly #start: () => Promise<RunningPart>
  readonly #onDeath: (how: string, delayMs: number) => void
  readonly #onBack: () => void
  readonly #onStartFailed: (error: unknown) => void
  #running: RunningPart | null = null
  #failures = 0
  #stopping = false
  #wake: () => void = () => undefined
  #life: Promise<void> = Promise.resolve()

  constructor(part: {
    start: () => Promise<RunningPart>
    onDeath: (how: string, delayMs: number) => void
    onBack: () => void
    /** A later start failed (it is tried again all the same). */
    onStartFailed?: (error: unknown) => void
  }) {
    this.#start = part.start
    this.#onDeath = part.onDeath
    this.#onBack = part.onBack
    this.#onStartFailed = part.onStartFailed ?? (() => undefined)
  }

  /** Takes over the first one, which has been started. */
  keep(running: RunningPart): void {
    this.#running = running
    this.#life = this.#keepAlive(running)
  }

  async #keepAlive(first: RunningPart): Promise<void> {
    let running: RunningPart | null = first
    while (!this.#stopping) {
      let how: string
      if (running) {
        const since = performance.now()
        await ended(running.process)
        if (this.#stopping) return
        if (performance.now() - since > HEALTHY_MS) this.#failures = 0
        how = String(running.process.signalCode ?? running.process.exitCode)
      } else how = '未能启动'
      this.#failures += 1
      running = this.#running = null
      const delay = backOff(this.#failures)
      this.#onDeath(how, delay)
      await this.#sleep(delay)
      if (this.#stopping) return
      try {
        running = this.#running = await this.#start()
        this.#onBack()
      } catch (error) {
        if (!this.#stopping) this.#onStartFailed(error)
      }
    }
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  /** Stops it in at most `withinMs`, and everything that would start it again. */
  async stop(withinMs: number): Promise<void> {
    this.#stopping = true
    this.#wake()
    await this.#running?.stop(withinMs)
    await this.#life
    await this.#running?.stop(withinMs)
  }
}
