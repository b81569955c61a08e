import { trackDrag } from '@gongyan/ui'
import { createSignal, onCleanup, type Accessor } from 'solid-js'

export interface LeftoverDrag {
  /** The place under the pointer, while something is dragged. */
  readonly over: Accessor<string | null>
  readonly dragged: Accessor<string | null>
  readonly begin: (event: PointerEvent, key: string) => void
}

/** How near to the edge of what scrolls a dragged piece moves it, and how far with each move, px. */
const EDGE_PX = 56
const STEP_PX = 18
const STILL_PX = 5

const placeAt = (x: number, y: number): HTMLElement | null =>
  document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-place]') ?? null

/** Drags a piece that is left over to the part of the plan it belongs to: whatever carries `data-place` takes it. */
export function createLeftoverDrag(onPut: (key: string, place: string) => void): LeftoverDrag {
  const [dragged, setDragged] = createSignal<string | null>(null)
  const [over, setOver] = createSignal<string | null>(null)
  let marked: HTMLElement | null = null
  let end: (() => void) | null = null
  const mark = (place: HTMLElement | null) => {
    if (place === marked) return
    marked?.removeAttribute('data-over')
    marked = place
    marked?.setAttribute('data-over', '')
    setOver(place?.dataset['place'] ?? null)
  }
  onCleanup(() => end?.())
  return {
    over,
    dragged,
    begin: (event, key) => {
      if (!(event.currentTarget instanceof HTMLElement) || event.button !== 0) return
      end = trackDrag(event, event.currentTarget, {
        threshold: STILL_PX,
        onMove: ({ x, y }) => {
          setDragged(key)
          if (y < EDGE_PX) window.scrollBy(0, -STEP_PX)
          else if (y > window.innerHeight - EDGE_PX) window.scrollBy(0, STEP_PX)
          mark(placeAt(x, y))
        },
        onEnd: (isKept) => {
          const place = marked?.dataset['place']
          mark(null)
          setDragged(null)
          end = null
          if (isKept && place !== undefined) onPut(key, place)
        },
      })
    },
  }
}
