import type { UserId } from '@gongyan/domain'
import type { Queryable } from '../client.ts'
import { orm } from '../orm.ts'
import { auditLog } from '../schema/index.ts'

export interface AuditEntry {
  readonly actorId: UserId | null
  /** What was done, such as `lessonPlan.memberInvited`. */
  readonly action: string
  /** What it was done to, such as `lessonPlan:{id}`. */
  readonly subject: string
  /** Ids and codes only; never content. */
  readonly detail?: Readonly<Record<string, string | number | boolean | null>>
  readonly at: Date
}

/** Writes one line of the audit log, in the transaction of what it tells. */
export async function appendAudit(tx: Queryable, entry: AuditEntry): Promise<void> {
  await orm(tx)
    .insert(auditLog)
    .values({ ...entry, detail: entry.detail ?? {} })
}
