import { createEffect, createSignal, on, onCleanup } from 'solid-js'
import type { DocJson } from '@gongyan/documents/read'
import type { PlanSession } from '../../collab/index.ts'
import { fileNameOf, saveFile } from '../../shell/index.ts'
import type { PlanWorld } from './world.tsx'

/**
 * Opens the shared session of the plan once the readable page stands, and keeps the page's promises around it: nothing is
 * left while something waits for the server without asking, people who come and go are said, signing out loses nothing.
 */
export function openSession(world: PlanWorld): void {
  const { api, me, model } = world
  let isGone = false
  let opened: PlanSession | null = null
  onCleanup(() => {
    isGone = true
    opened?.dispose()
    model.setSession(null)
  })
  const start = async () => {
    const { createPlanSession } = await import('../../collab/plan-session.ts')
    if (isGone) return
    opened = createPlanSession({ api, planId: world.plan().id, title: world.plan().title, user: me })
    model.setSession(opened)
  }
  // After the first paint: reading comes before writing.
  requestAnimationFrame(() => setTimeout(() => void start(), 0))
}

/** Asks before the window closes, only while something of mine is not on the server. */
export function guardWindow(session: () => PlanSession | null): void {
  const onBeforeUnload = (event: BeforeUnloadEvent) => {
    if ((session()?.unsentCount() ?? 0) === 0) return
    event.preventDefault()
    event.returnValue = ''
  }
  createEffect(() => {
    const isUnsent = (session()?.unsentCount() ?? 0) > 0
    if (!isUnsent) return
    window.addEventListener('beforeunload', onBeforeUnload)
    onCleanup(() => window.removeEventListener('beforeunload', onBeforeUnload))
  })
}

/** Puts what could not be sent, with the whole plan, into a file of this machine. */
export async function saveUnsentFile(world: PlanWorld): Promise<void> {
  const session = world.model.session()
  if (!session) return
  const { i18n } = world
  const { makeUnsentFile } = await import('../../collab/unsent-file.ts')
  const title = world.model.outline().title || i18n.t('plan.untitled')
  const blob = makeUnsentFile(session.ydoc, world.plan().id, [
    i18n.t('plan.unsentFile.head', {
      title,
      time: new Intl.DateTimeFormat(i18n.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date()),
    }),
  ])
  saveFile(blob, i18n.t('plan.unsentFile.name', { title: fileNameOf(title, i18n.t('plan.untitled')) }))
}

/** Someone else on this page, as seals and carets show them. */
export interface Colleague {
  readonly clientId: number
  readonly id: string
  readonly name: string
  readonly color: number
  readonly isIdle: boolean
  readonly isMe: boolean
  readonly place: { readonly rowId: string | null; readonly section: string | null } | null
}

/** Everyone on the page, me first; one entry for each person, however many windows they have open. */
export function createColleagues(world: PlanWorld): () => readonly Colleague[] {
  const [people, setPeople] = createSignal<readonly Colleague[]>([])
  createEffect(
    on(
      () => world.model.session(),
      (session) => {
        if (!session) {
          setPeople([])
          return
        }
        const { awareness } = session
        const read = () => {
          const byId = new Map<string, Colleague>()
          for (const [clientId, raw] of awareness.getStates()) {
            const state = raw as {
              user?: { id: string; name: string; color?: number }
              place?: Colleague['place']
              isIdle?: boolean
            }
            if (!state.user) continue
            const isMe = state.user.id === world.me.id
            const known = byId.get(state.user.id)
            const one: Colleague = {
              clientId,
              id: state.user.id,
              name: state.user.name,
              color: state.user.color ?? 1,
              isIdle: state.isIdle ?? false,
              isMe,
              place: state.place ?? null,
            }
            // Of several windows of one person the one in use speaks.
            if (!known || (known.isIdle && !one.isIdle) || (isMe && clientId === awareness.clientID))
              byId.set(one.id, one)
          }
          setPeople([...byId.values()].sort((a, b) => Number(b.isMe) - Number(a.isMe) || a.color - b.color))
        }
        awareness.on('change', read)
        read()
        onCleanup(() => awareness.off('change', read))
      },
    ),
  )
  return people
}

/** How long without a key or a touch until the others see me as away, ms. */
const IDLE_MS = 120_000

/** Tells the others whether I am at the page. */
export function publishIdle(session: () => PlanSession | null): void {
  createEffect(
    on(session, (now) => {
      if (!now) return
      let timer: ReturnType<typeof setTimeout> | undefined
      const setIdle = (isIdle: boolean) => {
        if (now.awareness.getLocalState()?.['isIdle'] !== isIdle) now.awareness.setLocalStateField('isIdle', isIdle)
      }
      const here = () => {
        setIdle(false)
        clearTimeout(timer)
        timer = setTimeout(() => setIdle(true), IDLE_MS)
      }
      const onVisibility = () => {
        if (document.visibilityState === 'hidden') setIdle(true)
        else here()
      }
      const events = ['keydown', 'pointerdown', 'wheel'] as const
      for (const event of events) window.addEventListener(event, here, { passive: true })
      document.addEventListener('visibilitychange', onVisibility)
      here()
      onCleanup(() => {
        clearTimeout(timer)
        for (const event of events) window.removeEventListener(event, here)
        document.removeEventListener('visibilitychange', onVisibility)
      })
    }),
  )
}

/** Keeps the page's text as the shared document has it where no editor shows it (a small screen). */
export function followDocument(world: PlanWorld, read: (session: PlanSession) => DocJson): void {
  createEffect(
    on(
      () => world.model.session(),
      (session) => {
        if (!session) return
        const onUpdate = () => {
          if (session.isReady()) world.model.docChanged(() => read(session))
        }
        session.ydoc.on('update', onUpdate)
        createEffect(() => {
          if (session.isReady()) onUpdate()
        })
        onCleanup(() => session.ydoc.off('update', onUpdate))
      },
    ),
  )
}
