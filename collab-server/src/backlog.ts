/** What one update costs in memory besides its bytes, about. */
const UPDATE_COST = 200

/** The bytes of all documents that wait for the database, and who waits for them to become fewer. */
export class Backlog {
  #bytes = 0
  readonly #most: number
  #waiting: (() => void)[] = []

  constructor(mostBytes: number) {
    this.#most = mostBytes
  }

  get isFull(): boolean {
    return this.#bytes > this.#most
  }

  add(bytes: number): void {
    this.#bytes += bytes + UPDATE_COST
  }

  take(updates: readonly { readonly bytes: Uint8Array }[]): void {
    for (const { bytes } of updates) this.#bytes -= bytes.length + UPDATE_COST
    if (this.#waiting.length === 0 || this.#bytes > this.#most / 2) return
    for (const go of this.#waiting.splice(0)) go()
  }

  /** Calls `go` once, when half of what is allowed is left. */
  whenRelieved(go: () => void): void {
    this.#waiting.push(go)
  }
}
