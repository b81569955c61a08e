/** What the server sent along with the page is used up to this age: later the page was left lying, or came out of the browser's memory. */
const FRESH_MS = 10_000
export const isFresh = (): boolean => performance.now() <= FRESH_MS

/** A window too narrow for a table of five columns shows one row at a time. In `em`, so that text zoom asks for it too. */
export const NARROW = '(max-width: 47.99em)'

let page: HTMLElement | null = null

/** Keeps what the server drew of this address, so that it can stand in for the waiting pages until the app has drawn it. */
export function keepPreparedPage(host: HTMLElement): void {
  page = host.querySelector<HTMLElement>(':scope > .prepared')
}

/**
 * The page the server drew, to be shown while the app's own is on the way; null where there is none, or a small screen shows
 * the plan in another shape. The one element moves to whoever asked last.
 */
export const preparedPage = (): HTMLElement | null => (page && !matchMedia(NARROW).matches ? page : null)

/** The text of this plan as the server drew it, once; null when there is none, it is another plan's, or it is too old. */
export function takePreparedPlan(planId: string): Element | null {
  const text = isFresh() && page?.dataset['plan'] === planId ? page.querySelector('.plan-doc') : null
  page = null
  return text
}
