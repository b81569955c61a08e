import './lesson-ruler.css'
import { For, Index, Show, createMemo, createSignal, onCleanup, onMount } from 'solid-js'
import { trackDrag } from '../shared/track-drag.ts'
import { fittingTicks, layOutRuler, moveJoint, partAt, type RulerPart, type RulerSegment } from './ruler.ts'

/** A joint was moved: the two rows beside it and their new minutes. */
export interface JointMove {
  leftId: string
  rightId: string
  leftMinutes: number
  rightMinutes: number
}

export interface LessonRulerProps {
  segments: readonly RulerSegment[]
  periodMinutes: number
  /** The sentence that says all of it, such as 教学过程共 40 分钟，与课时相符：情境引入 5 分钟，…. */
  label: string
  /** Minutes in a tight place, such as 15′. */
  minuteMark: (minutes: number) => string
  /** The last tick with its unit, such as 40 分. */
  endMark: (minutes: number) => string
  activeId?: string | undefined
  /** Rows that are done, in class. */
  pastIds?: readonly string[] | undefined
  /** Choose a row by pressing its part; each part is a button. */
  onSelect?: ((id: string) => void) | undefined
  /** A part was pressed by mouse or finger, where the keyboard has another way to the rows: parts are no buttons then. */
  onPress?: ((id: string) => void) | undefined
  /** With it the joints can be dragged and moved by arrow keys. Called once, when the joint is let go. */
  onMoveJoint?: ((move: JointMove) => void) | undefined
  /** A joint is about to be moved from where it stands: time to bring segments that lag behind up to date. */
  onTakeJoint?: (() => void) | undefined
  /** Names a joint and says where it stands, for screen readers. */
  jointLabel?: ((left: RulerSegment, right: RulerSegment) => string) | undefined
  jointText?: ((move: JointMove) => string) | undefined
  /** Without ticks and names, for lists and previews. */
  compact?: boolean | undefined
  /** Where there is little room: the chosen part wears its name, the others only their number. Minutes are said beside it. */
  namesActiveOnly?: boolean | undefined
}

const NUMBER_ONLY_BELOW_PX = 34
/** As wide as a target must be (WCAG 2.5.8), and for a finger. */
const TARGET_PX = 24
const FINGER_PX = 44
/** A joint that is moved less than this is only pressed. */
const STILL_PX = 3

/** 课时尺: the rows of a lesson sized by their minutes over ticks of cumulative minutes. Says nothing by colour alone. */
export function LessonRuler(props: LessonRulerProps) {
  const [width, setWidth] = createSignal(600)
  const [letter, setLetter] = createSignal(12)
  const [draft, setDraft] = createSignal<JointMove | null>(null)
  let bar!: HTMLDivElement
  onMount(() => {
    const observer = new ResizeObserver(() => {
      setWidth(bar.clientWidth || 600)
      setLetter(Number.parseFloat(getComputedStyle(bar).fontSize) || 12)
    })
    observer.observe(bar)
    onCleanup(() => observer.disconnect())
  })
  const segments = createMemo(() => {
    const move = draft()
    if (!move) return props.segments
    return props.segments.map((segment) =>
      segment.id === move.leftId
        ? { ...segment, minutes: move.leftMinutes }
        : segment.id === move.rightId
          ? { ...segment, minutes: move.rightMinutes }
          : segment,
    )
  })
  const layout = createMemo(() => layOutRuler(segments(), props.periodMinutes))
  const pixels = (part: RulerPart) => (part.minutes / layout().scale) * width()
  const text = (part: RulerPart) => {
    const room = pixels(part)
    if (props.compact) return `${part.minutes}`
    if (room < NUMBER_ONLY_BELOW_PX) return `${part.number}`
    const name = letter() * (part.label.length + 1.6)
    if (props.namesActiveOnly)
      return part.id === props.activeId && room >= name ? `${part.number} ${part.label}` : `${part.number}`
    if (room < name) return `${part.number} ${props.minuteMark(part.minutes)}`
    if (room < name + letter() * 1.8) return `${part.number} ${part.label}`
    return `${part.number} ${part.label} ${props.minuteMark(part.minutes)}`
  }
  /** What stands on a part comes first and whole, so that it can be called by what is seen (WCAG 2.5.3). */
  const name = (part: RulerPart) => {
    const shown = text(part)
    const rest = [part.label, props.minuteMark(part.minutes)].filter((word) => !shown.includes(word))
    return [shown, ...rest].join(' ')
  }
  const mark = (part: RulerPart) =>
    part.pace === 'over' || (part.isOverTime && !part.pace) ? '▲' : part.pace === 'squeezed' ? '▼' : ''
  const stateOf = (part: RulerPart) =>
    part.id === props.activeId ? 'active' : props.pastIds?.includes(part.id) ? 'past' : undefined
  const content = (part: RulerPart) => (
    <>
      <Show when={mark(part)}>
        <b class="pace">{mark(part)}</b>
      </Show>
      <span>{text(part)}</span>
    </>
  )
  const onPress = (event: MouseEvent) => {
    const choose = props.onSelect ?? props.onPress
    if (!choose) return
    const shown = [...bar.querySelectorAll('.part')]
    const target = matchMedia('(pointer: coarse)').matches ? FINGER_PX : TARGET_PX
    const button = event.target instanceof Element ? event.target.closest('.part') : null
    // The keyboard presses a button in no place.
    const index =
      event.detail === 0
        ? shown.findIndex((one) => one === button)
        : partAt(
            shown.map((one) => one.getBoundingClientRect()),
            event.clientX,
            target,
          )
    const meant = layout().parts[index]
    if (meant) choose(meant.id)
  }
  /** A button is never narrower than a target must be, as long as there is room for all of them; that bends a row of a minute a little. */
  const least = () => (props.onSelect && layout().parts.length * TARGET_PX <= width() ? `${TARGET_PX}px` : undefined)
  const part = (entry: RulerPart) => ({
    class: 'part',
    style: { 'flex-grow': entry.minutes, 'min-width': least() },
    title: `${entry.number} ${entry.label} ${props.minuteMark(entry.minutes)}`,
    'data-state': stateOf(entry),
    'data-over': mark(entry) ? '' : undefined,
  })
  return (
    <div
      class={`ui-ruler ${props.compact ? 'compact' : ''}`}
      role={props.onSelect || props.onMoveJoint ? 'group' : 'img'}
      aria-label={props.label}
    >
      <div class="frame" ref={(frame) => frame.addEventListener('click', onPress)}>
        <div class="bar" ref={bar}>
          <Index each={layout().parts}>
            {(entry) => (
              <Show when={props.onSelect} fallback={<span {...part(entry())}>{content(entry())}</span>}>
                <button
                  type="button"
                  {...part(entry())}
                  aria-label={name(entry())}
                  aria-current={entry().id === props.activeId ? 'true' : undefined}
                >
                  {content(entry())}
                </button>
              </Show>
            )}
          </Index>
          <Show when={layout().free > 0}>
            <span class="free" style={{ 'flex-grow': layout().free }} />
          </Show>
        </div>
        <Show when={layout().over > 0}>
          <i class="period-end" style={{ left: `${(props.periodMinutes / layout().scale) * 100}%` }} />
        </Show>
        <Show when={props.onMoveJoint}>
          <Joints bar={() => bar} layout={layout()} settled={props.segments} {...props} onDraft={setDraft} />
        </Show>
      </div>
      <Show when={!props.compact}>
        <div class="ticks" aria-hidden="true">
          <For each={fittingTicks(layout(), props.periodMinutes, width())}>
            {(tick) => (
              <i
                style={{ left: `${(tick / layout().scale) * 100}%` }}
                data-end={tick === 0 ? 'start' : tick === layout().scale ? 'end' : undefined}
              >
                <span>{tick === layout().scale ? props.endMark(tick) : tick}</span>
              </i>
            )}
          </For>
        </div>
      </Show>
    </div>
  )
}

interface JointsProps extends LessonRulerProps {
  bar: () => HTMLDivElement
  layout: ReturnType<typeof layOutRuler>
  /** The segments without the move under way. */
  settled: readonly RulerSegment[]
  onDraft: (move: JointMove | null) => void
}

/** The handles between two rows: sliders for keyboard and screen reader, draggable by pointer. Esc during a drag puts it back. */
function Joints(props: JointsProps) {
  const joints = createMemo(() => {
    const { parts } = layOutRuler(props.settled, props.periodMinutes)
    return parts.slice(0, -1).map((left, at) => ({ left, right: parts[at + 1] ?? left }))
  })
  const moved = (joint: { left: RulerPart; right: RulerPart }, minute: number): JointMove => {
    const { left, right } = moveJoint(joint.left, joint.right, minute)
    return { leftId: joint.left.id, rightId: joint.right.id, leftMinutes: left, rightMinutes: right }
  }
  const commit = (joint: { left: RulerPart }, move: JointMove) => {
    if (move.leftMinutes !== joint.left.minutes) props.onMoveJoint?.(move)
  }
  const currentEnd = (id: string, fallback: number) =>
    props.layout.parts.find((part) => part.id === id)?.end ?? fallback
  const onKeyDown = (event: KeyboardEvent, joint: { left: RulerPart; right: RulerPart }) => {
    const step = (
      { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -5, PageUp: 5 } as Record<
        string,
        number | undefined
      >
    )[event.key]
    const to =
      step !== undefined
        ? joint.left.end + step
        : event.key === 'Home'
          ? joint.left.start
          : event.key === 'End'
            ? joint.right.end
            : undefined
    if (to === undefined) return
    event.preventDefault()
    commit(joint, moved(joint, to))
  }
  let endDrag = () => {}
  onCleanup(() => endDrag())
  const onPointerDown = (
    event: PointerEvent & { currentTarget: HTMLElement },
    joint: { left: RulerPart; right: RulerPart },
  ) => {
    if (event.button !== 0) return
    const handle = event.currentTarget
    const { scale } = props.layout
    let move: JointMove | null = null
    endDrag = trackDrag(event, handle, {
      threshold: STILL_PX,
      onMove: ({ x }) => {
        const box = props.bar().getBoundingClientRect()
        move = moved(joint, ((x - box.left) / box.width) * scale)
        props.onDraft(move)
      },
      onEnd: (isKept) => {
        props.onDraft(null)
        if (isKept && move) commit(joint, move)
      },
    })
    handle.focus({ preventScroll: true })
    event.preventDefault()
  }
  return (
    <Index each={joints()}>
      {(joint) => (
        <span
          class="joint"
          role="slider"
          tabindex="0"
          aria-label={props.jointLabel?.(joint().left, joint().right)}
          style={{ left: `${(currentEnd(joint().left.id, joint().left.end) / props.layout.scale) * 100}%` }}
          aria-valuemin={joint().left.start + 1}
          aria-valuemax={joint().right.end - 1}
          aria-valuenow={joint().left.end}
          aria-orientation="horizontal"
          aria-valuetext={props.jointText?.({
            leftId: joint().left.id,
            rightId: joint().right.id,
            leftMinutes: joint().left.minutes,
            rightMinutes: joint().right.minutes,
          })}
          onKeyDown={(event) => {
            props.onTakeJoint?.()
            onKeyDown(event, joint())
          }}
          onPointerDown={(event) => {
            props.onTakeJoint?.()
            onPointerDown(event, joint())
          }}
        />
      )}
    </Index>
  )
}
