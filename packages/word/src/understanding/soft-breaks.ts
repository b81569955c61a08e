import type { DocJson } from '@gongyan/documents'
import type { Block } from '../reading/model.ts'
import { inlineText } from '../reading/model.ts'
import { numberingOf } from './labels.ts'

/** Inline content parted at its soft breaks. */
function linesOf(content: readonly DocJson[]): DocJson[][] {
  const lines: DocJson[][] = [[]]
  for (const node of content)
    if (node.type === 'hardBreak') lines.push([])
    else lines.at(-1)?.push(node)
  return lines.filter((line) => inlineText(line).trim() !== '' || line.some(({ type }) => type !== 'text'))
}

/** A block as one paragraph per line, where soft breaks stand for the ends of paragraphs. */
export const atBreaks = (block: Block): Block[] =>
  block.kind === 'paragraph' && block.content.some(({ type }) => type === 'hardBreak')
    ? linesOf(block.content).map((content) => ({ ...block, content }))
    : [block]

const beginsItem = (text: string): boolean =>
  numberingOf(text) !== '' || /^\s*(?:[•·●○▪◆■★*-]|[⑴-⒇⒈-⒛]|\d{1,2}\s|[【[]|\p{Script=Han}{2,10}[：:])/u.test(text)
const ends = (text: string): boolean => /[。！？；;.!?]\s*$/.test(text)

/** The items that a paragraph tells in lines: each begins with a number or a name, or the one before it ended a sentence. */
export function itemsOf(content: readonly DocJson[]): DocJson[][] {
  const items: DocJson[][] = []
  let before = ''
  for (const line of linesOf(content)) {
    const text = inlineText(line)
    const last = items.at(-1)
    if (!last || beginsItem(text) || ends(before)) items.push(line)
    else last.push({ type: 'hardBreak' }, ...line)
    before = text
  }
  return items
}
