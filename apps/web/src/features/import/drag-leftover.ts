import { trackDrag } from '@gongyan/ui'
import { createSignal, onCleanup, type Accessor } from 'solid-js'

type Point = { readonly x: number; readonly y: number }

export interface LeftoverDrag {
  /** The place under the pointer, while something is dragged. */
  readonly over: Accessor<string | null>
  readonly dragged: Accessor<string | null>
  /** Where the pointer is, while something is dragged. */
  readonly at: Accessor<Point | null>
  readonly begin: (event: PointerEvent, key: string) => void
}

/** How near to the edge of what scrolls a dragged piece moves it, px; how far with each frame, as long as it is held there. */
const EDGE_PX = 40
const STEP_PX = 10
const STILL_PX = 5

const placeAt = ({ x, y }: Point): HTMLElement | null =>
  document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-place]') ?? null

/** The part of the window in which the page is seen: without the head that stays, and without what is fixed at the foot. */
function seen(): { top: number; bottom: number } {
  const head = document.querySelector('.import-head')?.getBoundingClientRect()
  const foot = document.querySelector('.import-head-verbs')
  const isFixed = foot !== null && getComputedStyle(foot).position === 'fixed'
  return {
    top: Math.max(0, head?.bottom ?? 0),
    bottom: isFixed ? foot.getBoundingClientRect().top : window.innerHeight,
  }
}

/** Drags a piece that is left over to the part of the plan it belongs to: whatever carries `data-place` takes it. */
export function createLeftoverDrag(onPut: (key: string, place: string) => void): LeftoverDrag {
  const [dragged, setDragged] = createSignal<string | null>(null)
  const [over, setOver] = createSignal<string | null>(null)
  const [at, setAt] = createSignal<Point | null>(null)
  let marked: HTMLElement | null = null
  let end: (() => void) | null = null
  let frame = 0
  const mark = (place: HTMLElement | null) => {
    if (place === marked) return
    marked?.removeAttribute('data-over')
    marked = place
    marked?.setAttribute('data-over', '')
    setOver(place?.dataset['place'] ?? null)
  }
  const scroll = () => {
    const point = at()
    if (!point) return
    const { top, bottom } = seen()
    const by = point.y < top + EDGE_PX ? -STEP_PX : point.y > bottom - EDGE_PX ? STEP_PX : 0
    if (by !== 0) {
      window.scrollBy(0, by)
      mark(placeAt(point))
    }
    frame = requestAnimationFrame(scroll)
  }
  onCleanup(() => end?.())
  return {
    over,
    dragged,
    at,
    begin: (event, key) => {
      if (!(event.currentTarget instanceof HTMLElement) || event.button !== 0) return
      end = trackDrag(event, event.currentTarget, {
        threshold: STILL_PX,
        onMove: (point) => {
          const isFirst = at() === null
          setAt({ x: point.x, y: point.y })
          setDragged(key)
          mark(placeAt(point))
          if (isFirst) frame = requestAnimationFrame(scroll)
        },
        onEnd: (isKept) => {
          const place = marked?.dataset['place']
          cancelAnimationFrame(frame)
          mark(null)
          setAt(null)
          setDragged(null)
          end = null
          if (isKept && place !== undefined) onPut(key, place)
        },
      })
    },
  }
}
