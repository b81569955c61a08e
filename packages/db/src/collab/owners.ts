import type { Queryable, Sql } from '../client.ts'

/** How long a server counts as alive after it said so, by the database's clock. */
export const SERVER_TTL_MS = 3_000
/**
 * A document that was taken by force is not taken by force again for so long. Between two servers that cannot reach each other
 * it goes to and fro at this pace, so that what is typed on either is stored within five seconds.
 */
const FORCE_REST_MS = 3_000
/** Rows of servers that ended without a goodbye are kept for so long. */
const FORGET_AFTER = '1 day'

/** Another server of the installation. */
export interface ServerAddress {
  readonly id: string
  /** As it announced itself. */
  readonly url: string
}

/** A living server has the document. */
export interface Elsewhere {
  readonly elsewhere: ServerAddress
}

export interface Claimant {
  /** null: a server without neighbours, which takes what it asks for. */
  readonly serverId: string | null
  /** Takes the document also from a living server, unless that was done lately. */
  readonly force: boolean
}

/**
 * Enters a server that has just started, in place of one that had the same address before: a process that was started anew
 * must not wait until its predecessor counts as dead.
 */
export async function enterServer(sql: Sql, { id, url }: ServerAddress): Promise<void> {
  await sql`
    DELETE FROM collab_servers
    WHERE (url = ${url} AND id <> ${id}) OR alive_until < clock_timestamp() - ${FORGET_AFTER}::interval`
  await keepServerAlive(sql, { id, url })
}

/** Prolongs a server's life, or begins it anew. */
export async function keepServerAlive(sql: Sql, { id, url }: ServerAddress): Promise<void> {
  await sql`
    INSERT INTO collab_servers (id, url, alive_until)
    VALUES (${id}, ${url}, clock_timestamp() + ${SERVER_TTL_MS} * interval '1 millisecond')
    ON CONFLICT (id) DO UPDATE SET alive_until = EXCLUDED.alive_until`
}

/** Ends a server's life, and with it all it serves, at once. */
export async function removeServer(sql: Sql, id: string): Promise<void> {
  await sql`DELETE FROM collab_servers WHERE id = ${id}`
}

/**
 * Raises the fence of a document and enters its owner, if it may be claimed: it is nobody's, the claimant's, or that of a
 * server that is not alive. Null when there is none. The raised fence makes every append of an earlier owner fail.
 */
export async function claimDocument(
  sql: Queryable,
  name: string,
  { serverId, force }: Claimant,
): Promise<{ readonly seq: bigint; readonly fence: bigint } | Elsewhere | null> {
  const [head] = await sql<{ seq: string; fence: string }[]>`
    UPDATE collab_documents d SET fence = d.fence + 1, owner_id = ${serverId}::uuid,
      taken_at = CASE WHEN d.owner_id <> ${serverId}::uuid
        AND EXISTS (SELECT FROM collab_servers s WHERE s.id = d.owner_id AND s.alive_until > clock_timestamp())
        THEN clock_timestamp() ELSE d.taken_at END
    WHERE d.name = ${name} AND (
      d.owner_id IS NULL OR ${serverId}::uuid IS NULL OR d.owner_id = ${serverId}::uuid
      OR NOT EXISTS (SELECT FROM collab_servers s WHERE s.id = d.owner_id AND s.alive_until > clock_timestamp())
      OR ${force} AND coalesce(d.taken_at < clock_timestamp() - ${FORCE_REST_MS} * interval '1 millisecond', true))
    RETURNING d.seq::text, d.fence::text`
  if (head) return { seq: BigInt(head.seq), fence: BigInt(head.fence) }
  const [owner] = await sql<{ id: string | null; url: string | null }[]>`
    SELECT d.owner_id AS id, s.url FROM collab_documents d LEFT JOIN collab_servers s ON s.id = d.owner_id
    WHERE d.name = ${name}`
  if (!owner) return null
  // Given back, or gone, between the two statements: nobody can be reached there, and the next claim succeeds.
  return { elsewhere: { id: owner.id ?? '', url: owner.url ?? '' } }
}

/** Gives a document back that has left memory; nothing happens when it has been claimed since. */
export async function releaseDocument(
  sql: Sql,
  { name, fence, serverId }: { readonly name: string; readonly fence: bigint; readonly serverId: string },
): Promise<void> {
  await sql`
    UPDATE collab_documents SET owner_id = NULL
    WHERE name = ${name} AND fence = ${fence.toString()}::bigint AND owner_id = ${serverId}`
}

/** Which of these documents have been claimed since they were opened with these fences. */
export async function listLost(
  sql: Sql,
  held: readonly { readonly name: string; readonly fence: bigint }[],
): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    SELECT h.name FROM unnest(
      ${held.map(({ name }) => name)}::text[], ${held.map(({ fence }) => fence.toString())}::bigint[]
    ) AS h(name, fence) LEFT JOIN collab_documents d ON d.name = h.name
    WHERE d.fence IS DISTINCT FROM h.fence`
  return rows.map(({ name }) => name)
}

/** How long each of these servers lives unless it says something, ms; nought or less: it does not live any more. */
export async function readLives(sql: Sql, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await sql<{ id: string; left: number }[]>`
    SELECT w.id, coalesce(extract(epoch FROM s.alive_until - clock_timestamp()) * 1000, 0)::float8 AS left
    FROM unnest(${ids as string[]}::uuid[]) AS w(id) LEFT JOIN collab_servers s ON s.id = w.id`
  return new Map(rows.map(({ id, left }) => [id, left]))
}
