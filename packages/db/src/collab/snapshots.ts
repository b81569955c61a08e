import { createHash } from 'node:crypto'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { Queryable, Sql } from '../client.ts'

/** The whole state after update `seq`, as it is stored. */
export interface PackedSnapshot {
  readonly seq: bigint
  readonly codec: number
  /** Of the state, however it is packed. */
  readonly rawSize: number
  /** Of what is stored; with codec 1 of the state. */
  readonly sha256: Uint8Array
  readonly bytes: Uint8Array
}

/** A document as committed: the newest snapshot and every update after it, up to `seq`. */
export interface CommittedDocument {
  readonly seq: bigint
  readonly layout: number
  /** The layout it was made in, if it has been raised since. */
  readonly raisedFrom: number | null
  readonly snapshot: PackedSnapshot | null
  /** null when they are not all among the rows: `readLog` finds those that are packed, and says which are missing. */
  readonly tail: readonly Uint8Array[] | null
}

/** Snapshots kept per document: the newest, and one to fall back to. */
const KEPT = 2
const COMPRESSION_LEVEL = 6
/** Bytes that zstd unpacks at a time. */
const [SMALLEST_PIECE, LARGEST_PIECE] = [64, 2 ** 26]

export const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

/** zstd at a level that costs as little as the Yjs work beside it, with a checksum of what was packed. */
export const zstd = (bytes: Uint8Array, level = COMPRESSION_LEVEL): Buffer =>
  zstdCompressSync(bytes, {
    params: { [constants.ZSTD_c_compressionLevel]: level, [constants.ZSTD_c_checksumFlag]: 1 },
  })

/** Unpacks bytes that must come to exactly `rawSize`; null when they do not, or are not what was packed. */
export function unzstd(bytes: Uint8Array, rawSize: number): Uint8Array | null {
  try {
    // All in one piece: the pieces of 16 KB that are the default take as long as the unpacking. A damaged header may promise
    // more than there ever was.
    const chunkSize = Math.min(LARGEST_PIECE, Math.max(SMALLEST_PIECE, rawSize))
    const raw = zstdDecompressSync(bytes, { maxOutputLength: Math.max(1, rawSize), chunkSize })
    return raw.length === rawSize ? raw : null
  } catch {
    return null
  }
}

/** A state ready to be stored. */
export function packSnapshot(seq: bigint, state: Uint8Array): PackedSnapshot {
  const bytes = zstd(state)
  return { seq, codec: 2, rawSize: state.length, sha256: sha256(bytes), bytes }
}

/** The state as a Yjs update, V1; null when what is stored is not what was kept. */
export function unpackSnapshot({ codec, rawSize, sha256: hash, bytes }: PackedSnapshot): Uint8Array | null {
  if (codec !== 1 && !sha256(bytes).equals(hash)) return null
  const state = codec === 0 ? bytes : unzstd(bytes, rawSize)
  return state?.length === rawSize && (codec !== 1 || sha256(state).equals(hash)) ? state : null
}

/**
 * A document as committed at this moment, read in one statement; null when there is none. With `owner` only one that belongs
 * to this server, or, for null, to none.
 */
export async function readCommitted(
  sql: Queryable,
  name: string,
  { owner }: { readonly owner?: string | null } = {},
): Promise<CommittedDocument | null> {
  // Columns as they come over the wire: making strings of a megabyte only to take them apart doubles what an opening costs.
  const [row] = await sql`
    SELECT d.seq, d.layout, d.raised_from, s.seq, s.codec, s.raw_size, s.sha256, s.bytes,
      (SELECT string_agg(int4send(length(u.bytes)) || u.bytes, '' ORDER BY u.seq) FROM collab_updates u
        WHERE u.document = d.name AND u.seq > coalesce(s.seq, 0) AND u.seq <= d.seq)
    FROM collab_documents d
    LEFT JOIN LATERAL (SELECT * FROM collab_snapshots s WHERE s.document = d.name ORDER BY s.seq DESC LIMIT 1) s ON true
    WHERE d.name = ${name} ${owner === undefined ? sql`` : sql`AND d.owner_id IS NOT DISTINCT FROM ${owner}::uuid`}`.raw()
  if (!row) return null
  const [head, layout, raisedFrom, place, codec, rawSize, hash, packed, joined] = row as (Buffer | null)[]
  const seq = BigInt(textOf(head))
  const after = BigInt(place ? textOf(place) : 0)
  const tail = joined ? splitUpdates(bytesOf(joined)) : []
  return {
    seq,
    layout: Number(textOf(layout)),
    raisedFrom: raisedFrom ? Number(textOf(raisedFrom)) : null,
    snapshot: place
      ? {
          seq: after,
          codec: Number(textOf(codec)),
          rawSize: Number(textOf(rawSize)),
          sha256: bytesOf(hash),
          bytes: bytesOf(packed),
        }
      : null,
    tail: BigInt(tail.length) === seq - after ? tail : null,
  }
}

const textOf = (column: Buffer | null | undefined): string => column?.toString('latin1') ?? ''
/** A bytea in PostgreSQL's hex format. */
const bytesOf = (column: Buffer | null | undefined): Buffer => Buffer.from(column?.toString('latin1', 2) ?? '', 'hex')

/** Updates that the database put one behind the other, each behind its length: an array of thousands takes ten times as long to read. */
function splitUpdates(joined: Uint8Array): Uint8Array[] {
  const view = new DataView(joined.buffer, joined.byteOffset, joined.byteLength)
  const updates: Uint8Array[] = []
  for (let at = 0; at < joined.length;) {
    const from = at + 4
    at = from + view.getInt32(at)
    updates.push(joined.subarray(from, at))
  }
  return updates
}

/** The newest snapshot of a document that is not newer than `upTo`. */
export async function findSnapshot(sql: Queryable, name: string, upTo: bigint): Promise<PackedSnapshot | null> {
  const [row] = await sql<{ seq: string; codec: number; rawSize: number; sha256: Uint8Array; bytes: Uint8Array }[]>`
    SELECT seq::text, codec, raw_size AS "rawSize", sha256, bytes FROM collab_snapshots
    WHERE document = ${name} AND seq <= ${upTo.toString()}::bigint ORDER BY seq DESC LIMIT 1`
  return row ? { ...row, seq: BigInt(row.seq) } : null
}

/** Keeps a snapshot of committed updates and lets go of all but the newest two; false when the document is not that far. */
export const keepSnapshot = async (sql: Sql, name: string, snapshot: PackedSnapshot): Promise<boolean> =>
  sql.begin(async (tx) => {
    const seq = snapshot.seq.toString()
    const kept = await tx`
      INSERT INTO collab_snapshots (document, seq, codec, raw_size, sha256, bytes)
      SELECT d.name, ${seq}::bigint, ${snapshot.codec}, ${snapshot.rawSize}, ${Buffer.from(snapshot.sha256)}, ${Buffer.from(snapshot.bytes)}
      FROM collab_documents d WHERE d.name = ${name} AND d.seq >= ${seq}::bigint
      ON CONFLICT (document, seq) DO UPDATE
        SET codec = excluded.codec, raw_size = excluded.raw_size, sha256 = excluded.sha256, bytes = excluded.bytes, made_at = now()
      RETURNING seq`
    await tx`
      DELETE FROM collab_snapshots WHERE document = ${name} AND seq NOT IN (
        SELECT seq FROM collab_snapshots WHERE document = ${name} ORDER BY seq DESC LIMIT ${KEPT})`
    return kept.length === 1
  })
