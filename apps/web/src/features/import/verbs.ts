import { problemText, type AnyProblem, type Services } from '../../shell/index.ts'
import { paramsOf, type Import, type ImportItem } from './answers.ts'

export interface ImportVerbs {
  /** Makes a plan of the file, or several; answers the file as it is then. */
  readonly take: (item: ImportItem) => Promise<ImportItem | undefined>
  /** Takes every file of the batch that is sure. */
  readonly takeSure: (importId: string) => Promise<void>
  /** Puts all plans of the import into the bin at once; the note that says so can take it back. */
  readonly undo: (importId: string) => Promise<void>
  readonly restore: (importId: string) => Promise<void>
  readonly readAgain: (item: ImportItem) => Promise<void>
  /** Lets a file be; one that is being read or has been can be had back by the note that says so. */
  readonly discard: (item: ImportItem) => Promise<boolean>
  /** Throws the whole import away; the note that says so can have it back, and then `onBack` is called. */
  readonly discardAll: (importId: string, onBack: () => void) => Promise<boolean>
}

/** What can be done to an import; `onChange` hears of each change, with the import where the answer holds it. */
export function createVerbs(
  { api, i18n, toaster }: Pick<Services, 'api' | 'i18n' | 'toaster'>,
  onChange: (value?: Import) => void,
): ImportVerbs {
  const fail = (problem: AnyProblem) =>
    toaster.show({ text: i18n.t('import.failed', { reason: problemText(i18n, problem) }), icon: 'alert-hexagon' })
  const restore = async (importId: string) => {
    const reply = await api.restoreImport({ params: { importId } })
    if (!reply.ok) return void fail(reply.problem)
    toaster.show({ text: i18n.t('import.restored'), icon: 'restore' })
    onChange(reply.data)
  }
  const undo = async (importId: string) => {
    const reply = await api.undoImport({ params: { importId } })
    if (!reply.ok) return void fail(reply.problem)
    const count = reply.data.items.reduce(
      (sum, { state }) => sum + (state.kind === 'undone' ? state.plans.length : 0),
      0,
    )
    toaster.show({
      text: i18n.t('import.undone', { count }),
      icon: 'trash',
      action: { label: (seconds) => i18n.t('shell.undo', { seconds }), run: () => void restore(importId) },
    })
    onChange(reply.data)
  }
  const readAgain = async (item: ImportItem) => {
    const reply = await api.readImportItem({ params: paramsOf(item) })
    if (reply.ok) onChange()
    else fail(reply.problem)
  }
  const reclaim = async (importId: string, onBack: () => void) => {
    const reply = await api.reclaimImport({ params: { importId } })
    if (!reply.ok) return void fail(reply.problem)
    toaster.show({ text: i18n.t('import.reclaimed'), icon: 'restore' })
    onBack()
  }
  return {
    undo,
    restore,
    take: async (item) => {
      const reply = await api.takeImportItem({ params: paramsOf(item) })
      if (!reply.ok) {
        fail(reply.problem)
        return undefined
      }
      onChange()
      return reply.data
    },
    takeSure: async (importId) => {
      const reply = await api.takeImport({ params: { importId } })
      if (!reply.ok) return void fail(reply.problem)
      toaster.show({
        text: i18n.t('import.takenSure', { count: reply.data.counts.taken }),
        icon: 'check',
        action: { label: (seconds) => i18n.t('import.undoAllIn', { seconds }), run: () => void undo(importId) },
      })
      onChange(reply.data)
    },
    readAgain,
    discard: async (item) => {
      const reply = await api.discardImportItem({ params: paramsOf(item) })
      if (!reply.ok) {
        fail(reply.problem)
        return false
      }
      const { kind } = item.state
      toaster.show({
        text: i18n.t('import.line.discarded', { file: item.name }),
        icon: 'trash',
        ...(kind === 'ready' || kind === 'waiting' || kind === 'reading'
          ? { action: { label: (seconds) => i18n.t('shell.undo', { seconds }), run: () => void readAgain(item) } }
          : {}),
      })
      onChange()
      return true
    },
    discardAll: async (importId, onBack) => {
      const reply = await api.discardImport({ params: { importId } })
      if (!reply.ok) {
        fail(reply.problem)
        return false
      }
      toaster.show({
        text: i18n.t('import.discarded'),
        icon: 'trash',
        action: {
          label: (seconds) => i18n.t('shell.undo', { seconds }),
          run: () => void reclaim(importId, onBack),
        },
      })
      return true
    },
  }
}
