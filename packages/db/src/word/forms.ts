import type { OrgId, UserId } from '@gongyan/domain'
import type postgres from 'postgres'
import type { Queryable, TransactionSql } from '../client.ts'
import { cardOf } from '../org/people.ts'
import type { PersonCard } from '../org/people.ts'

export interface FormRecord {
  readonly id: string
  readonly orgId: OrgId
  readonly orgPath: readonly OrgId[]
  readonly orgName: string
  readonly name: string
  readonly fileId: string
  readonly createdAt: Date
  readonly confirmedAt: Date | null
  readonly confirmedBy: PersonCard | null
  readonly retiredAt: Date | null
}

/** The document under which the file of a form is kept. */
export const formDocument = (formId: string): string => `form:${formId}`

const columns = (sql: Queryable) => sql`
  f.id, f.org_id AS "orgId", o.path AS "orgPath", o.name AS "orgName", f.name, f.file_id AS "fileId", f.created_at AS "createdAt",
  f.confirmed_at AS "confirmedAt", CASE WHEN u.id IS NULL THEN NULL ELSE ${cardOf(sql)} END AS "confirmedBy", f.retired_at AS "retiredAt"`
const tables = (sql: Queryable) => sql`
  word_forms f JOIN org_units o ON o.id = f.org_id LEFT JOIN users u ON u.id = f.confirmed_by`

/** The forms of these units, the nearest unit's first; whom each serves is the policy's answer. */
export const listForms = async (sql: Queryable, orgIds: readonly OrgId[]): Promise<readonly FormRecord[]> =>
  sql<FormRecord[]>`
    SELECT ${columns(sql)} FROM ${tables(sql)} WHERE f.org_id = ANY(${[...orgIds]}::uuid[])
    ORDER BY cardinality(o.path) DESC, f.name, f.created_at, f.id LIMIT 500`

export async function findForm(sql: Queryable, id: string): Promise<(FormRecord & { form: unknown }) | undefined> {
  const [row] = await sql<(FormRecord & { form: unknown })[]>`
    SELECT ${columns(sql)}, f.form FROM ${tables(sql)} WHERE f.id = ${id}`
  return row
}

/** Keeps a form that was read; false when the unit has as many as it may. Its file is kept before, in the same transaction. */
export async function insertForm(
  tx: TransactionSql,
  form: {
    readonly id: string
    readonly orgId: OrgId
    readonly name: string
    readonly fileId: string
    readonly form: unknown
    readonly createdBy: UserId
    readonly at: Date
  },
  most: number,
): Promise<boolean> {
  await tx`SELECT pg_advisory_xact_lock(hashtextextended(${`forms ${form.orgId}`}, 0))`
  const [held] = await tx<{ n: number }[]>`SELECT count(*)::int AS n FROM word_forms WHERE org_id = ${form.orgId}`
  if ((held?.n ?? 0) >= most) return false
  await tx`
    INSERT INTO word_forms (id, org_id, name, file_id, form, created_by, created_at)
    VALUES (${form.id}, ${form.orgId}, ${form.name}, ${form.fileId}, ${tx.json(form.form as postgres.JSONValue)}, ${form.createdBy}, ${form.at})`
  return true
}

/** Changes a form; what is not said stays. */
export async function updateForm(
  tx: Queryable,
  id: string,
  change: {
    readonly name?: string
    readonly form?: unknown
    readonly state?: { readonly kind: 'confirmed' | 'retired'; readonly by: UserId; readonly at: Date }
  },
): Promise<void> {
  const { name, form, state } = change
  if (name !== undefined) await tx`UPDATE word_forms SET name = ${name} WHERE id = ${id}`
  if (form !== undefined) await tx`UPDATE word_forms SET form = ${tx.json(form as postgres.JSONValue)} WHERE id = ${id}`
  if (state?.kind === 'confirmed')
    await tx`UPDATE word_forms SET confirmed_by = ${state.by}, confirmed_at = ${state.at}, retired_at = NULL WHERE id = ${id}`
  if (state?.kind === 'retired')
    await tx`
      UPDATE word_forms SET confirmed_by = coalesce(confirmed_by, ${state.by}), confirmed_at = coalesce(confirmed_at, ${state.at}),
        retired_at = ${state.at} WHERE id = ${id}`
}

/** Deletes a form nobody has confirmed; false when somebody has. */
export async function deleteForm(tx: Queryable, id: string): Promise<boolean> {
  const rows = await tx`DELETE FROM word_forms WHERE id = ${id} AND confirmed_at IS NULL RETURNING id`
  return rows.length === 1
}
