import type { LessonPlan } from '@gongyan/contract/client'
import type { DocJson } from '@gongyan/documents/read'
import { Show, createEffect, createSignal, lazy, on, onCleanup, onMount, untrack } from 'solid-js'
import { createMediaQuery, createPart, NARROW, useServices, whenIdle } from '../../shell/index.ts'
import { Banners } from './Banners.tsx'
import { DockPlace } from './DockPlace.tsx'
import { LeaveGuard } from './LeaveGuard.tsx'
import { OutlinePane } from './OutlinePane.tsx'
import { createPlanModel } from './plan-model.ts'
import { PrintFoot, PrintHead, PrintPage } from './PrintFrame.tsx'
import { Sheet } from './Sheet.tsx'
import { Tools } from './Tools.tsx'
import { TopBar } from './TopBar.tsx'
import { createColleagues, guardWindow, openSession, publishIdle } from './use-session.ts'
import type { Colleague } from './use-session.ts'
import { canWrite, PlanProvider } from './world.tsx'
import type { PlanWorld } from './world.tsx'
import { foldable } from '@gongyan/documents/outline'
import { hasDoubts, readReport } from './report.ts'
import type { PlanDialog } from './dialogs.ts'

const PhonePlan = lazy(() => import('./phone/PhonePlan.tsx'))
const dialogs = createPart(async () => (await import('./Dialogs.tsx')).default)
const report = createPart(async () => (await import('./ReportPanel.tsx')).default)

/** One opened plan: bar, tools, outline, paper, room. */
export function Desk(props: { plan: LessonPlan; doc: DocJson; me: { id: string; name: string } }) {
  const services = useServices()
  // One desk is one plan: another address opens another desk.
  const first = untrack(() => ({ plan: props.plan, doc: props.doc, me: props.me }))
  const model = createPlanModel(first.doc)
  const [plan, setPlan] = createSignal(first.plan)
  const world: PlanWorld = {
    api: services.api,
    i18n: services.i18n,
    me: first.me,
    toaster: services.toaster,
    model,
    plan,
    setPlan,
    announce: services.announcer.announce,
  }
  openSession(world)
  guardWindow(model.session)
  publishIdle(model.session)
  const colleagues = createColleagues(world)
  announceComings(world, colleagues)

  const isNarrow = createMediaQuery(NARROW)
  // Whoever writes may be without a line the next moment, and then needs just these: the windows of the tools, the other
  // shape of the page, the file of what could not be sent.
  createEffect(() => {
    if (model.editor() === null) return
    onCleanup(
      whenIdle(() => {
        dialogs.preload()
        if (first.plan.importReport !== null) report.preload()
        for (const code of [PhonePlan.preload(), import('../../collab/unsent-file.ts')]) code.catch(() => undefined)
      }),
    )
  })

  // Tools and outline come a frame after the paper: what is read is there first, and their places are kept.
  const [isFurnished, setFurnished] = createSignal(false)
  onMount(() => requestAnimationFrame(() => setTimeout(() => setFurnished(true), 0)))
  const [dialog, setDialog] = createSignal<PlanDialog | null>(null)
  const [isOutlineOpen, setOutlineOpen] = createSignal(window.matchMedia('(min-width: 70em)').matches)
  const [showsReport, setShowsReport] = createSignal(isReportNew(first.plan))
  const [followed, setFollowed] = createSignal<string | null>(null)
  model.setFolded(new Set(foldable(model.outline())))

  const follow = (id: string | null) => {
    setFollowed(id)
    const name = colleagues().find((one) => one.id === id)?.name
    if (id !== null && name) services.announcer.announce(services.i18n.t('plan.presence.following', { name }), 'collab')
    else if (id === null) services.announcer.announce(services.i18n.t('plan.presence.stopped'), 'collab')
  }
  createEffect(() => {
    const person = colleagues().find((one) => one.id === followed())
    if (followed() !== null && !person) setFollowed(null)
    if (person) model.editor()?.actions.goToCursor(person.clientId)
  })
  onMount(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.isComposing && followed() !== null) {
        event.stopPropagation()
        follow(null)
      }
    }
    window.addEventListener('keydown', onKey, true)
    onCleanup(() => window.removeEventListener('keydown', onKey, true))
  })
  const followedHue = () => colleagues().find((one) => one.id === followed())?.color ?? null

  return (
    <PlanProvider value={world}>
      <LeaveGuard />
      <PrintPage />
      <Show
        when={!isNarrow()}
        fallback={<PhonePlan colleagues={colleagues} onDialog={setDialog} onReport={() => setShowsReport(true)} />}
      >
        <div
          class="plan-page"
          classList={{
            'outline-closed': !isOutlineOpen(),
            'is-following': followed() !== null,
            'has-report': showsReport() && plan().importReport !== null,
          }}
          style={followedHue() === null ? undefined : { '--follow': `var(--presence-${followedHue()})` }}
        >
          <TopBar
            colleagues={colleagues()}
            followed={followed()}
            onFollow={follow}
            onDialog={setDialog}
            dock={<DockPlace shape="line" />}
          />
          <Show when={isFurnished()} fallback={<div class="plan-tools" />}>
            <Tools
              onDialog={setDialog}
              onReport={() => setShowsReport(true)}
              isOutlineOpen={isOutlineOpen()}
              onOutline={() => setOutlineOpen(!isOutlineOpen())}
            />
          </Show>
          <div class="plan-main">
            <Show
              when={isFurnished()}
              fallback={
                <Show when={isOutlineOpen()}>
                  <div class="plan-outline" />
                </Show>
              }
            >
              <OutlinePane isOpen={isOutlineOpen()} />
            </Show>
            <main
              class="plan-scroller"
              id="main"
              // Without a text to write in the paper itself takes the keyboard, so that arrows and Page Down can move it.
              tabindex={canWrite(world) ? -1 : 0}
              data-scroller
              data-region="paper"
              aria-label={services.i18n.t('plan.region.paper')}
            >
              <Banners />
              <PrintHead />
              <Sheet onDialog={setDialog} />
              <PrintFoot />
            </main>
            <DockPlace shape="column" />
          </div>
          <Show when={followed() !== null}>
            <div class="follow-frame" aria-hidden="true" />
          </Show>
        </div>
      </Show>
      <Show when={dialog()}>
        {(open) => <dialogs.Part dialog={open()} onClose={() => setDialog(null)} onMissing={() => setDialog(null)} />}
      </Show>
      <Show when={showsReport() && plan().importReport !== null}>
        <report.Part
          onClose={() => {
            setShowsReport(false)
            reportSeen(plan().id)
          }}
          onMissing={() => setShowsReport(false)}
        />
      </Show>
    </PlanProvider>
  )
}

const SEEN = 'gongyan-report-seen:'
/** An import with doubts opens its report the first time on this machine. */
function isReportNew(plan: LessonPlan): boolean {
  if (plan.importReport === null || !plan.abilities.edit || !hasDoubts(readReport(plan.importReport))) return false
  try {
    return localStorage.getItem(SEEN + plan.id) === null
  } catch {
    return false
  }
}
function reportSeen(planId: string): void {
  try {
    localStorage.setItem(SEEN + planId, '1')
  } catch {
    /* A browser that keeps nothing asks again next time. */
  }
}

/** Says who comes and goes, once each, after the first look around. */
function announceComings(world: PlanWorld, colleagues: () => readonly Colleague[]): void {
  let known: Map<string, string> | null = null
  createEffect(
    on(
      colleagues,
      (people) => {
        const now = new Map(people.filter(({ isMe }) => !isMe).map(({ id, name }) => [id, name]))
        if (known) {
          for (const [id, name] of now)
            if (!known.has(id)) world.announce(world.i18n.t('plan.presence.joined', { name }), 'collab')
          for (const [id, name] of known)
            if (!now.has(id)) world.announce(world.i18n.t('plan.presence.left', { name }), 'collab')
        }
        known = now
      },
      { defer: true },
    ),
  )
}
