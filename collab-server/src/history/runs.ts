/** The update of the log that did something. */
export interface Cause {
  readonly seq: number
  /** null: nobody in particular. */
  readonly authorId: string | null
  /** When it was received, ms since 1970. */
  readonly at: number
}

interface Run {
  readonly start: number
  readonly end: number
  readonly cause: Cause
}

/** What caused each piece of a document: for every client, runs of its clocks that do not overlap. */
export class Runs {
  readonly #clients = new Map<number, Run[]>()
  readonly #unsorted = new Set<number>()

  /** Adds the clocks from `start` up to and without `end`. */
  add(client: number, start: number, end: number, cause: Cause): void {
    const runs = this.#clients.get(client)
    if (!runs) return void this.#clients.set(client, [{ start, end, cause }])
    const last = runs.at(-1)
    if (last && last.end === start && last.cause.seq === cause.seq)
      return void (runs[runs.length - 1] = { ...last, end })
    if (last && last.start > start) this.#unsorted.add(client)
    runs.push({ start, end, cause })
  }

  /** What caused this clock, and up to which clock (without it) the same holds; null when nothing did. */
  find(client: number, clock: number): { readonly cause: Cause; readonly end: number } | null {
    const runs = this.#clients.get(client)
    if (!runs) return null
    if (this.#unsorted.delete(client)) runs.sort((a, b) => a.start - b.start)
    let [low, high] = [0, runs.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((runs[middle]?.start ?? 0) <= clock) low = middle
      else high = middle - 1
    }
    const run = runs[low]
    return run && run.start <= clock && clock < run.end ? run : null
  }
}
