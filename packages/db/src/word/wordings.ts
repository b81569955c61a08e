import type { OrgId, UserId } from '@gongyan/domain'
import { fold } from '@gongyan/domain'
import type { Queryable, TransactionSql } from '../client.ts'
import { cardOf } from '../org/people.ts'
import type { PersonCard } from '../org/people.ts'

export interface WordingRecord {
  readonly id: string
  readonly orgId: OrgId
  readonly orgPath: readonly OrgId[]
  readonly kind: 'column' | 'header' | 'section'
  readonly words: string
  readonly means: string
  readonly byId: UserId
  readonly by: PersonCard
  readonly at: Date
}

/** Words as they are compared: width, case, gaps and marks do not matter. */
export const foldWording = (words: string): string => fold(words).replace(/\s+/gu, '')

const columns = (sql: Queryable) => sql`
  w.id, w.org_id AS "orgId", o.path AS "orgPath", w.kind, w.words, w.means, w.by_id AS "byId", ${cardOf(sql)} AS by, w.at
  FROM word_wordings w JOIN org_units o ON o.id = w.org_id JOIN users u ON u.id = w.by_id`

/** What the units of a path say about words; the nearest unit last, so that it has the last word. */
export const listWordings = async (sql: Queryable, orgPath: readonly OrgId[]): Promise<readonly WordingRecord[]> =>
  sql<WordingRecord[]>`
    SELECT ${columns(sql)} WHERE w.org_id = ANY(${[...orgPath]}::uuid[]) ORDER BY cardinality(o.path), w.kind, w.folded`

export async function findWording(sql: Queryable, id: string): Promise<WordingRecord | undefined> {
  const [row] = await sql<WordingRecord[]>`SELECT ${columns(sql)} WHERE w.id = ${id}`
  return row
}

/** What a unit itself says about words, held with everything it says until the end of the transaction. */
export async function holdWording(
  tx: TransactionSql,
  orgId: OrgId,
  wording: { readonly kind: string; readonly words: string },
): Promise<{ readonly known: WordingRecord | undefined; readonly count: number }> {
  await tx`SELECT pg_advisory_xact_lock(hashtextextended(${`wordings ${orgId}`}, 0))`
  const [known] = await tx<WordingRecord[]>`
    SELECT ${columns(tx)} WHERE w.org_id = ${orgId} AND w.kind = ${wording.kind} AND w.folded = ${foldWording(wording.words)}`
  const [all] = await tx<{ n: number }[]>`SELECT count(*)::int AS n FROM word_wordings WHERE org_id = ${orgId}`
  return { known, count: all?.n ?? 0 }
}

/** Keeps what words mean in a unit; what it said about them before is replaced. */
export async function putWording(
  tx: TransactionSql,
  wording: {
    readonly id: string
    readonly orgId: OrgId
    readonly kind: string
    readonly words: string
    readonly means: string
    readonly byId: UserId
    readonly at: Date
  },
): Promise<string> {
  const [row] = await tx<{ id: string }[]>`
    INSERT INTO word_wordings (id, org_id, kind, words, folded, means, by_id, at)
    VALUES (${wording.id}, ${wording.orgId}, ${wording.kind}, ${wording.words}, ${foldWording(wording.words)}, ${wording.means}, ${wording.byId}, ${wording.at})
    ON CONFLICT (org_id, kind, folded) DO UPDATE SET words = EXCLUDED.words, means = EXCLUDED.means, by_id = EXCLUDED.by_id, at = EXCLUDED.at
    RETURNING id`
  return row?.id ?? wording.id
}

export const deleteWording = async (sql: Queryable, id: string): Promise<void> => {
  await sql`DELETE FROM word_wordings WHERE id = ${id}`
}
