const MARGIN = 8

/** Where a floating part must be mounted to be seen and reachable: the open modal dialog around it, else the body. */
export const layerOf = (element: Element): HTMLElement => element.closest<HTMLElement>('dialog[open]') ?? document.body

/** Where a floating part with content of its own must be mounted: inside the landmark it belongs to, so that it is found there. */
export const landmarkOf = (element: Element): HTMLElement =>
  element.closest<HTMLElement>(
    'dialog[open], main, header, aside, nav, footer, section[aria-label], section[aria-labelledby]',
  ) ?? document.body

/**
 * Puts a fixed element under (or, without room, above) the anchor, inside the window.
 * `start`/`end` line up with that edge of the anchor; `centre` is centred on it.
 */
export function placeBeside(floating: HTMLElement, anchor: DOMRect, align: 'start' | 'end' | 'centre', gap = 5): void {
  const { offsetWidth: width, offsetHeight: height } = floating
  const view = { width: document.documentElement.clientWidth, height: window.innerHeight }
  const wantedLeft =
    align === 'start' ? anchor.left : align === 'end' ? anchor.right - width : anchor.left + (anchor.width - width) / 2
  const left = Math.max(MARGIN, Math.min(wantedLeft, view.width - width - MARGIN))
  const below = anchor.bottom + gap
  const fitsBelow = below + height <= view.height - MARGIN
  const top = fitsBelow || anchor.top < view.height - anchor.bottom ? below : anchor.top - gap - height
  floating.style.left = `${Math.round(left)}px`
  floating.style.top = `${Math.round(Math.max(MARGIN, top))}px`
  floating.style.maxHeight = `${Math.round(view.height - Math.max(MARGIN, top) - MARGIN)}px`
}
