import type { Kept } from './tree.ts'
import { cloneKept, element, keptChild, keptElements } from './tree.ts'

/** The order in which the schema of WordprocessingML wants run properties. */
export const ORDER =
  'rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath'
    .split(' ')
    .map((name) => `w:${name}`)
const LEFT_OUT = new Set([
  'w:rPrChange',
  'w:ins',
  'w:del',
  'w:vanish',
  'w:webHidden',
  'w:b',
  'w:bCs',
  'w:i',
  'w:iCs',
  'w:highlight',
  'w:vertAlign',
  'w:em',
  'w:strike',
  'w:dstrike',
  'w:fitText',
  'w:oMath',
])

/** The content of a paragraph of ours for a line of the form: its runs get the look of the run they stand in. */
export function runsInLine(paragraph: Kept | undefined, look: Kept | undefined): (Kept | string)[] {
  if (!paragraph) return []
  const base = keptElements(look ?? element('<w:rPr></w:rPr>')).filter(({ tag }) => !LEFT_OUT.has(tag))
  const dress = (node: Kept): void => {
    if (node.tag === 'w:r') {
      const own = keptChild(node, 'w:rPr')
      const marks = own ? keptElements(own) : []
      const all = [...base.filter(({ tag }) => !marks.some((mark) => mark.tag === tag)).map(cloneKept), ...marks]
      all.sort((a, b) => ORDER.indexOf(a.tag) - ORDER.indexOf(b.tag))
      node.children = [
        ...(all.length > 0 ? [{ ...element('<w:rPr></w:rPr>'), children: all }] : []),
        ...node.children.filter((child) => child !== own),
      ]
    }
    for (const child of keptElements(node)) if (child.tag !== 'w:rPr') dress(child)
  }
  dress(paragraph)
  return paragraph.children.filter((child) => typeof child === 'string' || child.tag !== 'w:pPr')
}
