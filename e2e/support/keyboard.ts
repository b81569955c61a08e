import { waitUntil } from '@gongyan/tools/process'
import type { ElementHandle, Locator, Page } from 'playwright-core'
import { caretIn } from './caret.ts'
import { focusOf, lookFor, type Bearing, type Focus } from './focus.ts'
import type { Hands } from './hands.ts'

const MOST_PARTS = 14
/** How often Tab may be pressed until something is reached; how long the page has to put the keyboard somewhere, ms. */
const PATIENCE = { mostTabs: 90, patienceMs: 4_000 }

/** A keyboard with somebody at it who looks where it is after every key. */
export interface Keyboard {
  /** Presses a key. The keyboard is somewhere afterwards, and one sees where: else this throws. */
  press(key: string): Promise<Focus>
  /** Presses a key until something has focus whose name fits, if it has not already; throws with the names it came by. */
  pressUntil(key: string, name: string | RegExp, most?: number): Promise<Focus>
  /** F6 until a part of the page has focus. */
  jumpTo(region: string): Promise<Focus>
  /** Goes to a control the way somebody who sees it would: to its part by F6, then by Tab. */
  reach(target: Locator): Promise<void>
  /** Waits until something has focus that the page put it on. */
  isOn(name: string | RegExp): Promise<Focus>
}

const fits = (name: string | RegExp, focus: Focus): boolean =>
  typeof name === 'string' ? focus.name === name : name.test(focus.name)
const short = (focus: Focus): string => focus.name.slice(0, 24) || `(${focus.kind})`

/** The keyboard of a page. */
export function keyboardOf(page: Page, { mostTabs, patienceMs } = PATIENCE): Keyboard {
  let cameBy = ''
  const press = async (key: string): Promise<Focus> => {
    await page.keyboard.press(key)
    return lookAfter(key)
  }
  const lookAfter = async (key: string): Promise<Focus> => {
    let last: Focus | null = null
    // What a key takes away is put in place a moment later, a page that is exchanged takes longer.
    const isFine = await waitUntil(
      'focus that is somewhere and can be seen',
      async () => {
        last = await focusOf(page)
        return last.kind !== 'nowhere' && last.isSeen && last
      },
      { timeoutMs: patienceMs, everyMs: 20 },
    ).catch(() => null)
    if (isFine) {
      cameBy = short(isFine)
      return isFine
    }
    const { name, kind } = last ?? { name: '', kind: 'nowhere' }
    throw new Error(
      kind === 'nowhere'
        ? `${key} on “${cameBy}” loses the keyboard: nothing has focus`
        : `after ${key} the keyboard is on “${name.slice(0, 60)}” (${kind}), and nothing shows it`,
    )
  }
  const pressUntil = async (key: string, name: string | RegExp, most = mostTabs): Promise<Focus> => {
    const seen: string[] = []
    const now = await focusOf(page)
    if (fits(name, now)) return now
    for (let n = 0; n < most; n++) {
      const focus = await press(key)
      if (fits(name, focus)) return focus
      seen.push(short(focus))
    }
    throw new Error(`${key} does not lead to ${name}; it leads to ${seen.join(' → ')}`)
  }
  const jumpTo = async (region: string): Promise<Focus> => {
    const seen: string[] = []
    for (let n = 0; n < MOST_PARTS; n++) {
      const focus = await press('F6')
      if (focus.region === region) return focus
      seen.push(focus.region ?? '(none)')
    }
    throw new Error(`F6 does not lead to ${region}; it leads to ${seen.join(' → ')}`)
  }
  /** How a control lies to where the keyboard is; it is looked up again where the page has drawn it anew. */
  const lookerFor = (target: Locator) => {
    let handle: ElementHandle | null = null
    return async (): Promise<{ focus: Focus; bearing: Bearing }> => {
      for (;;) {
        handle ??= await target.elementHandle()
        const { focus, bearing } = await lookFor(page, handle)
        if (bearing) return { focus, bearing }
        handle = null
      }
    }
  }
  const goToPart = async ({ focus, bearing }: { focus: Focus; bearing: Bearing }): Promise<void> => {
    const { region, regions, stands } = bearing
    if (focus.isInDialog || region === null) return
    if (stands === 'outside text') {
      if (region !== focus.region) await jumpTo(region)
      return
    }
    // In the text Tab goes from cell to cell: one comes to what stands beside it from the parts before and behind.
    if (region === focus.region && focus.kind !== 'text') return
    const at = regions.indexOf(region) + (stands === 'before text' ? -1 : 1)
    const beside = regions[(at + regions.length) % regions.length]
    if (beside) await jumpTo(beside)
  }
  const reach = async (target: Locator): Promise<void> => {
    const look = lookerFor(target)
    let now = await look()
    if (now.bearing.hasFocus) return void (await lookAfter('what came before'))
    await goToPart(now)
    now = await look()
    const seen: string[] = []
    for (let n = 0; n < mostTabs && !now.bearing.hasFocus; n++) {
      const key = now.bearing.isAfter ? 'Tab' : 'Shift+Tab'
      await page.keyboard.press(key)
      now = await look()
      if (now.focus.kind === 'nowhere' || !now.focus.isSeen) now = { ...now, focus: await lookAfter(key) }
      cameBy = short(now.focus)
      seen.push(cameBy)
      if (now.focus.kind === 'text' && !now.bearing.hasFocus)
        throw new Error(`Tab leads into the text instead of to ${String(target)}: ${seen.join(' → ')}`)
    }
    if (!now.bearing.hasFocus)
      throw new Error(`Tab does not lead to ${String(target)}; it leads to ${seen.join(' → ')}`)
  }
  return {
    press,
    pressUntil,
    jumpTo,
    reach,
    isOn: async (name) => {
      const seen = new Set<string>()
      const found = await waitUntil(
        'the keyboard to be put there',
        async () => {
          const focus = await focusOf(page)
          seen.add(short(focus))
          return fits(name, focus) && focus.isSeen && focus
        },
        { timeoutMs: 2 * patienceMs },
      ).catch(() => null)
      if (found) return found
      throw new Error(`the keyboard does not come to ${String(name)}; it is on ${[...seen].join(' → ')}`)
    },
  }
}

/** Hands that have a keyboard only. */
export function keyboardHands(page: Page): Hands {
  const { press, reach } = keyboardOf(page)
  const hasFocus = (target: Locator) => target.evaluate((element) => element === document.activeElement)
  const insert = (text: string) =>
    /^[\x20-\x7e]{0,80}$/.test(text) ? page.keyboard.type(text) : page.keyboard.insertText(text)
  // Listened for from the beginning: a key is faster than Playwright is ready to catch the system's window.
  page.on('filechooser', () => undefined)
  return {
    press: async (target) => {
      await reach(target)
      await press('Enter')
    },
    write: async (field, text) => {
      await reach(field)
      await press('Control+a')
      await insert(text)
    },
    choose: async (list, words) => {
      await reach(list)
      const steps = await list.evaluate((element, wanted) => {
        if (!(element instanceof HTMLSelectElement)) throw new Error('no choice list')
        const index = [...element.options].findIndex((option) => option.label === wanted)
        if (index < 0)
          throw new Error(`no “${wanted}” among ${[...element.options].map((option) => option.label).join('，')}`)
        return index - element.selectedIndex
      }, words)
      // Its list opens, so that what lies between is passed without being chosen.
      await page.keyboard.press('Space')
      for (let n = 0; n < Math.abs(steps); n++) await page.keyboard.press(steps > 0 ? 'ArrowDown' : 'ArrowUp')
      await press('Enter')
    },
    tick: async (box, isOn = true) => {
      const isRadio = await box.evaluate((element) => element instanceof HTMLInputElement && element.type === 'radio')
      if (!isRadio) {
        await reach(box)
        if ((await box.isChecked()) !== isOn) await press('Space')
        return
      }
      // Tab comes to a group of radio buttons once; arrows go on inside.
      const name = await box.getAttribute('name')
      const group = page.locator(`input[type=radio][name="${name}"]`)
      const chosen = group.and(page.locator(':checked'))
      await reach((await chosen.count()) > 0 ? chosen : group.first())
      for (let n = 0; n < 20 && !(await hasFocus(box)); n++) await press('ArrowDown')
      if (!(await box.isChecked())) await press('Space')
    },
    pick: async (button, item) => {
      await reach(button)
      await press('Enter')
      await item.waitFor()
      const seen: string[] = []
      for (let n = 0; n < 50 && !(await hasFocus(item)); n++) seen.push(short(await press('ArrowDown')))
      if (!(await hasFocus(item)))
        throw new Error(`arrows do not lead to ${String(item)}; they lead to ${seen.join(' → ')}`)
      await press('Enter')
    },
    give: async (button, file) => {
      await reach(button)
      // The window in which a file is chosen is the system's own.
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')])
      await chooser.setFiles(file)
    },
    goBehind: (block) => goBehind(page, block),
  }
}

/** By the outline to a section or a row, by Tab to a cell, by End behind its last letter. */
async function goBehind(page: Page, block: Locator): Promise<void> {
  const { press, reach, jumpTo } = keyboardOf(page)
  const target = await block.evaluate((element) => {
    const row = element.closest('tr[data-row-id]')
    const rows = [...(row?.closest('tbody')?.querySelectorAll(':scope > tr[data-row-id]') ?? [])]
    const section = element.closest('.ProseMirror > h2')?.getAttribute('data-section') ?? null
    return { row: row ? rows.indexOf(row) : -1, section, isTitle: element.closest('h1') !== null }
  })
  const outline = page.getByRole('navigation', { name: '大纲' })
  if (target.row > 0) {
    await reach(outline.locator('.entry.sub').nth(target.row - 1))
    await press('Enter')
    for (let n = 0; n < 12 && !(await caretIn(block)).isInside; n++) await press('Tab')
  } else if (target.section !== null) {
    const headings = page.locator('.ProseMirror > h2[data-section]')
    const at = await headings.evaluateAll(
      (all, section) => all.findIndex((one) => one.getAttribute('data-section') === section),
      target.section,
    )
    await reach(outline.locator('.entry:not(.sub)').filter({ hasText: await headings.nth(at).innerText() }))
    await press('Enter')
  } else {
    await jumpTo('paper')
    await press('Control+Home')
  }
  if (!(await caretIn(block)).isInside) throw new Error(`the caret does not come into ${String(block)}`)
  // Tab takes the whole of a cell, End goes behind its last line.
  for (let n = 0; n < 20 && !(await caretIn(block)).isAtEnd; n++) {
    await press('End')
    if (!(await caretIn(block)).isAtEnd) await press('ArrowDown')
  }
  if (!(await caretIn(block)).isAtEnd)
    throw new Error(`the caret does not come behind the last letter of ${String(block)}`)
  await waitUntil('the editor to know of it', async () => (await caretIn(block)).isKnown)
}
