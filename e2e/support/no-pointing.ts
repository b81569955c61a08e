import type { BrowserContext, Page } from 'playwright-core'

/** What Playwright does to a page without a key: with a pointer, or by the browser's own hand. */
const REFUSED = new Set([
  'blur',
  'check',
  'clear',
  'click',
  'dblclick',
  'dispatchEvent',
  'dragAndDrop',
  'dragTo',
  'fill',
  'focus',
  'hover',
  'mouse',
  'press',
  'pressSequentially',
  'scrollIntoViewIfNeeded',
  'selectOption',
  'selectText',
  'setChecked',
  'setInputFiles',
  'tap',
  'touchscreen',
  'type',
  'uncheck',
])
/** Its bundler puts a line before some of their names. */
const WRAPPED = /^_?(ElementHandle|Frame|FrameLocator|Locator|Page)$/

/**
 * The same page for somebody who has a keyboard only: `page.keyboard` and everything that reads is there, everything else that
 * acts throws, on the page and on whatever is found in it.
 */
export const withoutPointing = (page: Page): Page => guard(page)

function guard<T>(value: T): T {
  if (Array.isArray(value)) return value.map(guard) as T
  if (value instanceof Promise) return value.then(guard) as T
  if (typeof value !== 'object' || value === null || !WRAPPED.test(value.constructor.name)) return value
  return new Proxy(value, {
    get(target, name) {
      if (typeof name === 'string' && REFUSED.has(name)) throw new Error(`“${name}” is no key: by keyboard alone`)
      const member: unknown = Reflect.get(target, name, target)
      // Playwright's own members are read by Playwright itself.
      if (typeof name === 'string' && name.startsWith('_')) return member
      if (typeof member !== 'function') return guard(member)
      return (...args: unknown[]): unknown => guard(Reflect.apply(member, target, args))
    },
  })
}

/** Counts what a mouse, a pen or a finger really did in every page of a browser; a key that presses a button is none of it. */
export async function countPointing(context: BrowserContext): Promise<readonly string[]> {
  const pointed: string[] = []
  await context.exposeFunction('tellPointing', (what: string) => void pointed.push(what))
  await context.addInitScript(() => {
    const tell = (what: string) =>
      (globalThis as unknown as { tellPointing: (what: string) => void }).tellPointing(what)
    const events = [
      'pointerdown',
      'pointermove',
      'pointerup',
      'mousedown',
      'mousemove',
      'mouseover',
      'touchstart',
      'wheel',
      'dragstart',
      'drop',
    ]
    for (const name of events)
      window.addEventListener(
        name,
        (event) => {
          const place = event.target instanceof Element ? event.target.tagName.toLowerCase() : 'page'
          // A script's own event is no hand, and no hand may hide behind one.
          tell(`${event.isTrusted ? '' : 'made-up '}${name} on ${place}`)
        },
        { capture: true, passive: true },
      )
  })
  return pointed
}
