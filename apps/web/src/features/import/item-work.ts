import { createSignal, onCleanup, type Accessor } from 'solid-js'
import { problemText, type AnyProblem, type Services } from '../../shell/index.ts'
import { paramsOf, type Corrections, type ImportItem, type Preview } from './answers.ts'
import { formerWording, takenBack } from './corrections.ts'

/** How often a file that is being read is asked for, ms. */
export const ASK_EVERY_MS = 1_000
/** How long pages of an original that are not there yet are left alone, ms. */
const ASK_AGAIN_MS = 4_000

export interface ItemWork {
  readonly preview: Accessor<Preview | undefined>
  readonly problem: Accessor<AnyProblem | undefined>
  /** How many pages of the original are drawn; null where none can be, undefined while they are on the way. */
  readonly pages: Accessor<number | null | undefined>
  /** The file is being read with other corrections; what was shown stays until that is over. */
  readonly isReading: Accessor<boolean>
  /** With all that was asked for, read or not: what the choices show, and what the next change is one of. */
  readonly corrections: Accessor<Corrections | undefined>
  readonly load: (importId: string, position: string) => Promise<void>
  /** Reads the file again with one thing changed; the note that says what changed can take it back. */
  readonly correct: (change: (now: Corrections) => Corrections, said: string) => Promise<void>
  /** Once everything that was changed has been read; false where something of it could not be. */
  readonly settled: () => Promise<boolean>
  /** Whether a wording may be remembered for the whole school, and which are. */
  readonly mayRemember: Accessor<boolean>
  readonly isRemembered: (wording: Corrections['wordings'][number]) => boolean
  readonly remember: (wording: Corrections['wordings'][number]) => Promise<void>
}

type Wording = Corrections['wordings'][number]
const same = (a: Wording, b: Wording) => a.kind === b.kind && a.words === b.words && a.means === b.means

/** Whether a file is still to be read, or being read. */
export const isMoving = ({ state }: Pick<ImportItem, 'state'>): boolean =>
  state.kind === 'waiting' || state.kind === 'reading'

/** One file of an import as it is looked at and put right. */
export function createItemWork({ api, i18n, toaster }: Pick<Services, 'api' | 'i18n' | 'toaster'>): ItemWork {
  const [preview, setPreview] = createSignal<Preview>()
  const [problem, setProblem] = createSignal<AnyProblem>()
  const [pages, setPages] = createSignal<number | null>()
  const [unread, setUnread] = createSignal(0)
  const [mayRemember, setMayRemember] = createSignal(false)
  const [remembered, setRemembered] = createSignal<readonly (Wording & { id: string })[]>([])
  /** Counts what is loaded: an answer about the file before is none about this one. */
  let turn = 0
  const [asked, setAsked] = createSignal<Corrections>()
  let last: Promise<boolean> = Promise.resolve(true)
  const fail = (why: AnyProblem) =>
    toaster.show({ text: i18n.t('import.failed', { reason: problemText(i18n, why) }), icon: 'alert-hexagon' })
  const loadWordings = async () => {
    const reply = await api.listWordings({})
    if (!reply.ok) return
    setMayRemember(reply.data.mayAdd)
    setRemembered(reply.data.items)
  }
  onCleanup(() => {
    turn += 1
  })
  /** Asks once more where the line was down, or others stand before it. */
  const askForPages = async (params: ReturnType<typeof paramsOf>, mine: number) => {
    for (;;) {
      const reply = await api.countImportPages({ params })
      if (mine !== turn) return
      if (reply.ok) return void setPages(reply.data.count)
      if (reply.problem.code !== 'network/unreachable' && reply.problem.code !== 'office/busy')
        return void setPages(null)
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS))
      if (mine !== turn) return
    }
  }
  const read = async (params: ReturnType<typeof paramsOf>, body: Corrections) => {
    let reply = await api.correctImportItem({ params, body })
    while (reply.ok && isMoving(reply.data.item)) {
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS))
      reply = await api.getImportItem({ params })
    }
    return reply
  }
  /** The server reads a file once at a time: a change made meanwhile is sent when the one before has been read. */
  const send = (change: (now: Corrections) => Corrections) => {
    const now = preview()
    if (!now) return
    const mine = turn
    const before = asked() ?? now.corrections
    const next = change(before)
    setAsked(next)
    setUnread((count) => count + 1)
    const isRead = last.then(async () => {
      const reply = await read(paramsOf(now.item), next)
      if (mine === turn) {
        if (reply.ok) setPreview(reply.data)
        setUnread((count) => count - 1)
        if (unread() === 0) setAsked(undefined)
      }
      if (!reply.ok) fail(reply.problem)
      return reply.ok
    })
    last = isRead
    return { before, next, isRead }
  }
  const forget = async (id: string) => {
    const reply = await api.forgetWording({ params: { wordingId: id } })
    if (!reply.ok) fail(reply.problem)
    await loadWordings()
  }
  const teach = async (wording: Wording) => {
    const reply = await api.rememberWording({ body: wording })
    if (!reply.ok) fail(reply.problem)
    await loadWordings()
  }
  return {
    preview,
    problem,
    pages,
    isReading: () => unread() > 0,
    corrections: () => asked() ?? preview()?.corrections,
    mayRemember,
    load: async (importId, position) => {
      const mine = (turn += 1)
      setAsked(undefined)
      setUnread(0)
      setPages(undefined)
      const params = { importId, position }
      const [reply] = await Promise.all([api.getImportItem({ params }), loadWordings()])
      if (mine !== turn) return
      setPreview(reply.ok ? reply.data : undefined)
      setProblem(reply.ok ? undefined : reply.problem)
      if (!reply.ok || isMoving(reply.data.item)) return
      if (reply.data.pages !== null) setPages(reply.data.pages)
      else void askForPages(params, mine)
    },
    correct: async (change, said) => {
      const sent = send(change)
      if (!sent || !(await sent.isRead)) return
      toaster.show({
        text: said,
        icon: 'check',
        action: {
          label: (seconds) => i18n.t('shell.undo', { seconds }),
          run: () => void send((now) => takenBack(now, sent.before, sent.next)),
        },
      })
    },
    settled: async () => {
      let isWell = true
      let seen: Promise<boolean>
      do {
        seen = last
        isWell = (await seen) && isWell
      } while (seen !== last)
      return isWell
    },
    isRemembered: (wording) => remembered().some((one) => same(one, wording)),
    remember: async (wording) => {
      const reply = await api.rememberWording({ body: wording })
      if (!reply.ok) return void fail(reply.problem)
      const { id } = reply.data
      const former = formerWording(remembered(), id)
      toaster.show({
        text: i18n.t('import.map.rememberedNote', { words: wording.words }),
        icon: 'check',
        action: {
          label: (seconds) => i18n.t('shell.undo', { seconds }),
          run: () => void (former ? teach(former) : forget(id)),
        },
      })
      await loadWordings()
    },
  }
}
