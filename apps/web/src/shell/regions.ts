import { onCleanup, onMount } from 'solid-js'

const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [contenteditable="true"], [tabindex="0"]'

const isShown = (element: HTMLElement) => element.getClientRects().length > 0

/** Focuses a part of the page: what had focus in it last, else its first control, else the part itself. */
function enter(region: HTMLElement, memory: WeakMap<HTMLElement, HTMLElement>): void {
  const last = memory.get(region)
  const target =
    last && region.contains(last) && isShown(last)
      ? last
      : [...region.querySelectorAll<HTMLElement>(FOCUSABLE)].find(isShown)
  if (target) return target.focus()
  if (!region.hasAttribute('tabindex')) region.tabIndex = -1
  region.focus()
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
