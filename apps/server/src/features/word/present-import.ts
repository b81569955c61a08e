import type { Import, ImportItem, ImportItemState, ProblemCode } from '@gongyan/contract'
import type { CountedBatch, ImportItemRecord } from '@gongyan/db'
import { assertNever } from '@gongyan/domain'
import type { Limits } from '@gongyan/config'

const DAY_MS = 24 * 3600_000

function stateOf(item: ImportItemRecord, ahead: number): ImportItemState {
  const plans = item.plans.map((plan) => ({ ...plan }))
  switch (item.state) {
    case 'waiting':
      return { kind: 'waiting', ahead }
    case 'reading':
    case 'ready':
    case 'discarded':
      return { kind: item.state }
    case 'duplicate':
      return {
        kind: 'duplicate',
        of: item.same
          ? { kind: 'plan', plan: { ...item.same } }
          : item.sameBatchId !== null && item.samePosition !== null && item.sameName !== null
            ? { kind: 'item', importId: item.sameBatchId, position: item.samePosition, name: item.sameName }
            : null,
      }
    case 'refused':
      return { kind: 'refused', code: (item.code ?? 'import/gave-up') as ProblemCode }
    case 'taken':
      return { kind: 'taken', plans }
    case 'undone':
      return { kind: 'undone', plans, at: (item.undoneAt ?? new Date(0)).toISOString() }
    default:
      return assertNever(item.state)
  }
}

export const presentItem = (item: ImportItemRecord, ahead: number): ImportItem => ({
  importId: item.batchId,
  position: item.position,
  name: item.name,
  folder: item.folder,
  byteSize: item.byteSize,
  state: stateOf(item, ahead),
  title: item.title,
  doubtCount: item.doubtCount,
  rowCount: item.rowCount,
  totalMinutes: item.totalMinutes,
})

/** What lists show of an import. */
export const presentSummary = (batch: CountedBatch, limits: Limits) => {
  const { counts } = batch
  const isOpen =
    counts.waiting + counts.reading + counts.ready + counts.duplicate > 0 ||
    Object.values(counts).every((count) => count === 0)
  return {
    id: batch.id,
    state: isOpen
      ? ('open' as const)
      : counts.undone > 0 && counts.taken === 0
        ? ('undone' as const)
        : ('done' as const),
    createdAt: batch.createdAt.toISOString(),
    changedAt: batch.changedAt.toISOString(),
    keptUntil: new Date(batch.changedAt.getTime() + limits.LIMIT_IMPORT_KEEP_DAYS * DAY_MS).toISOString(),
    counts: { ...counts },
    firstName: batch.firstName,
  }
}

export function presentImport(
  batch: CountedBatch,
  items: readonly ImportItemRecord[],
  ahead: ReadonlyMap<number, number>,
  limits: Limits,
): Import {
  const { firstName: _firstName, ...summary } = presentSummary(batch, limits)
  const held = items.reduce((sum, { byteSize }) => sum + byteSize, 0)
  return {
    ...summary,
    items: items.map((item) => presentItem(item, ahead.get(item.position) ?? 0)),
    limits: {
      files: limits.LIMIT_IMPORT_FILES,
      fileBytes: limits.LIMIT_UPLOAD_BYTES,
      bytes: limits.LIMIT_IMPORT_BYTES,
      bytesLeft: Math.max(0, limits.LIMIT_IMPORT_BYTES - held),
    },
  }
}
