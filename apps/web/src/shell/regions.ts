import { onCleanup, onMount } from 'solid-js'

export const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [contenteditable="true"], [tabindex="0"]'

export const isShown = (element: HTMLElement): boolean => element.getClientRects().length > 0

/** Focuses a part of the page: what had focus in it last, else its first control, else the part itself. */
function enter(region: HTMLElement, memory: WeakMap<HTMLElement, HTMLElement>): void {
  const last = memory.get(region)
  const first = [...region.querySelectorAll<HTMLElement>(FOCUSABLE)].find(isShown)
  for (const one of [last, first, region]) {
    if (!one || !region.contains(one) || !isShown(one)) continue
    if (one === region && !region.hasAttribute('tabindex')) region.tabIndex = -1
    one.focus()
    // What took the keyboard a moment ago may take it no more, such as a text that can only be read now.
    if (document.activeElement === one) return
  }
}

/**
 * F6 goes to the next part of the page and Shift+F6 to the one before: every visible element with `data-region`, in the order
 * of the page (top bar, tools, outline, paper, margin, dock). Open dialogs keep their own keys.
 */
export function createRegionJumps(): void {
  onMount(() => {
    const memory = new WeakMap<HTMLElement, HTMLElement>()
    const regionOf = (element: Element | null) => element?.closest<HTMLElement>('[data-region]') ?? null
    const onFocus = (event: FocusEvent) => {
      const region = event.target instanceof HTMLElement ? regionOf(event.target) : null
      if (region && event.target instanceof HTMLElement && event.target !== region) memory.set(region, event.target)
    }
    const onKey = (event: KeyboardEvent) => {
      if (
        event.key !== 'F6' ||
        event.ctrlKey ||
        event.altKey ||
        event.metaKey ||
        document.querySelector('dialog[open]')
      )
        return
      const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(isShown)
      if (regions.length === 0) return
      event.preventDefault()
      const current = regionOf(document.activeElement)
      const at = current ? regions.indexOf(current) : event.shiftKey ? 0 : -1
      const next = regions[(at + (event.shiftKey ? -1 : 1) + regions.length) % regions.length]
      if (next) enter(next, memory)
    }
    document.addEventListener('keydown', onKey)
    document.addEventListener('focusin', onFocus)
    onCleanup(() => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('focusin', onFocus)
    })
  })
}
