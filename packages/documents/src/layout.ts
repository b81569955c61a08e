import type * as Y from 'yjs'
import { LESSON_PLAN_LAYOUT } from './lesson-plan/version.ts'

/**
 * One step upward between two layouts of a document. `migrate` changes the Y.Doc it is given and nothing else, and changes
 * nothing where nothing of the old layout is left: it runs again on documents that people edited offline in the old one.
 */
export interface LayoutMigration {
  readonly from: number
  readonly to: number
  migrate(ydoc: Y.Doc): void
}

/** The newest layout a server knows, and the steps that lead to it. */
export interface Layouts {
  readonly current: number
  /** In order, without gaps, the last one to `current`. */
  readonly migrations: readonly LayoutMigration[]
}

/** Of lesson plans. Layout 1 is the first. */
export const LESSON_PLAN_LAYOUTS: Layouts = { current: LESSON_PLAN_LAYOUT, migrations: [] }

/** Takes a document from a layout up to the newest one, in one transaction. Throws when no steps lead there. */
export function raiseLayout(ydoc: Y.Doc, from: number, { current, migrations }: Layouts): void {
  const steps = migrations.filter((step) => step.from >= from)
  const at = steps.reduce((layout, step) => (step.from === layout && step.to > layout ? step.to : Number.NaN), from)
  if (at !== current) throw new Error(`no steps lead from layout ${from} to ${current}`)
  if (steps.length === 0) return
  ydoc.transact(() => {
    for (const step of steps) step.migrate(ydoc)
  })
}
