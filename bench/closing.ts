const open = new Set<Closing>()

/** Ends what a measurement started, last first: when it is over, and when somebody stops it. */
export class Closing {
  readonly #steps: (() => Promise<void>)[] = []
  #ending: Promise<void> | null = null

  constructor() {
    if (open.size === 0)
      for (const signal of ['SIGINT', 'SIGTERM'] as const)
        process.once(signal, () => void Promise.all([...open].map((one) => one.close())).finally(() => process.exit(1)))
    open.add(this)
  }

  add(step: () => Promise<void>): void {
    this.#steps.push(step)
  }

  close(): Promise<void> {
    this.#ending ??= this.#end()
    return this.#ending
  }

  async #end(): Promise<void> {
    for (const step of this.#steps.toReversed()) await step().catch((error: unknown) => console.error(error))
  }
}
