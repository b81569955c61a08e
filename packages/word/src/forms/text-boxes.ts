import type { Kept } from './tree.ts'
import {
  cloneKept,
  element,
  getAttribute,
  isKept,
  keptChild,
  keptDescendants,
  keptElements,
  setAttribute,
} from './tree.ts'

const CONTENT = 'w:txbxContent'
const EMU_PER_TWIP = 635
/** Left and right, and above and below, what a text box keeps free, in twips. */
const PADDING = { wide: 288, high: 144 }

/** A text box that is written into, and the copies of it that other programs read. */
export interface StoredBox {
  readonly box: Kept
  readonly copies: readonly Kept[]
  readonly parents: readonly Kept[]
}

const wordsOf = (node: Kept): string =>
  [...keptDescendants(node, 'w:t')]
    .flatMap(({ children }) => children)
    .filter((part) => typeof part === 'string')
    .join('')

/** The text box around a place, found before anything is written. */
export function storedBox(parents: readonly Kept[]): StoredBox | null {
  const at = parents.findLastIndex(({ tag }) => tag === CONTENT)
  const box = parents[at]
  if (!box) return null
  const outer = parents.findLastIndex(({ tag }, index) => index < at && tag === 'mc:AlternateContent')
  const [twice, branch] = [parents[outer], parents[outer + 1]]
  if (!twice || !branch) return { box, copies: [], parents: parents.slice(0, at) }
  const own = [...keptDescendants(branch, CONTENT)]
  const copies = keptElements(twice)
    .filter((other) => other !== branch)
    .flatMap((other) => {
      const boxes = [...keptDescendants(other, CONTENT)]
      const copy =
        boxes.length === own.length
          ? boxes[own.indexOf(box)]
          : boxes.find((candidate) => wordsOf(candidate) === wordsOf(box))
      return copy ? [copy] : []
    })
  return { box, copies, parents: parents.slice(0, at) }
}

/** Bookmarks stand in one copy only: their names are unique in a file. */
function withoutBookmarks(node: Kept): Kept {
  node.children = node.children.filter((child) => !isKept(child) || !/^w:bookmark(?:Start|End)$/.test(child.tag))
  for (const child of keptElements(node)) withoutBookmarks(child)
  return node
}

/** Says in every copy of a text box what its first one says, and lets a box grow whose words no longer fit. */
export function finishBoxes(boxes: readonly StoredBox[]): void {
  const known = new Map(boxes.map((stored) => [stored.box, stored]))
  for (const { box, copies, parents } of known.values()) {
    for (const copy of copies) copy.children = withoutBookmarks(cloneKept(box)).children
    if (!fits(box, parents)) grow(parents, copies)
  }
}

/** Whether the words of a box stand in it, by its size and that of its letters. */
function fits(box: Kept, parents: readonly Kept[]): boolean {
  const extent = parents
    .map((parent) => keptChild(parent, 'wp:extent') ?? keptDescendants(parent, 'a:ext').next().value)
    .findLast(isKept)
  const [wide, high] = ['cx', 'cy'].map((name) => Number(getAttribute(extent, name)) / EMU_PER_TWIP)
  if (!wide || !high) return true
  const lines = keptElements(box).map((block) => {
    const size = Math.max(
      21,
      ...[...keptDescendants(block, 'w:sz')].map((node) => Number(getAttribute(node, 'w:val')) || 0),
    )
    const letters = [...wordsOf(block)].reduce((sum, sign) => sum + (/[ -ÿ]/.test(sign) ? 0.5 : 1), 0)
    const room = Math.max(1, (wide - PADDING.wide) / (size * 10))
    return Math.max(1, Math.ceil(letters / room)) * size * 14
  })
  return lines.reduce((sum, height) => sum + height, 0) <= high - PADDING.high
}

function grow(parents: readonly Kept[], copies: readonly Kept[]): void {
  const shape = parents.findLast(({ tag }) => tag === 'wps:wsp')
  const body = keptChild(shape, 'wps:bodyPr')
  if (body) {
    const at = body.children.findLastIndex((child) => isKept(child) && child.tag === 'a:prstTxWarp') + 1
    body.children = body.children.filter((child) => !isKept(child) || !/^a:(?:no|norm|sp)Autofit$/i.test(child.tag))
    body.children.splice(Math.min(at, body.children.length), 0, element('<a:spAutoFit/>'))
  }
  for (const holder of [...parents, ...copies.flatMap((copy) => holderOf(parents, copy))])
    if (holder.tag === 'v:textbox' && !/mso-fit-shape-to-text/.test(holder.open)) {
      const style = getAttribute(holder, 'style')
      setAttribute(holder, 'style', `${style ? `${style.replace(/;$/, '')};` : ''}mso-fit-shape-to-text:t`)
    }
}

/** The v:textbox of a copy. */
function holderOf(parents: readonly Kept[], copy: Kept): Kept[] {
  const twice = parents.findLast(({ tag }) => tag === 'mc:AlternateContent')
  return twice ? [...keptDescendants(twice, 'v:textbox')].filter((box) => box.children.includes(copy)) : []
}
