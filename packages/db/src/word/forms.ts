import type { OrgId, UserId } from '@gongyan/domain'
import type postgres from 'postgres'
import type { Queryable, TransactionSql } from '../client.ts'
import { deleteFilesOf } from '../file/files.ts'
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
    SELECT ${columns(sql)} FROM ${tables(sql)} WHERE f.org_id = ANY(${[...orgIds]}::uuid[]) AND f.deleted_at IS NULL
    ORDER BY cardinality(o.path) DESC, f.name, f.created_at, f.id LIMIT 500`

export async function findForm(sql: Queryable, id: string): Promise<(FormRecord & { form: unknown }) | undefined> {
  const [row] = await sql<(FormRecord & { form: unknown })[]>`
    SELECT ${columns(sql)}, f.form FROM ${tables(sql)} WHERE f.id = ${id} AND f.deleted_at IS NULL`
  return row
}

/** A form that was deleted and is not erased yet. */
export async function findDeletedForm(sql: Queryable, id: string): Promise<FormRecord | undefined> {
  const [row] = await sql<FormRecord[]>`
    SELECT ${columns(sql)} FROM ${tables(sql)} WHERE f.id = ${id} AND f.deleted_at IS NOT NULL`
  return row
}

/** Keeps a form that was read; false when the unit has as many as it may, deleted ones that are not erased yet among them. Its file is kept before, in the same transaction. */
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

/** What is known of a form, held until the end of the transaction; undefined where it is gone. */
export async function holdForm(tx: TransactionSql, id: string): Promise<unknown> {
  const [row] = await tx<{ form: unknown }[]>`
    SELECT form FROM word_forms WHERE id = ${id} AND deleted_at IS NULL FOR UPDATE`
  return row?.form
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

/** Deletes a form nobody has confirmed, until it is erased or brought back; false when somebody has. */
export async function deleteForm(tx: Queryable, id: string, at: Date): Promise<boolean> {
  const rows = await tx`
    UPDATE word_forms SET deleted_at = ${at} WHERE id = ${id} AND confirmed_at IS NULL AND deleted_at IS NULL RETURNING id`
  return rows.length === 1
}

/** Brings a deleted form back as it was; false when it has been erased. */
export async function restoreForm(tx: Queryable, id: string): Promise<boolean> {
  const rows = await tx`UPDATE word_forms SET deleted_at = NULL WHERE id = ${id} RETURNING id`
  return rows.length === 1
}

export interface ErasedForm {
  readonly formId: string
  /** Hashes of the bytes that nothing names any more: to be removed before the transaction is committed. */
  readonly unnamed: readonly Uint8Array[]
}

/** Erases one form that was deleted before a moment, with its file; null when there is none. */
export async function eraseDeletedForm(tx: TransactionSql, before: Date): Promise<ErasedForm | null> {
  const [form] = await tx<{ id: string }[]>`
    DELETE FROM word_forms WHERE id = (
      SELECT id FROM word_forms WHERE deleted_at < ${before} ORDER BY deleted_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id`
  return form ? { formId: form.id, unnamed: await deleteFilesOf(tx, formDocument(form.id)) } : null
}
