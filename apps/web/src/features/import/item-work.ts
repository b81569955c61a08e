import { createSignal, type Accessor } from 'solid-js'
import { problemText, type AnyProblem, type Services } from '../../shell/index.ts'
import { paramsOf, type Corrections, type Preview } from './answers.ts'

export interface ItemWork {
  readonly preview: Accessor<Preview | undefined>
  readonly problem: Accessor<AnyProblem | undefined>
  readonly isReading: Accessor<boolean>
  readonly load: (importId: string, position: string) => Promise<void>
  /** Reads the file again with other corrections; the note that says what changed can take it back. */
  readonly correct: (next: Corrections, said: string) => Promise<void>
  /** Whether a wording may be remembered for the whole school, and which are. */
  readonly mayRemember: Accessor<boolean>
  readonly isRemembered: (wording: Corrections['wordings'][number]) => boolean
  readonly remember: (wording: Corrections['wordings'][number]) => Promise<void>
}

type Wording = Corrections['wordings'][number]
const same = (a: Wording, b: Wording) => a.kind === b.kind && a.words === b.words && a.means === b.means

/** One file of an import as it is looked at and put right. */
export function createItemWork({ api, i18n, toaster }: Pick<Services, 'api' | 'i18n' | 'toaster'>): ItemWork {
  const [preview, setPreview] = createSignal<Preview>()
  const [problem, setProblem] = createSignal<AnyProblem>()
  const [isReading, setReading] = createSignal(false)
  const [mayRemember, setMayRemember] = createSignal(false)
  const [remembered, setRemembered] = createSignal<readonly (Wording & { id: string })[]>([])
  let turn = 0
  const fail = (why: AnyProblem) =>
    toaster.show({ text: i18n.t('import.failed', { reason: problemText(i18n, why) }), icon: 'alert-hexagon' })
  const loadWordings = async () => {
    const reply = await api.listWordings({})
    if (!reply.ok) return
    setMayRemember(reply.data.mayAdd)
    setRemembered(reply.data.items)
  }
  const send = async (next: Corrections): Promise<boolean> => {
    const now = preview()
    if (!now) return false
    const mine = (turn += 1)
    setReading(true)
    const reply = await api.correctImportItem({ params: paramsOf(now.item), body: next })
    if (mine !== turn) return false
    setReading(false)
    if (reply.ok) setPreview(reply.data)
    else fail(reply.problem)
    return reply.ok
  }
  const forget = async (id: string) => {
    const reply = await api.forgetWording({ params: { wordingId: id } })
    if (!reply.ok) fail(reply.problem)
    await loadWordings()
  }
  return {
    preview,
    problem,
    isReading,
    mayRemember,
    load: async (importId, position) => {
      const mine = (turn += 1)
      const [reply] = await Promise.all([api.getImportItem({ params: { importId, position } }), loadWordings()])
      if (mine !== turn) return
      setPreview(reply.ok ? reply.data : undefined)
      setProblem(reply.ok ? undefined : reply.problem)
    },
    correct: async (next, said) => {
      const before = preview()?.corrections
      if (!(await send(next)) || !before) return
      toaster.show({
        text: said,
        icon: 'check',
        action: { label: (seconds) => i18n.t('shell.undo', { seconds }), run: () => void send(before) },
      })
    },
    isRemembered: (wording) => remembered().some((one) => same(one, wording)),
    remember: async (wording) => {
      const reply = await api.rememberWording({ body: wording })
      if (!reply.ok) return void fail(reply.problem)
      toaster.show({
        text: i18n.t('import.map.rememberedNote', { words: wording.words }),
        icon: 'check',
        action: {
          label: (seconds) => i18n.t('shell.undo', { seconds }),
          run: () => void forget(reply.data.id),
        },
      })
      await loadWordings()
    },
  }
}
