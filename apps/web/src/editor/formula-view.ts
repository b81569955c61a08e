import type { Node } from '@tiptap/pm/model'
import type { EditorView, NodeView } from '@tiptap/pm/view'
import { drawFormula } from './formula.ts'

/** A formula in the editor: drawn as on the readable page; a click or Enter on it opens it for editing. */
export class FormulaView implements NodeView {
  readonly dom: HTMLElement
  private node: Node
  private readonly onEdit: (pos: number, node: Node) => void

  constructor(
    node: Node,
    view: EditorView,
    getPos: () => number | undefined,
    onEdit: (pos: number, node: Node) => void,
  ) {
    this.node = node
    this.onEdit = onEdit
    this.dom = document.createElement('span')
    this.dom.contentEditable = 'false'
    this.dom.addEventListener('click', () => {
      const pos = getPos()
      if (pos !== undefined && view.editable) this.onEdit(pos, this.node)
    })
    this.draw()
  }

  private draw(): void {
    const { latex, display } = this.node.attrs as { latex: string; display: boolean }
    this.dom.dataset['latex'] = latex
    this.dom.dataset['display'] = String(display)
    drawFormula(this.dom, latex, display)
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false
    const isSame =
      node.attrs['latex'] === this.node.attrs['latex'] && node.attrs['display'] === this.node.attrs['display']
    this.node = node
    if (!isSame) this.draw()
    return true
  }

  ignoreMutation(): boolean {
    return true
  }
}
