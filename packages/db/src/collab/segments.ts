import type { Queryable, Sql } from '../client.ts'
import { type LoggedUpdate, decodeSegment, encodeSegment } from './segment-codec.ts'
import { sha256, unzstd, zstd } from './snapshots.ts'

/** Rows read in one go. */
const PAGE = 5_000
/** Rows in one segment, most. */
const SEGMENT_ROWS = 10_000
/** Segments are read seldom and kept for years. */
const COMPRESSION_LEVEL = 12

/** Updates of a log are missing or damaged, from `seq` on. */
export class LogDamage extends Error {
  override readonly name = 'LogDamage'
  readonly seq: number
  constructor(message: string, seq: number) {
    super(message)
    this.seq = seq
  }
}

interface SegmentRow {
  readonly from: number
  readonly to: number
  readonly rawSize: number
  readonly sha256: Uint8Array
  readonly bytes: Uint8Array
}

const rowColumns = (sql: Queryable) => sql`
  u.seq, u.author_id AS "authorId", u.source, (extract(epoch FROM u.at) * 1000000)::bigint AS "atMicros",
  u.lesson_id AS "lessonId", u.t_ms AS "tMs", u.fence, u.bytes`

function unpack(name: string, segment: SegmentRow): LoggedUpdate[] {
  const raw = unzstd(segment.bytes, segment.rawSize)
  if (!raw || !sha256(raw).equals(segment.sha256))
    throw new LogDamage(`the segment of ${name} from ${segment.from} is damaged`, segment.from)
  return decodeSegment(raw)
}

/** Reads the segment that holds update `seq`, if it has been packed. */
async function findSegment(sql: Queryable, name: string, seq: number): Promise<LoggedUpdate[] | null> {
  const [segment] = await sql<SegmentRow[]>`
    SELECT from_seq AS "from", to_seq AS "to", raw_size AS "rawSize", sha256, bytes FROM collab_segments
    WHERE document = ${name} AND from_seq <= ${seq} ORDER BY from_seq DESC LIMIT 1`
  return segment && segment.to >= seq ? unpack(name, segment) : null
}

/**
 * The updates after `after` up to `upTo`, oldest first, page by page, whether they are rows or packed. Throws when one is
 * missing or damaged. Updates that are packed while this reads are found where they went.
 */
export async function* readLog(
  sql: Queryable,
  name: string,
  after: bigint,
  upTo: bigint,
): AsyncGenerator<readonly LoggedUpdate[]> {
  let next = Number(after) + 1
  const last = Number(upTo)
  let sealed = await sealedSeq(sql, name)
  while (next <= last) {
    const page: readonly LoggedUpdate[] =
      next <= sealed
        ? ((await findSegment(sql, name, next)) ?? [])
        : await sql<LoggedUpdate[]>`
            SELECT ${rowColumns(sql)} FROM collab_updates u
            WHERE u.document = ${name} AND u.seq BETWEEN ${next} AND ${last} ORDER BY u.seq LIMIT ${PAGE}`
    const wanted = page.filter(({ seq }) => seq >= next && seq <= last)
    if (wanted[0]?.seq !== next || wanted.at(-1)?.seq !== next + wanted.length - 1) {
      const now = await sealedSeq(sql, name)
      if (now === sealed) {
        const missing = firstMissing(wanted, next)
        throw new LogDamage(`update ${missing} of ${name} is missing`, missing)
      }
      sealed = now
      continue
    }
    yield wanted
    next += wanted.length
  }
}

function firstMissing(page: readonly LoggedUpdate[], from: number): number {
  const at = page.findIndex(({ seq }, index) => seq !== from + index)
  return from + (at < 0 ? page.length : at)
}

/** Updates before `before`, newest first, at most `limit`, whether they are rows or packed. */
export async function readLogBackwards(
  sql: Queryable,
  name: string,
  before: number,
  limit: number,
): Promise<LoggedUpdate[]> {
  const found: LoggedUpdate[] = [
    ...(await sql<LoggedUpdate[]>`
      SELECT ${rowColumns(sql)} FROM collab_updates u WHERE u.document = ${name} AND u.seq < ${before} ORDER BY u.seq DESC LIMIT ${limit}`),
  ]
  for (;;) {
    const next = (found.at(-1)?.seq ?? before) - 1
    if (found.length >= limit || next < 1) return found
    const segment = await findSegment(sql, name, next)
    if (!segment) return found
    const older = segment.filter(({ seq }) => seq <= next).toReversed()
    found.push(...older.slice(0, limit - found.length))
  }
}

/** The number of the last committed update; null when there is no such document. */
export async function readHead(sql: Queryable, name: string): Promise<bigint | null> {
  const [row] = await sql<{ seq: string }[]>`SELECT seq::text FROM collab_documents WHERE name = ${name}`
  return row ? BigInt(row.seq) : null
}

async function sealedSeq(sql: Queryable, name: string): Promise<number> {
  const [row] = await sql<{ sealed: number }[]>`SELECT sealed_seq AS sealed FROM collab_documents WHERE name = ${name}`
  return row?.sealed ?? 0
}

/** Which updates are to be packed. */
export interface SealRule {
  /** Rows that stay as they are, whatever their age. */
  readonly keptRows: number
  /** Older rows are packed even when there are few. */
  readonly olderThan: Date
  /** Rows that are worth a segment. */
  readonly leastRows: number
}

/**
 * The first document after `afterName`, by name, with updates to be packed, and up to which; null when there is none. Without
 * a snapshot nothing is packed: every opening would need it.
 */
export async function findSealable(
  sql: Queryable,
  rule: SealRule,
  afterName: string,
): Promise<{ name: string; upTo: number } | null> {
  const [found] = await sql<{ name: string; upTo: number }[]>`
    SELECT d.name, least(s.seq, greatest(d.seq - ${rule.keptRows},
      CASE WHEN u.at < ${rule.olderThan} THEN coalesce((
        SELECT max(o.seq) FROM (
          SELECT o.seq, o.at FROM collab_updates o
          WHERE o.document = d.name AND o.seq > d.sealed_seq ORDER BY o.seq LIMIT ${SEGMENT_ROWS}) o WHERE o.at < ${rule.olderThan}), 0)
      ELSE 0 END)) AS "upTo"
    FROM collab_documents d
    JOIN collab_updates u ON u.document = d.name AND u.seq = d.sealed_seq + 1
    CROSS JOIN LATERAL (SELECT max(s.seq) AS seq FROM collab_snapshots s WHERE s.document = d.name) s
    WHERE s.seq - d.sealed_seq >= ${rule.leastRows}
      AND (u.at < ${rule.olderThan} OR d.seq - d.sealed_seq >= ${rule.keptRows + rule.leastRows})
      AND d.name > ${afterName}
    ORDER BY d.name LIMIT 1`
  return found ?? null
}

/**
 * Packs the oldest rows of a document, up to `upTo` and at most one segment, and removes them in the same transaction,
 * after what was packed has been unpacked and compared with them. Returns how many; 0 when another server is at it.
 */
export const sealRows = async (sql: Sql, name: string, upTo: number): Promise<number> =>
  sql.begin(async (tx) => {
    const [lock] = await tx<
      { held: boolean }[]
    >`SELECT pg_try_advisory_xact_lock(hashtextextended(${`seal ${name}`}, 0)) AS held`
    if (!lock?.held) return 0
    const sealed = await sealedSeq(tx, name)
    const rows = await tx<LoggedUpdate[]>`
      SELECT ${rowColumns(tx)} FROM collab_updates u
      WHERE u.document = ${name} AND u.seq > ${sealed} AND u.seq <= ${upTo} ORDER BY u.seq LIMIT ${SEGMENT_ROWS}`
    const [first, last] = [rows[0], rows.at(-1)]
    if (!first || !last) return 0
    if (first.seq !== sealed + 1) throw new Error(`update ${sealed + 1} of ${name} is missing`)
    const raw = encodeSegment(rows)
    const hash = sha256(raw)
    const bytes = zstd(raw, COMPRESSION_LEVEL)
    await tx`
      INSERT INTO collab_segments (document, from_seq, to_seq, raw_size, sha256, bytes)
      VALUES (${name}, ${first.seq}, ${last.seq}, ${raw.length}, ${hash}, ${bytes})`
    // What is compared is what will be read: the bytes as PostgreSQL has them now.
    const kept = await findSegment(tx, name, first.seq)
    if (!kept || !areSame(kept, rows)) throw new Error(`a segment of ${name} differs from its rows`)
    const removed =
      await tx`DELETE FROM collab_updates WHERE document = ${name} AND seq BETWEEN ${first.seq} AND ${last.seq}`
    if (removed.count !== rows.length) throw new Error(`the log of ${name} changed while it was packed`)
    await tx`UPDATE collab_documents SET sealed_seq = ${last.seq} WHERE name = ${name} AND sealed_seq = ${sealed}`
    return rows.length
  })

/** Whether two runs of the log are the same in every column. */
export const areSame = (one: readonly LoggedUpdate[], other: readonly LoggedUpdate[]): boolean =>
  one.length === other.length &&
  one.every((a, index) => {
    const b = other[index]
    return (
      b !== undefined &&
      a.seq === b.seq &&
      a.authorId === b.authorId &&
      a.source === b.source &&
      a.atMicros === b.atMicros &&
      a.lessonId === b.lessonId &&
      a.tMs === b.tMs &&
      a.fence === b.fence &&
      Buffer.compare(a.bytes, b.bytes) === 0
    )
  })
