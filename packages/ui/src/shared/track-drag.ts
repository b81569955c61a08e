/** A place in the window, in CSS pixels. */
export interface DragPoint {
  readonly x: number
  readonly y: number
}

export interface DragOptions {
  /** How far the pointer must go before a press becomes a drag, in pixels; nearer than that it stays a press. */
  readonly threshold?: number | undefined
  readonly onMove: (at: DragPoint) => void
  /** The end, exactly once: `isKept` is true where the pointer was let go after it had moved, false for a mere press, Esc, or a pointer that the system took away. */
  readonly onEnd: (isKept: boolean) => void
}

/**
 * Follows the pointer that `down` put on `handle` until it is let go. Esc ends the drag and is heard by nobody else; the click
 * that browsers send after a drag is swallowed, so that a handle may be a button too. Listens at the window, because the handle
 * itself may go while it is held: a colleague removes the row. Answers how to end it from outside, which counts as not kept.
 */
export function trackDrag(down: PointerEvent, handle: HTMLElement, options: DragOptions): () => void {
  const view = handle.ownerDocument.defaultView
  if (!view) return () => undefined
  const listening = new AbortController()
  let isMoved = false
  const end = (isKept: boolean, isLetGo: boolean) => {
    if (listening.signal.aborted) return
    listening.abort()
    if (isMoved) swallowClick(view, isLetGo)
    options.onEnd(isKept && isMoved)
  }
  const listen = <K extends 'pointermove' | 'pointerup' | 'pointercancel'>(
    type: K,
    heard: (event: WindowEventMap[K]) => void,
  ) =>
    view.addEventListener(
      type,
      (event) => {
        if (event.pointerId === down.pointerId) heard(event)
      },
      { signal: listening.signal },
    )
  handle.setPointerCapture(down.pointerId)
  listen('pointermove', (event) => {
    isMoved ||= Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) >= (options.threshold ?? 0)
    if (isMoved) options.onMove({ x: event.clientX, y: event.clientY })
  })
  listen('pointerup', () => end(true, true))
  listen('pointercancel', () => end(false, true))
  view.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      event.stopPropagation()
      end(false, false)
    },
    { capture: true, signal: listening.signal },
  )
  return () => end(false, false)
}

/** The click of a drag comes right after the pointer is let go; one that does not come must not cost the next one. */
function swallowClick(view: Window, isLetGo: boolean): void {
  const waiting = new AbortController()
  const once = { capture: true, once: true, signal: waiting.signal }
  const stopSoon = () => setTimeout(() => waiting.abort(), 0)
  view.addEventListener(
    'click',
    (event) => {
      event.stopPropagation()
      event.preventDefault()
      waiting.abort()
    },
    once,
  )
  if (isLetGo) stopSoon()
  else view.addEventListener('pointerup', stopSoon, once)
}
