import { waitUntil } from '@gongyan/tools/process'
import type { Browser, BrowserContextOptions, FileChooser, Locator, Page } from 'playwright-core'
import { caretIn } from './caret.ts'
import { keyboardHands } from './keyboard.ts'
import { countPointing, withoutPointing } from './no-pointing.ts'
import { visit, type Visitor } from './visit.ts'

/** What a person's hands do on a page, whether they hold a mouse or only the keyboard. */
export interface Hands {
  /** Presses a button or follows a link. */
  press(target: Locator): Promise<void>
  /** Puts a text in place of what a field holds. */
  write(field: Locator, text: string): Promise<void>
  /** Chooses one line of a choice list by its words. */
  choose(list: Locator, words: string): Promise<void>
  /** Sets a check box, or takes one of several radio buttons. */
  tick(box: Locator, isOn?: boolean): Promise<void>
  /** Opens a menu by its button and takes one of its verbs. */
  pick(button: Locator, item: Locator): Promise<void>
  /** Puts the caret behind the last letter of a heading, a cell or another block of the plan. */
  goBehind(block: Locator): Promise<void>
  /** Presses a button that asks for a file and answers with one, by its path or its bytes. */
  give(button: Locator, file: Parameters<FileChooser['setFiles']>[0]): Promise<void>
}

/** Somebody at a browser of their own with hands of one kind. */
export interface Person extends Visitor {
  readonly isKeyboard: boolean
  readonly hands: Hands
  /** What came from a mouse or a finger until now. */
  readonly pointed: readonly string[]
  /** Another window of the same browser. */
  openWindow(): Promise<{ readonly page: Page; readonly hands: Hands }>
}

/** One way of using the app: a journey that is written for `Hands` is walked once in each. */
export interface Way {
  readonly name: string
  readonly isKeyboard: boolean
  come(browser: Browser, baseURL: string, options?: BrowserContextOptions): Promise<Person>
}

const mouseHands = (page: Page): Hands => ({
  press: (target) => target.click(),
  write: (field, text) => field.fill(text),
  choose: async (list, words) => {
    await list.selectOption({ label: words })
  },
  tick: (box, isOn = true) => box.setChecked(isOn),
  pick: async (button, item) => {
    await button.click()
    await item.click()
  },
  goBehind: async (block) => {
    const lines = block.locator('p')
    await ((await lines.count()) > 0 ? lines.last() : block).click()
    await page.keyboard.press('End')
    await waitUntil('the editor to know of it', async () => (await caretIn(block)).isKnown)
  },
  give: async (button, file) => {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()])
    await chooser.setFiles(file)
  },
})

export const MOUSE: Way = {
  name: 'with a mouse',
  isKeyboard: false,
  come: async (browser, baseURL, options) => {
    const visitor = await visit(browser, baseURL, options)
    const pointed = await countPointing(visitor.context)
    const openWindow = async () => {
      const page = await visitor.context.newPage()
      return { page, hands: mouseHands(page) }
    }
    return { ...visitor, isKeyboard: false, pointed, hands: mouseHands(visitor.page), openWindow }
  },
}

/** Their page refuses everything but keys, and what a pointer did all the same is counted. */
export const KEYBOARD: Way = {
  name: 'by keyboard alone',
  isKeyboard: true,
  come: async (browser, baseURL, options) => {
    const visitor = await visit(browser, baseURL, options)
    const pointed = await countPointing(visitor.context)
    const withHands = (page: Page) => ({ page: withoutPointing(page), hands: keyboardHands(page) })
    const openWindow = async () => withHands(await visitor.context.newPage())
    return { ...visitor, ...withHands(visitor.page), isKeyboard: true, pointed, openWindow }
  },
}

export const WAYS: readonly Way[] = [MOUSE, KEYBOARD]
