import type { DocJson } from '@gongyan/documents'
import type { PlacedCell } from './grid.ts'
import { pictureSize } from './media.ts'
import { TWIPS_PER_PIXEL } from './widths.ts'

/** Height of a line and width of a Chinese character of 10.5 points, in twips. */
const LINE = 300
const CHARACTER = 210

/** Latin letters and digits take about half the room of a Chinese character. */
const lengthOf = (text: string): number =>
  [...text].reduce((sum, character) => sum + (character.charCodeAt(0) < 0x2e80 ? 0.55 : 1), 0)

function paragraphHeight(nodes: readonly DocJson[], width: number): number {
  let [height, characters] = [0, 0]
  const end = () => {
    height += Math.max(1, Math.ceil((characters * CHARACTER) / Math.max(CHARACTER, width))) * LINE
    characters = 0
  }
  for (const node of nodes) {
    if (node.type === 'hardBreak') end()
    else if (node.type === 'image') {
      const size = pictureSize(node, null)
      height += size.height * Math.min(1, width / TWIPS_PER_PIXEL / size.width) * TWIPS_PER_PIXEL
    } else if (node.type === 'formula') characters += node.attrs?.['display'] === true ? 40 : 6
    else characters += lengthOf(node.text ?? '')
  }
  end()
  return height
}

function blocksHeight(nodes: readonly DocJson[] = [], width: number): number {
  return nodes.reduce((sum, node) => {
    if (node.type === 'paragraph') return sum + paragraphHeight(node.content ?? [], width)
    if (node.type === 'tableRow')
      return (
        sum +
        Math.max(
          0,
          ...(node.content ?? []).map((cell) => blocksHeight(cell.content, width / (node.content?.length ?? 1))),
        )
      )
    return sum + blocksHeight(node.content, width)
  }, 0)
}

/** About how high a row is in twips: cells that begin in it and end in it, each as high as its text at its width. */
export const rowHeight = (line: readonly PlacedCell[], widthOf: (placed: PlacedCell) => number): number =>
  Math.max(0, ...line.map((placed) => (placed.rowspan > 1 ? 0 : blocksHeight(placed.cell?.content, widthOf(placed)))))
