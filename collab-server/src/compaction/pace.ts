/** When the whole state of a document is kept anew. */
export interface Pace {
  /** Updates since the last snapshot, at least. */
  readonly leastRows: number
  /** The same once nobody has written for `quietMs`. */
  readonly leastRowsWhenQuiet: number
  /** Time between two snapshots of one document while it is written, at least. */
  readonly leastMs: number
  readonly quietMs: number
  /** Updates that stay rows, the newest of each document, unless they are older than `sealAfterMs`. */
  readonly keptRows: number
  readonly sealAfterMs: number
  /** Updates that are worth a segment. */
  readonly leastSealed: number
  /** Time between two looks for updates to be packed. */
  readonly sealEveryMs: number
}

const [MINUTE_MS, DAY_MS] = [60_000, 24 * 3_600_000]

export const PACE: Pace = {
  leastRows: 500,
  leastRowsWhenQuiet: 200,
  leastMs: 3_000,
  quietMs: 2 * MINUTE_MS,
  keptRows: 10_000,
  sealAfterMs: 7 * DAY_MS,
  leastSealed: 200,
  sealEveryMs: 15 * MINUTE_MS,
}

/** What a snapshot may add to the write-ahead log per update, bytes: a large state is kept less often. */
export const SNAPSHOT_BYTES_PER_UPDATE = 100

/** Whether it is time for a snapshot, `rows` updates after the last one, which took `bytes`. */
export const isDue = (pace: Pace, rows: number, bytes: number, isQuiet: boolean): boolean =>
  rows >= Math.max(isQuiet ? pace.leastRowsWhenQuiet : pace.leastRows, bytes / SNAPSHOT_BYTES_PER_UPDATE)
