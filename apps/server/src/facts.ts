import { findFact } from '@gongyan/db'
import type { Queryable } from '@gongyan/db'

/** Keys of what we know about this installation. */
export const FACTS = {
  demonstration: 'demonstration',
  cursorKey: 'cursorKey',
  peerKey: 'peerKey',
  setupCode: 'setupCode',
} as const

/** Whether the people and plans here are the demonstration county's. */
export const isDemonstration = async (sql: Queryable): Promise<boolean> =>
  (await findFact(sql, FACTS.demonstration)) === true
