import { createEffect, createMemo, createSignal, on, onCleanup, type Accessor } from 'solid-js'
import type { Services } from '../../shell/index.ts'
import { doubtKey, type ImportItem } from './answers.ts'
import type { ItemWork } from './item-work.ts'

/** Where to go when the file has been taken. */
export type After = 'open' | 'next'

export interface Taking {
  readonly isTaking: Accessor<boolean>
  /** What was asked for while the file is still being read again. */
  readonly wish: Accessor<After | null>
  readonly take: (after: After) => Promise<void>
}

/**
 * Takes the file as it is shown. Asked for while a correction is being read, it waits for that, and lets it be where the
 * reading failed or brought up something that nobody has looked at yet.
 */
export function createTaking(
  { i18n, announcer, toaster }: Pick<Services, 'i18n' | 'announcer' | 'toaster'>,
  work: ItemWork,
  of: {
    readonly item: Accessor<ImportItem | undefined>
    readonly take: (item: ImportItem, after: After) => Promise<void>
  },
): Taking {
  const [isTaking, setTaking] = createSignal(false)
  const [wish, setWish] = createSignal<{ readonly after: After } | null>(null)
  // A memo: the file read again is the same file, and the wish stays.
  const place = createMemo(() => `${of.item()?.importId}/${of.item()?.position}`)
  createEffect(on(place, () => setWish(null), { defer: true }))
  onCleanup(() => setWish(null))
  /** Whether what was asked for may be done once everything has been read; says why not. */
  const isSettled = async (after: After): Promise<boolean> => {
    const mine = { after }
    const known = new Set(work.preview()?.doubts.map(doubtKey))
    setWish(mine)
    announcer.announce(i18n.t('import.take.later'), 'form')
    const isRead = await work.settled()
    if (wish() !== mine) return false
    setWish(null)
    const count = work.preview()?.doubts.filter((doubt) => !known.has(doubtKey(doubt))).length ?? 0
    if (isRead && count === 0) return true
    toaster.show({
      text: isRead ? i18n.t('import.take.newDoubts', { count }) : i18n.t('import.take.notRead'),
      icon: 'alert-triangle',
    })
    return false
  }
  return {
    isTaking,
    wish: () => wish()?.after ?? null,
    take: async (after) => {
      if (isTaking()) return
      if (work.isReading() && !(await isSettled(after))) return
      const item = of.item()
      if (item?.state.kind !== 'ready') return
      setTaking(true)
      await of.take(item, after)
      setTaking(false)
    },
  }
}
