import { onCleanup, onMount } from 'solid-js'
import { FOCUSABLE, isShown } from './regions.ts'

/** Whoever took the control away may have a better place for the keyboard; it has this long, ms. */
const OTHERS_FIRST_MS = 120
/** How many places of the keyboard are remembered. */
const REMEMBERED = 8

/** A place the keyboard was in, with what it takes to find what took its place. */
interface Place {
  readonly element: HTMLElement
  /** From the nearest outwards, as they were. */
  readonly around: readonly HTMLElement[]
  /** The part of the page or the dialog it belongs to: beyond that is somewhere else. */
  readonly part: HTMLElement | null
  box: DOMRect
}

/** Whether a control can hold the keyboard no more. */
const isGone = (element: HTMLElement): boolean =>
  !element.isConnected || !isShown(element) || element.matches(':disabled')

/**
 * A control that is taken away by its own doing (a line that is restored, a filter that is cleared, a note that is put away)
 * would throw the keyboard to the beginning of the page. It goes on to what stands there now; where the whole part has gone,
 * to where it was before. Whoever uses a mouse or a finger is left alone.
 */
export function createKeptFocus(): void {
  onMount(() => {
    let isPointing = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const places: Place[] = []
    const remember = (element: HTMLElement) => {
      const around: HTMLElement[] = []
      for (let one = element.parentElement; one && one !== document.body; one = one.parentElement) around.push(one)
      const part = element.closest<HTMLElement>('dialog, [data-region]')
      places.push({ element, around, part, box: element.getBoundingClientRect() })
      if (places.length > REMEMBERED) places.shift()
    }
    const isLost = () => document.activeElement === null || document.activeElement === document.body
    const rescue = () => {
      const lost = places.at(-1)
      if (!lost || !isLost() || isPointing) return
      // A modal dialog in front keeps the keyboard by itself.
      const dialog = document.querySelector<HTMLElement>('dialog[open]')
      if (dialog && !(lost.part && dialog.contains(lost.part))) return
      const still = isGone(lost.element) ? null : lost.element
      // A page that gives way to another: the beginning of the new one, not what happens to stand where the old one was.
      if (!still && lost.element.id === 'main') return document.getElementById('main')?.focus({ preventScroll: true })
      const target = still ?? whatStandsThere(lost) ?? before(places) ?? document.getElementById('main')
      target?.focus()
    }
    const onMutation = (changes: readonly MutationRecord[]) => {
      const last = places.at(-1)
      if (!last || !isLost()) return
      // What is put elsewhere on the page, such as a row that is moved, is taken away for a moment.
      const isMoved = () =>
        changes.some(({ removedNodes }) => [...removedNodes].some((one) => one.contains(last.element)))
      if (!isGone(last.element) && !isMoved()) return
      clearTimeout(timer)
      timer = setTimeout(rescue, OTHERS_FIRST_MS)
    }
    const onFocus = (event: FocusEvent) => {
      if (event.target instanceof HTMLElement && event.target !== document.body) remember(event.target)
    }
    const onKey = () => {
      isPointing = false
      const last = places.at(-1)
      if (last?.element.isConnected) last.box = last.element.getBoundingClientRect()
    }
    const onPointer = () => {
      isPointing = true
    }
    const observer = new MutationObserver(onMutation)
    observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ['disabled', 'hidden'] })
    document.addEventListener('focusin', onFocus, true)
    document.addEventListener('keydown', onKey, true)
    document.addEventListener('pointerdown', onPointer, true)
    onCleanup(() => {
      clearTimeout(timer)
      observer.disconnect()
      document.removeEventListener('focusin', onFocus, true)
      document.removeEventListener('keydown', onKey, true)
      document.removeEventListener('pointerdown', onPointer, true)
    })
  })
}

/** The control nearest to where the lost one was, as near around it as there is one; none beyond its own part of the page. */
function whatStandsThere(lost: Place): HTMLElement | null {
  const middle = (box: DOMRect) => ({ x: box.left + Math.min(box.width, 40) / 2, y: box.top + box.height / 2 })
  if (lost.part && !lost.part.isConnected) return null
  const from = middle(lost.box)
  for (const around of lost.around) {
    if (!around.isConnected) continue
    let nearest: HTMLElement | null = null
    let least = Infinity
    for (const one of around.querySelectorAll<HTMLElement>(FOCUSABLE)) {
      if (!isShown(one) || one.tabIndex < 0) continue
      const { x, y } = middle(one.getBoundingClientRect())
      // What is in the same line is nearer than what is above or below it.
      const distance = Math.abs(x - from.x) + 3 * Math.abs(y - from.y)
      if (distance < least) [nearest, least] = [one, distance]
    }
    if (nearest) return nearest
    if (around === lost.part) return asPlace(around)
  }
  return null
}

/** Where the keyboard was before, or what stands there now. */
function before(places: readonly Place[]): HTMLElement | null {
  for (const place of places.slice(0, -1).reverse()) {
    if (!isGone(place.element)) return place.element
    if (place.part?.isConnected && isShown(place.part)) return whatStandsThere(place)
  }
  return null
}

function asPlace(part: HTMLElement): HTMLElement {
  if (!part.hasAttribute('tabindex')) part.tabIndex = -1
  return part
}
