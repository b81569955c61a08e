import { LESSON_PLAN_LAYOUT } from '@gongyan/documents/version'
import { documentName } from '@gongyan/domain'
import { WebSocketStatus } from '@hocuspocus/provider'
import type { Api } from '@gongyan/contract/client'
import { createSignal } from 'solid-js'
import type { Accessor } from 'solid-js'
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { answered, changeMade, messageSent, NOTHING_MADE, socketGone, unacknowledgedCount } from './acknowledgement.ts'
import type { Unacknowledged } from './acknowledgement.ts'
import { linkEventOf, rejectionOf } from './close-reason.ts'
import type { Rejection } from './close-reason.ts'
import { isAttempting, LASTING_MS, LINK_TRANSITIONS, waitBeforeRetry } from './link.ts'
import type { LinkEvent, LinkState } from './link.ts'
import { copyName, forgetCopy, listCopies, putCopy, wipeLocalCopy } from './local-copies.ts'
import { openLocalStore } from './local-store.ts'
import { DOCUMENT_MS, makePatience } from './patience.ts'
import { nextChangeIn, saveStateOf } from './save-state.ts'
import type { SaveState } from './save-state.ts'
import { CountingSocket, HoldingProvider } from './wire.ts'
import { randomId } from '../random-id.ts'

/** A synchronised line on which nothing comes for so long is dead, ms: one's own presence comes back every 15 s. */
const SILENCE_MS = 30_000
/** A local copy that has not answered by then is done without, ms: a broken browser store must not keep the plan shut. */
const COPY_MS = 2_500
/** How often a page with unsent work renews its row in the register, ms. */
const RENEW_MS = 10_000

export interface PlanSession {
  readonly ydoc: Y.Doc
  readonly awareness: Awareness
  readonly link: Accessor<LinkState>
  /** Why the server does not take this page's work, while the link is `rejected`. */
  readonly rejection: Accessor<Rejection | null>
  readonly save: Accessor<SaveState>
  /** Whether the server takes this person's changes; null until it has said so. */
  readonly canWrite: Accessor<boolean | null>
  /** Whether the document holds what the server holds, or an earlier copy of it from this machine: enough to write in. */
  readonly isReady: Accessor<boolean>
  /** How many of this person's changes the server has not acknowledged. */
  readonly unsentCount: Accessor<number>
  /** When the oldest of them was made, ms since 1970; null when none waits. */
  unsentSince(): number | null
  /** Whether this machine keeps a copy; else what waits is in this page and nowhere else. */
  readonly isStored: Accessor<boolean>
  /** Changes that cannot be sent any more: access was withdrawn while they waited. */
  readonly isStranded: Accessor<boolean>
  /** Changes of others wait while an input method composes. */
  hold(): void
  release(): void
  /** Asks for a ticket now instead of after the wait. */
  retry(): void
  /** Waits until everything is acknowledged, at most `ms`; answers whether it is. */
  settle(ms: number): Promise<boolean>
  /** Removes this machine's copy, for work that was put into a file or given up. */
  forgetLocal(): Promise<void>
  dispose(): void
}

export interface PlanSessionOptions {
  readonly api: Pick<Api, 'createCollabTicket' | 'getMe'>
  readonly planId: string
  readonly title: string
  readonly user: { readonly id: string; readonly name: string }
}

/**
 * Opens one lesson plan together with others: the Y.Doc, its copy on this machine, the link to the server and what of this
 * person's work is not committed there. The link is kept up by itself until `dispose`.
 */
export function createPlanSession({ api, planId, title, user }: PlanSessionOptions): PlanSession {
  const ydoc = new Y.Doc()
  const pageId = randomId()
  const registerKey = `${user.id}/${planId}/${pageId}`

  const [link, setLink] = createSignal<LinkState>('opening')
  const [rejection, setRejection] = createSignal<Rejection | null>(null)
  const [save, setSave] = createSignal<SaveState>(
    { kind: 'saved' },
    { equals: (a, b) => JSON.stringify(a) === JSON.stringify(b) },
  )
  const [canWrite, setCanWrite] = createSignal<boolean | null>(null)
  const [isReady, setReady] = createSignal(false)
  const [unsentCount, setUnsentCount] = createSignal(0)
  const [isStranded, setStranded] = createSignal(false)

  // ---- my own work ----
  let work: Unacknowledged = NOTHING_MADE
  const [isStored, setStored] = createSignal(false)
  let registered: number | null = null
  let saveTimer: ReturnType<typeof setTimeout> | undefined

  const showSave = () => {
    clearTimeout(saveTimer)
    const facts = { link: link(), since: work.since, isStored: isStored(), now: Date.now() }
    setSave(saveStateOf(facts))
    setUnsentCount(unacknowledgedCount(work))
    setStranded(
      work.since !== null && (link() === 'forbidden' || work.isRefused || (link() === 'live' && canWrite() === false)),
    )
    const wait = nextChangeIn(facts)
    if (wait !== null) saveTimer = setTimeout(showSave, wait + 5)
  }
  const register = () => {
    if (!isStored()) return
    registered = work.since
    void putCopy({
      key: registerKey,
      userId: user.id,
      planId,
      title,
      unsentSince: work.since,
      unsentCount: unacknowledgedCount(work),
    }).catch(() => {
      setStored(false)
      showSave()
    })
  }
  const setWork = (next: Unacknowledged) => {
    work = next
    if (work.since !== registered) register()
    showSave()
  }
  const renew = setInterval(() => {
    if (work.since !== null) register()
  }, RENEW_MS)

  // Before the provider listens: a change must have its number when its message goes out.
  const onUpdate = (_update: Uint8Array, origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
    // What a late copy brings goes out at once and counts from here; an early one is counted by its row in the register.
    if (transaction.local || (origin === copy && attempt > 0)) setWork(changeMade(work, Date.now()))
  }
  ydoc.on('update', onUpdate)

  // ---- the copy on this machine ----
  const copy =
    typeof indexedDB === 'undefined'
      ? null
      : openLocalStore(copyName(user.id, planId), ydoc, () => {
          setStored(false)
          showSave()
        })
  const openCopy = async () => {
    if (!copy) return
    await copy.whenSynced
    if (link() === 'closed') return
    setStored(true)
    const rows = await listCopies(user.id, planId).catch(() => [])
    const unsent = rows.filter((row) => row.unsentSince !== null)
    if (unsent.length > 0 && attempt === 0)
      setWork(changeMade(work, Math.min(...unsent.map((row) => row.unsentSince ?? Date.now()))))
    // Those rows are this page's now: their changes are in the copy it just read.
    register()
    for (const row of rows) void forgetCopy(row.key).catch(() => undefined)
    if (ydoc.getXmlFragment('body').length > 0) setReady(true)
    void navigator.storage?.persist?.().catch(() => false)
  }

  // ---- the link ----
  let ticket = ''
  let failures = 0
  let attempt = 0
  let liveSince = 0
  let retryTimer: ReturnType<typeof setTimeout> | undefined
  let asking: AbortController | null = null
  const patience = makePatience(() => happen('lost'))

  const socket = new CountingSocket({ url: 'ws://pending.invalid', autoConnect: false, maxAttempts: 1 })
  const provider = new HoldingProvider({
    websocketProvider: socket,
    name: documentName({ kind: 'lessonPlan', id: planId }),
    document: ydoc,
    token: () => ticket,
  })
  const awareness = provider.awareness as Awareness
  awareness.setLocalStateField('user', user)
  provider.attach()
  socket.onChangesSent = () => setWork(messageSent(work))
  provider.onAnswer = (applied) => setWork(answered(work, applied))
  provider.onHeard = () => patience.heard()

  const endSocket = () => {
    patience.stop()
    asking?.abort()
    socket.shouldConnect = false
    // Not `disconnect`: on a dead line the browser answers a close only after a long while, and until then the socket
    // would count as connected. Nobody listens to the old one any more.
    socket.cancelWebsocketRetry?.()
    socket.rejectConnectionAttempt(new Error('given up'))
    socket.cleanupWebSocket()
    socket.status = WebSocketStatus.Disconnected
    provider.onClose()
    setWork(socketGone(work))
  }
  const happen = (event: LinkEvent) => {
    const before = link()
    const after = LINK_TRANSITIONS[before][event]
    if (after === null) return
    setLink(after)
    clearTimeout(retryTimer)
    if (before === 'live' && Date.now() - liveSince >= LASTING_MS) failures = 0
    if (after !== 'rejected') setRejection(null)
    if (after === 'live') {
      liveSince = Date.now()
      patience.stop()
      socket.setConfiguration({ messageReconnectTimeout: SILENCE_MS })
      setReady(true)
    } else if (after === 'waiting') {
      endSocket()
      retryTimer = setTimeout(() => happen('retry'), waitBeforeRetry(failures++, Math.random()))
    } else if (isAttempting(after)) {
      endSocket()
      void tryOnce()
    } else endSocket()
    if (after === 'forbidden') {
      setCanWrite(false)
      if (work.since === null) void forgetLocal()
    }
    showSave()
  }
  /** One attempt: ticket, socket, first synchronisation. A newer attempt or a changed state makes it void. */
  const tryOnce = async () => {
    const mine = ++attempt
    const { signal } = (asking = new AbortController())
    patience.start()
    // Coming back, or with unsent work: somebody else may have signed in in another window of this browser meanwhile, and
    // what this person wrote must not be sent under that name.
    const isChecked = mine > 1 || work.since !== null
    const [reply, who] = await Promise.all([
      api.createCollabTicket({ body: { document: documentName({ kind: 'lessonPlan', id: planId }) }, signal }),
      isChecked ? api.getMe({ signal }) : null,
    ])
    if (mine !== attempt || !isAttempting(link())) return
    if (who?.ok && who.data.id !== user.id) return happen('signedOut')
    if (!reply.ok) {
      const { code } = reply.problem
      if (code === 'session/required') happen('signedOut')
      else if (code === 'collab/unknown-document' || code === 'permission/denied') happen('refused')
      else happen('lost')
      return
    }
    // Written by a page that does not know its layout, a document would be damaged.
    if (reply.data.layout > LESSON_PLAN_LAYOUT) {
      setRejection('outdated')
      return happen('rejected')
    }
    ticket = reply.data.ticket
    setCanWrite(reply.data.canWrite)
    socket.setConfiguration({ url: reply.data.collabUrl, messageReconnectTimeout: DOCUMENT_MS })
    void socket.connect()
  }

  provider.on('synced', ({ state }: { state: boolean }) => {
    if (state) happen('synced')
  })
  provider.on('authenticated', ({ scope }: { scope: string }) => {
    setCanWrite(scope !== 'readonly')
    showSave()
  })
  const onClosed = (closing: { code?: number; reason?: string }) => {
    const why = rejectionOf(closing)
    if (why) setRejection(why)
    happen(linkEventOf(closing))
  }
  provider.on('authenticationFailed', ({ reason }: { reason: string }) => onClosed({ reason }))
  // Comes for the whole socket and for this document alone; either way this session has to come back by itself.
  provider.on('close', ({ event }: { event: { code?: number; reason?: string } }) => onClosed(event))

  const onOnline = () => {
    failures = 0
    if (link() === 'waiting') happen('retry')
  }
  const onOffline = () => happen('lost')
  const onVisible = () => {
    if (document.visibilityState === 'visible' && link() === 'waiting') onOnline()
  }
  window.addEventListener('online', onOnline)
  window.addEventListener('offline', onOffline)
  document.addEventListener('visibilitychange', onVisible)

  const forgetLocal = async () => {
    await copy?.destroy().catch(() => undefined)
    setStored(false)
    await wipeLocalCopy(user.id, planId).catch(() => undefined)
  }

  // A copy that comes later than this is still taken in; only the link does not wait for it.
  const enough = new Promise<void>((resolve) => setTimeout(resolve, COPY_MS))
  void Promise.race([openCopy().catch(() => undefined), enough]).then(() => {
    if (link() === 'opening') void tryOnce()
  })

  return {
    ydoc,
    awareness,
    link,
    rejection,
    save,
    canWrite,
    isReady,
    unsentCount,
    unsentSince: () => work.since,
    isStored,
    isStranded,
    hold: () => provider.hold(),
    release: () => provider.release(),
    retry: () => {
      failures = 0
      happen('retry')
    },
    forgetLocal,
    settle: async (ms) => {
      const until = Date.now() + ms
      while (work.since !== null && link() === 'live' && Date.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 25))
      return work.since === null
    },
    dispose: () => {
      happen('dispose')
      for (const timer of [saveTimer, retryTimer]) clearTimeout(timer)
      clearInterval(renew)
      window.removeEventListener('online', onOnline)
      window.removeEventListener('offline', onOffline)
      document.removeEventListener('visibilitychange', onVisible)
      if (work.since === null) void forgetCopy(registerKey).catch(() => undefined)
      ydoc.off('update', onUpdate)
      provider.destroy()
      socket.destroy()
      void copy?.destroy().catch(() => undefined)
      ydoc.destroy()
    },
  }
}
