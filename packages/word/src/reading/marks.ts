import type { DocJson, LessonPlanMarkName } from '@gongyan/documents'
import { isSafeHref, lessonPlanSchema } from '@gongyan/documents'
import type { Xml } from '../opc/xml.ts'
import { child, isOn, val } from '../opc/xml.ts'
import type { Styles } from './styles.ts'

export type Mark = NonNullable<DocJson['marks']>[number]

const VERTICAL = new Set(['superscript', 'subscript'])
const RANK = new Map(Object.keys(lessonPlanSchema.marks).map((name, index) => [name, index]))
/** Marks in the schema's order, the order in which ProseMirror keeps them, each once; of raised and lowered the later counts. */
export const sortMarks = (marks: readonly Mark[]): Mark[] =>
  marks
    .filter(
      (mark, index) =>
        !marks.some(
          (later, at) =>
            at > index && (later.type === mark.type || (VERTICAL.has(later.type) && VERTICAL.has(mark.type))),
        ),
    )
    .sort((a, b) => (RANK.get(a.type) ?? 0) - (RANK.get(b.type) ?? 0))

/** Red as teachers pick it: clearly more red than green and blue. */
export function isRed(color: string | undefined): boolean {
  const match = /^([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color ?? '')
  if (!match) return false
  const [red = 0, green = 0, blue = 0] = match.slice(1).map((part) => Number.parseInt(part, 16))
  return red >= 0xb0 && green <= 0x60 && blue <= 0x60
}

/** Whether a run is hidden, by itself or by its character style. */
export const isHidden = (properties: Xml | undefined, styles: Styles): boolean =>
  isOn(
    [...(properties ? [properties] : []), ...styles.runProperties(val(properties, 'w:rStyle'))].find((layer) =>
      child(layer, 'w:vanish'),
    ),
    'w:vanish',
  )

const isShaded = (node: Xml | undefined): boolean => {
  const fill = child(node, 'w:shd')?.attrs['w:fill']
  return fill !== undefined && /^(ffff00|00ff00|00ffff|ffc000)$/i.test(fill)
}

/**
 * The marks that run properties mean; inside a link, its usual underline is no mark. Without `styles` (a file of our own
 * export, which marks nothing by character style) only what stands at the run itself counts. `paragraphColor` is the
 * colour that the paragraph's style gives its letters.
 */
export function readMarks(
  properties: Xml | undefined,
  styles: Styles | null,
  inLink: boolean,
  paragraphColor?: string,
): Mark[] {
  const layers = [...(properties ? [properties] : []), ...(styles?.runProperties(val(properties, 'w:rStyle')) ?? [])]
  const layer = (name: string): Xml | undefined => layers.find((candidate) => child(candidate, name))
  const on = (name: string): boolean => isOn(layer(name), name)
  const value = (name: string): string | undefined => val(layer(name), name)
  const marks: LessonPlanMarkName[] = []
  if (on('w:b')) marks.push('strong')
  if (on('w:i')) marks.push('em')
  if (on('w:u') && !(inLink && styles)) marks.push('underline')
  if (on('w:strike') || on('w:dstrike')) marks.push('strike')
  if (value('w:vertAlign') === 'superscript') marks.push('superscript')
  if (value('w:vertAlign') === 'subscript') marks.push('subscript')
  if (on('w:em')) marks.push('emphasisDot')
  if (on('w:highlight') || layers.some(isShaded)) marks.push('highlight')
  if (isRed(value('w:color') ?? paragraphColor)) marks.push('redPen')
  return marks.map((type) => ({ type }))
}

export const linkMark = (href: string): Mark | null => (isSafeHref(href) ? { type: 'link', attrs: { href } } : null)

const same = (a: DocJson, b: DocJson) => JSON.stringify(a.marks ?? []) === JSON.stringify(b.marks ?? [])

/** Inline nodes with neighbouring texts of the same marks joined and empty texts left out. */
export function joinTexts(nodes: readonly DocJson[]): DocJson[] {
  const out: DocJson[] = []
  for (const node of nodes) {
    const last = out.at(-1)
    if (node.text === '') continue
    if (node.text !== undefined && last?.text !== undefined && same(node, last))
      out[out.length - 1] = { ...last, text: last.text + node.text }
    else out.push(node)
  }
  return out
}
