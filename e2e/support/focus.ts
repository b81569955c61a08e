import type { ElementHandle, Page } from 'playwright-core'

/** Where the keyboard is on a page. */
export interface Focus {
  /** Name of what has focus: its label, else its text. */
  readonly name: string
  readonly kind: 'nowhere' | 'control' | 'text' | 'place'
  /** Whether a person sees where it is: a ring, or the caret of a text. A page's or a part's own beginning has none. */
  readonly isSeen: boolean
  /** Part of the page it is in. */
  readonly region: string | null
  readonly isInDialog: boolean
}

/** How a control lies to where the keyboard is. */
export interface Bearing {
  readonly hasFocus: boolean
  /** Whether it comes later in the order of the page. */
  readonly isAfter: boolean
  readonly region: string | null
  /** On the paper: whether it comes before the text, or inside or behind it. */
  readonly stands: 'outside text' | 'before text' | 'behind text'
  /** The parts of the page that can be seen, in their order. */
  readonly regions: readonly (string | null)[]
}

/** Where the keyboard is on a page, and whether that can be seen. */
export const focusOf = async (page: Page): Promise<Focus> => (await page.evaluate(look, null)).focus

/** The same, and how a control lies to it; null where that control is not on the page any more. */
export const lookFor = (page: Page, target: ElementHandle): Promise<{ focus: Focus; bearing: Bearing | null }> =>
  page.evaluate(look, target)

/** Runs in the page. */
function look(target: Node | null): { focus: Focus; bearing: Bearing | null } {
  const element = document.activeElement
  const bearing = (): Bearing | null => {
    if (!(target instanceof Element) || !target.isConnected) return null
    const region = target.closest('[data-region]')
    const text = region?.querySelector('.ProseMirror[contenteditable=true]')
    const follows = (one: Element) => (one.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
    return {
      hasFocus: target === element,
      isAfter: element === null || follows(element),
      region: region?.getAttribute('data-region') ?? null,
      stands: !text || text === target ? 'outside text' : follows(text) ? 'behind text' : 'before text',
      regions: [...document.querySelectorAll<HTMLElement>('[data-region]')]
        .filter((one) => one.getClientRects().length > 0)
        .map((one) => one.getAttribute('data-region')),
    }
  }
  if (!(element instanceof HTMLElement) || element === document.body || element === document.documentElement)
    return {
      focus: { name: '', kind: 'nowhere', isSeen: false, region: null, isInDialog: false },
      bearing: bearing(),
    }
  const labelled =
    element.getAttribute('aria-label') ??
    (element instanceof HTMLInputElement || element instanceof HTMLSelectElement
      ? element.labels?.[0]?.textContent
      : null)
  const isItem = /^(menuitem|option|tab)/.test(element.getAttribute('role') ?? '')
  const kind = element.isContentEditable ? 'text' : element.tabIndex < 0 && !isItem ? 'place' : 'control'

  /** A solid line of at least 2 px around it; the soft shadow of a paper or a menu is none. */
  const hasRing = (one: Element): boolean => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(one)
    const isClear = (color: string) => /rgba\(.*, 0\)|\/ 0\)|transparent/.test(color)
    if (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 && !isClear(outlineColor)) return true
    return boxShadow
      .split(/,(?![^(]*\))/)
      .some((shadow) => /0px 0px 0px ([2-9]|\d\d+)px/.test(shadow) && !isClear(shadow))
  }
  // A field's frame is around it; a check box is not seen itself, its ring is on the drawn one behind it.
  const isCheck = element instanceof HTMLInputElement && (element.type === 'radio' || element.type === 'checkbox')
  const frame = isCheck ? element.nextElementSibling : element.closest('.ui-input')
  const ringed = [element, frame].filter(
    (one) => one !== null && one.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && hasRing(one),
  ) as Element[]
  const isOnScreen = (box: DOMRect) =>
    box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
  const isUncovered = (one: Element) => {
    const { left, top, width, height } = one.getBoundingClientRect()
    return [
      [0.5, 0.5],
      [0.1, 0.2],
      [0.9, 0.8],
      [0.1, 0.8],
      [0.9, 0.2],
    ].some(([x = 0, y = 0]) => {
      const hit = document.elementFromPoint(left + width * x, top + height * y)
      return hit !== null && (hit === element || one.contains(hit) || hit.contains(one))
    })
  }
  const caret = getSelection()
  const caretBox = () => {
    const range = caret?.rangeCount ? caret.getRangeAt(0) : null
    const box = range?.getBoundingClientRect()
    if (box && box.height > 0) return new DOMRect(box.left, box.top, Math.max(1, box.width), box.height)
    // An empty line has no box of its own.
    const node = range?.startContainer
    return (node instanceof Element ? node : node?.parentElement)?.getBoundingClientRect() ?? new DOMRect()
  }
  const isSeen =
    kind === 'place' ||
    (kind === 'text'
      ? caret !== null && element.contains(caret.anchorNode) && isOnScreen(caretBox())
      : ringed.some((one) => isOnScreen(one.getBoundingClientRect()) && isUncovered(one)))
  const focus: Focus = {
    name: (labelled ?? element.textContent ?? '').trim().replace(/\s+/g, ' '),
    kind,
    isSeen,
    region: element.closest('[data-region]')?.getAttribute('data-region') ?? null,
    isInDialog: element.closest('dialog[open]') !== null,
  }
  return { focus, bearing: bearing() }
}
