import './phone.css'
import { Button, Dialog, Icon, IconButton, LessonRuler, MenuItem, MenuSeparator, Tag } from '@gongyan/ui'
import { useNavigate } from '@solidjs/router'
import { For, Show, createEffect, createMemo, createSignal, on } from 'solid-js'
import type { OnlyPart } from '../../../editor/paper.ts'
import { Banners } from '../Banners.tsx'
import { DockPlace } from '../DockPlace.tsx'
import type { PlanDialog } from '../dialogs.ts'
import { exportPdf, exportWord } from '../export-word.ts'
import { MoreMenu } from '../MoreMenu.tsx'
import { pickPictures } from '../pictures.ts'
import { explainRefusal } from '../refusals.ts'
import { removeRow } from '../row-verbs.ts'
import { SaveState } from '../SaveState.tsx'
import { Sheet } from '../Sheet.tsx'
import { PresenceSeals } from '../TopBar.tsx'
import type { Colleague } from '../use-session.ts'
import { minutesSummary } from '../names.ts'
import { WithComments } from '../WithComments.tsx'
import { canWrite, usePlan } from '../world.tsx'

/** A plan on a phone: one row or one section is one card; the ruler chooses the row, the bar at the foot goes on. */
export default function PhonePlan(props: {
  colleagues: () => readonly Colleague[]
  onDialog: (dialog: PlanDialog) => void
  onReport: () => void
}) {
  const world = usePlan()
  const { i18n, model, plan } = world
  const navigate = useNavigate()
  const outline = model.outline
  const first = (): OnlyPart => {
    const row = outline().rows[0]
    return row
      ? { kind: 'row', rowId: row.rowId }
      : { kind: 'section', section: outline().hasHeader ? null : (outline().sections[0]?.key ?? null) }
  }
  const [part, setPart] = createSignal<OnlyPart>(first(), { equals: (a, b) => JSON.stringify(a) === JSON.stringify(b) })
  const [isOutlineOpen, setOutlineOpen] = createSignal(false)

  const row = createMemo(() => {
    const now = part()
    return now.kind === 'row' ? outline().rows.find(({ rowId }) => rowId === now.rowId) : undefined
  })
  const table = () => outline().tables[(row()?.table ?? 1) - 1]
  const timed = () => table()?.rows.filter(({ minutes, continues }) => minutes !== null && !continues) ?? []
  const startOf = (rowId: string) => {
    let at = 0
    for (const one of timed()) {
      if (one.rowId === rowId) return at
      at += one.minutes ?? 0
    }
    return null
  }
  /** The minutes of the lesson that the row takes, counted from its first: 第 6—20 分钟. */
  const rowTime = () => {
    const now = row()
    const start = now ? startOf(now.rowId) : null
    return now?.minutes && start !== null
      ? { from: Math.floor(start) + 1, to: Math.ceil(start + now.minutes), minutes: now.minutes }
      : undefined
  }

  /** All cards in order: what stands before, each section, and in place of the 教学过程 its rows. */
  const cards = createMemo((): OnlyPart[] => [
    ...(outline().hasHeader ? [{ kind: 'section', section: null } as const] : []),
    ...outline().sections.flatMap((section): OnlyPart[] =>
      section.key === 'process' && outline().rows.length > 0
        ? outline().rows.map(({ rowId }) => ({ kind: 'row', rowId }))
        : [{ kind: 'section', section: section.key }],
    ),
  ])
  const same = (a: OnlyPart, b: OnlyPart) => JSON.stringify(a) === JSON.stringify(b)
  // A row or section that somebody removed meanwhile: its neighbour takes its place.
  createEffect(
    on(cards, (now, before) => {
      const here = part()
      if (now.some((card) => same(card, here))) return
      const was = before?.findIndex((card) => same(card, here)) ?? -1
      setPart(now[Math.min(Math.max(was, 0), now.length - 1)] ?? first())
    }),
  )
  const at = () => cards().findIndex((card) => same(card, part()))
  const step = (by: -1 | 1) => {
    const next = cards()[at() + by]
    if (next) go(next)
  }
  const go = (next: OnlyPart) => {
    setPart(next)
    setOutlineOpen(false)
    document.querySelector('.phone-main')?.scrollTo({ top: 0 })
  }
  /** A row just added is shown as soon as the outline knows it; until then its neighbour stays. */
  const [added, setAdded] = createSignal<string | null>(null)
  const addRow = (after: string) => {
    const result = model.editor()?.actions.insertRow(after, 'below')
    if (result && explainRefusal(world, result)) setAdded(model.editor()?.actions.here().rowId ?? null)
  }
  createEffect(() => {
    const rowId = added()
    if (rowId === null || !outline().rows.some((one) => one.rowId === rowId)) return
    setAdded(null)
    go({ kind: 'row', rowId })
  })
  const canEdit = () => canWrite(world)
  const title = () => {
    const now = part()
    if (now.kind === 'row') return row()?.phase || i18n.t('plan.row.noPhase')
    return now.section === null
      ? i18n.t('plan.outline.header')
      : (outline().sections.find(({ key }) => key === now.section)?.label ?? '')
  }
  const someone = () => {
    const now = part()
    return now.kind === 'row'
      ? props.colleagues().find(({ isMe, place }) => !isMe && place?.rowId === now.rowId)
      : undefined
  }
  return (
    <div class="phone-plan">
      <header class="phone-head" data-region="top">
        <div class="line">
          <IconButton
            bare
            icon="chevron-left"
            size={22}
            label={i18n.t('plan.back')}
            onClick={() => navigate('/plans')}
          />
          <h1 class="ellipsis">{outline().title || i18n.t('plan.untitled')}</h1>
          <span class="plan-space" />
          <MoreMenu class="icon-only bare" onDialog={props.onDialog} onReport={props.onReport}>
            <Show when={canEdit()}>
              <MenuItem icon="arrow-back-up" onSelect={() => model.editor()?.actions.undo()}>
                {i18n.t('plan.tool.undo')}
              </MenuItem>
              <MenuItem icon="photo" onSelect={() => void pickPictures(world)}>
                {i18n.t('plan.tool.image')}
              </MenuItem>
              <MenuItem
                icon="math-function"
                onSelect={() => props.onDialog({ kind: 'formula', latex: '', isDisplay: false, pos: null })}
              >
                {i18n.t('plan.tool.formula')}
              </MenuItem>
              <Show when={row()}>
                {(now) => (
                  <>
                    <MenuSeparator />
                    <MenuItem icon="row-insert-bottom" onSelect={() => addRow(now().rowId)}>
                      {i18n.t('plan.phone.addRow')}
                    </MenuItem>
                    <MenuItem onSelect={() => props.onDialog({ kind: 'moveRow', rowId: now().rowId })}>
                      {i18n.t('plan.row.moveTo')}
                    </MenuItem>
                    <MenuItem
                      icon="target"
                      onSelect={() => props.onDialog({ kind: 'rowObjectives', rowId: now().rowId })}
                    >
                      {i18n.t('plan.row.objectives')}
                    </MenuItem>
                    <MenuItem icon="trash" onSelect={() => removeRow(world, now())}>
                      {i18n.t('plan.row.delete')}
                    </MenuItem>
                  </>
                )}
              </Show>
              <MenuSeparator />
            </Show>
            <MenuItem icon="file-export" onSelect={() => void exportWord(world)}>
              {i18n.t('plan.tool.export')}
            </MenuItem>
            <MenuItem icon="table" onSelect={() => props.onDialog({ kind: 'forms' })}>
              {i18n.t('plan.forms.item')}
            </MenuItem>
            <WithComments />
            <MenuItem icon="printer" onSelect={() => void exportPdf(world)}>
              {i18n.t('plan.tool.exportPdf')}
            </MenuItem>
            <Show when={plan().abilities.invite || plan().members.length > 0}>
              <MenuItem icon="share-2" onSelect={() => props.onDialog({ kind: 'members' })}>
                {i18n.t('plan.members.button')}
              </MenuItem>
            </Show>
          </MoreMenu>
        </div>
        <div class="line meta">
          <Tag look="line">{i18n.t(`lessonPlan.template.${plan().template}`)}</Tag>
          <SaveState />
          <span class="plan-space" />
          <DockPlace shape="line" />
          <PresenceSeals colleagues={props.colleagues().filter(({ isMe }) => !isMe)} followed={null} />
        </div>
      </header>
      <Show when={timed().length > 0}>
        <nav class="phone-ruler" aria-label={i18n.t('plan.region.outline')} data-region="outline">
          <LessonRuler
            segments={timed().map(({ rowId, phase, minutes }) => ({
              id: rowId,
              label: phase || i18n.t('plan.row.noPhase'),
              minutes,
            }))}
            periodMinutes={plan().periodMinutes}
            activeId={row()?.rowId}
            namesActiveOnly
            label={
              table()
                ? minutesSummary(i18n, table() as NonNullable<ReturnType<typeof table>>, plan().periodMinutes)
                : ''
            }
            minuteMark={(minutes) => i18n.t('plan.outline.minutes', { minutes })}
            endMark={(minutes) => i18n.t('plan.ruler.end', { minutes })}
            onSelect={(rowId) => go({ kind: 'row', rowId })}
          />
          <Show when={rowTime()}>
            {(time) => (
              <p class="cap">{i18n.t(time().minutes === 1 ? 'plan.phone.oneMinute' : 'plan.phone.minutes', time())}</p>
            )}
          </Show>
        </nav>
      </Show>
      <main
        class="phone-main"
        id="main"
        tabindex="-1"
        data-scroller
        data-region="paper"
        aria-label={i18n.t('plan.region.paper')}
      >
        <Banners />
        <section
          class="phone-card paper"
          classList={{ row: part().kind === 'row' }}
          aria-label={title()}
          style={{ '--editing-words': JSON.stringify(`　${i18n.t('plan.phone.editing')}`) }}
        >
          <h2>
            <Show when={row()}>{(now) => <span class="n">{now().number}</span>}</Show>
            <span class="ellipsis">{title()}</span>
          </h2>
          <Show when={someone()}>
            {(person) => (
              <p class="someone small" role="status">
                {i18n.t('plan.phone.someone', { name: person().name })}
              </p>
            )}
          </Show>
          <Sheet onDialog={props.onDialog} only={part()} />
        </section>
      </main>
      <nav class="phone-foot" aria-label={i18n.t('plan.region.tools')} data-region="tools">
        <button type="button" disabled={at() <= 0} onClick={() => step(-1)}>
          <Icon name="chevron-left" size={22} />
          {i18n.t('plan.phone.previous')}
        </button>
        <button type="button" onClick={() => setOutlineOpen(true)}>
          <Icon name="list-details" size={22} />
          {i18n.t('plan.phone.outline')}
        </button>
        <Button
          look="primary"
          class="finish"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => model.editor()?.actions.blur()}
        >
          {i18n.t('plan.phone.done')}
        </Button>
        <button type="button" disabled={at() >= cards().length - 1} onClick={() => step(1)}>
          <Icon name="chevron-right" size={22} />
          {i18n.t('plan.phone.next')}
        </button>
      </nav>
      <Dialog
        isOpen={isOutlineOpen()}
        onClose={() => setOutlineOpen(false)}
        closeLabel={i18n.t('plan.close')}
        title={i18n.t('plan.phone.outlineTitle')}
      >
        <div class="plan-choice">
          <For each={cards()}>
            {(card) => {
              const section = () =>
                card.kind === 'section' ? outline().sections.find(({ key }) => key === card.section) : undefined
              const its = () =>
                card.kind === 'row' ? outline().rows.find(({ rowId }) => rowId === card.rowId) : undefined
              return (
                <Button look="ghost" pressed={same(card, part())} onClick={() => go(card)}>
                  {card.kind === 'row'
                    ? `${its()?.number ?? ''} ${its()?.phase || i18n.t('plan.row.noPhase')}`
                    : card.section === null
                      ? i18n.t('plan.outline.header')
                      : section()?.label}
                  <Show when={section()?.isBlank}>
                    <span class="attention tiny">{i18n.t('plan.outline.missing')}</span>
                  </Show>
                  <Show when={its()?.minutes != null}>
                    <span class="muted tiny">{i18n.t('plan.outline.minutes', { minutes: its()?.minutes ?? 0 })}</span>
                  </Show>
                </Button>
              )
            }}
          </For>
        </div>
      </Dialog>
    </div>
  )
}
