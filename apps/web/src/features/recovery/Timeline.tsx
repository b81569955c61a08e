import { createMemo, createSignal, createUniqueId, For, Show } from 'solid-js'
import { useI18n } from '../../shell/index.ts'
import type { Activity, Author } from './answers.ts'
import type { Hand } from './people.ts'
import { dayOf, secondOf, tickOf } from './when.ts'
import { Whose } from './Whose.tsx'

const UP = 28
const DOWN = 14
const TICKS = 5

/**
 * Who wrote and who erased when: a strip for each author, writing above its line and erasing below, and one needle across all
 * of them. The needle is moved by pointer and by keys; `onChoose` hears where it came to rest.
 */
export function Timeline(props: {
  activity: Activity
  handOf: (author: Author) => Hand
  chosen: number
  onChoose: (ms: number) => void
}) {
  const i18n = useI18n()
  const helpId = createUniqueId()
  const from = () => Date.parse(props.activity.from)
  const to = () => Date.parse(props.activity.to)
  const step = () => (to() - from()) / props.activity.cells
  const [dragged, setDragged] = createSignal<number | null>(null)
  const at = () => Math.min(to(), Math.max(from(), dragged() ?? props.chosen))
  const share = (ms: number) => ((ms - from()) / (to() - from())) * 100
  const most = createMemo(() => {
    const cells = props.activity.authors.flatMap(({ cells: own }) => own)
    return {
      written: Math.max(1, ...cells.map(({ written }) => written)),
      erased: Math.max(1, ...cells.map(({ erased }) => erased)),
    }
  })
  /** A line that was typed is still seen beside a plan that was imported. */
  const height = (count: number, all: number, room: number) =>
    count === 0 ? 0 : Math.max(2, (Math.log1p(count) / Math.log1p(all)) * room)
  let field!: HTMLDivElement
  let timer: ReturnType<typeof setTimeout> | undefined
  const settle = (ms: number, waitMs: number) => {
    setDragged(ms)
    clearTimeout(timer)
    timer = setTimeout(() => {
      setDragged(null)
      props.onChoose(ms)
    }, waitMs)
  }
  const timeUnder = (event: PointerEvent) => {
    const box = field.getBoundingClientRect()
    return Math.round(from() + Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * (to() - from()))
  }
  const onKey = (event: KeyboardEvent) => {
    const moves: Record<string, number> = {
      ArrowLeft: -1,
      ArrowDown: -1,
      ArrowRight: 1,
      ArrowUp: 1,
      PageDown: -10,
      PageUp: 10,
    }
    const by = moves[event.key]
    const target =
      event.key === 'Home' ? from() : event.key === 'End' ? to() : by === undefined ? null : at() + by * step()
    if (target === null) return
    event.preventDefault()
    settle(Math.round(Math.min(to(), Math.max(from(), target))), 350)
  }
  const ticks = () => {
    const [first, last] = [from(), to()]
    return Array.from({ length: TICKS }, (_, index) => first + (index / (TICKS - 1)) * (last - first))
  }
  const missing = () => (props.activity.missingSeq === null ? null : Date.parse(props.activity.lastAt ?? ''))
  return (
    <figure class="timeline" aria-label={i18n.t('recovery.timeline.label')}>
      <div class="timeline-strips">
        <ul class="timeline-names">
          <For each={props.activity.authors}>
            {(author) => (
              <li>
                <Whose hand={props.handOf(author)} />
                <b>{props.handOf(author).name}</b>
                <span class="muted">
                  {i18n.t('recovery.timeline.sums', { written: author.written, erased: author.erased })}
                </span>
              </li>
            )}
          </For>
        </ul>
        <div
          class="timeline-field"
          ref={field}
          onPointerDown={(event) => {
            if (event.button !== 0) return
            field.setPointerCapture(event.pointerId)
            setDragged(timeUnder(event))
          }}
          onPointerMove={(event) => {
            if (field.hasPointerCapture(event.pointerId)) setDragged(timeUnder(event))
          }}
          onPointerUp={(event) => {
            if (field.hasPointerCapture(event.pointerId)) settle(timeUnder(event), 0)
          }}
          onPointerCancel={() => setDragged(null)}
        >
          <For each={props.activity.authors}>
            {(author) => (
              <svg
                class="timeline-strip"
                viewBox={`0 0 ${props.activity.cells} ${UP + DOWN}`}
                preserveAspectRatio="none"
                aria-hidden="true"
                style={{ '--hand': handColour(props.handOf(author)) }}
              >
                <line class="timeline-line" x1="0" x2={props.activity.cells} y1={UP} y2={UP} />
                <For each={author.cells}>
                  {(cell) => {
                    const up = height(cell.written, most().written, UP - 2)
                    const down = height(cell.erased, most().erased, DOWN - 1)
                    return (
                      <>
                        <rect class="timeline-written" x={cell.index} y={UP - up} width={1} height={up} />
                        <rect class="timeline-erased" x={cell.index} y={UP + 1} width={1} height={down} />
                      </>
                    )
                  }}
                </For>
              </svg>
            )}
          </For>
          <Show when={props.activity.authors.length === 0}>
            <p class="timeline-quiet small muted">{i18n.t('recovery.timeline.quiet')}</p>
          </Show>
          <Show when={missing()}>
            {(ms) => <span class="timeline-hole" style={{ left: `${Math.min(98, Math.max(0, share(ms())))}%` }} />}
          </Show>
          <span
            class="timeline-needle"
            role="slider"
            tabindex="0"
            aria-label={i18n.t('recovery.timeline.slider')}
            aria-valuemin={0}
            aria-valuemax={props.activity.cells}
            aria-valuenow={Math.round((share(at()) / 100) * props.activity.cells)}
            aria-valuetext={secondOf(at())}
            aria-describedby={helpId}
            style={{ left: `${share(at())}%` }}
            onKeyDown={onKey}
          >
            <span class="timeline-flag" classList={{ before: share(at()) > 70 }} aria-hidden="true">
              {secondOf(at())}
            </span>
          </span>
        </div>
      </div>
      <div class="timeline-axis" aria-hidden="true">
        <span class="timeline-key muted">
          {i18n.t('recovery.timeline.written')}　{i18n.t('recovery.timeline.erased')}
        </span>
        <span class="timeline-ticks">
          <For each={ticks()}>
            {(ms, index) => (
              <span class={index() % 2 === 1 ? 'minor' : ''} title={dayOf(ms)}>
                {tickOf(ms, to() - from())}
              </span>
            )}
          </For>
        </span>
      </div>
      <p class="visually-hidden" id={helpId}>
        {i18n.t('recovery.timeline.help')}
      </p>
    </figure>
  )
}

/** The colour of an author; ink for nobody in particular. */
export const handColour = ({ hue }: Hand): string =>
  hue === null ? 'var(--color-text-muted)' : `var(--presence-${hue})`
