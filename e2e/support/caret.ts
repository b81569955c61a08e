import type { Locator, Page } from 'playwright-core'

interface WithEditor {
  readonly editor: {
    readonly state: { readonly selection: { readonly from: number; readonly to: number; readonly head: number } }
    readonly view: { domAtPos(pos: number): { readonly node: Node } }
  }
}

/** How many letters the editor itself takes for selected; it hears of the browser's selection a moment later. */
export const selectedLength = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const { selection } = (document.querySelector('.ProseMirror') as unknown as WithEditor).editor.state
    return selection.to - selection.from
  })

/** Where the caret is, for the browser and for the editor, which hears of it a moment later. */
export const caretIn = (block: Locator): Promise<{ isInside: boolean; isAtEnd: boolean; isKnown: boolean }> =>
  block.evaluate((element) => {
    const selection = getSelection()
    const node = selection?.focusNode
    if (!selection || !node || !element.contains(node)) return { isInside: false, isAtEnd: false, isKnown: false }
    const rest = document.createRange()
    rest.selectNodeContents(element)
    rest.setStart(node, selection.focusOffset)
    const { state, view } = (document.querySelector('.ProseMirror') as unknown as WithEditor).editor
    const { from, to, head } = state.selection
    return {
      isInside: true,
      isAtEnd: selection.isCollapsed && rest.toString().trim() === '',
      isKnown: from === to && element.contains(view.domAtPos(head).node),
    }
  })
