import { STYLES } from '../writing/parts.ts'
import { escapeXml } from '../writing/xml.ts'
import type { FormFile } from './form-file.ts'
import { FormSignal } from './form-part.ts'
import type { Kept } from './tree.ts'
import {
  cloneKept,
  element,
  getAttribute,
  isKept,
  keptChild,
  keptElements,
  parseKept,
  printKept,
  setAttribute,
} from './tree.ts'

const STYLE_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml'
const BLANK =
  '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>'
const OURS = new Map(
  keptElements(parseKept(STYLES).find(isKept) as Kept)
    .filter(({ tag }) => tag === 'w:style')
    .map((style) => [getAttribute(style, 'w:styleId') ?? '', style]),
)
/** What a place's own paragraph says that its content must not inherit. */
const NOT_INHERITED = new Set([
  'w:pStyle',
  'w:rPr',
  'w:numPr',
  'w:sectPr',
  'w:pPrChange',
  'w:outlineLvl',
  'w:framePr',
  'w:pageBreakBefore',
])
const NOT_INHERITED_RUN = new Set([
  'w:rStyle',
  'w:rPrChange',
  'w:ins',
  'w:del',
  'w:vanish',
  'w:highlight',
  'w:vertAlign',
  'w:em',
  'w:strike',
  'w:oMath',
])

/** How a place of the form looks: its paragraph and run properties. */
export interface PlaceLook {
  readonly paragraph: Kept | undefined
  readonly run: Kept | undefined
  /** What stands there is a hint in grey or italic, whose colour is not that of the content. */
  readonly prompt: boolean
  /** Written in red: 二次备课. */
  readonly red: boolean
}

/**
 * Turns the look of a place into a paragraph style of the form's style part, so that content needs no properties of its own
 * beyond its marks: what is bold in the file is bold in the plan, and a teacher who edits it in Word types in the form's font.
 */
export class Looks {
  private readonly styles: Kept
  private readonly ids = new Set<string>()
  private readonly known = new Map<string, string>()
  private readonly paragraphDefault: string | undefined
  private readonly tableDefault: string | undefined
  private readonly hyperlink: string | undefined
  private readonly placed = new Set<string>()
  private count = 0

  constructor(file: FormFile) {
    this.styles = file.related('styles', 'styles.xml', STYLE_TYPE, BLANK).root
    if (this.styles.tag !== 'w:styles') throw new FormSignal('form/unusual', 'prefix of the styles')
    const find = (test: (style: Kept) => boolean) => {
      const style = keptElements(this.styles).find((node) => node.tag === 'w:style' && test(node))
      return style && getAttribute(style, 'w:styleId')
    }
    for (const node of keptElements(this.styles)) {
      const id = getAttribute(node, 'w:styleId')
      if (id !== undefined) this.ids.add(id)
    }
    const isDefault = (type: string) => (style: Kept) =>
      getAttribute(style, 'w:type') === type && ['1', 'true', 'on'].includes(getAttribute(style, 'w:default') ?? '')
    this.paragraphDefault = find(isDefault('paragraph'))
    this.tableDefault = find(isDefault('table'))
    this.hyperlink = find((style) => /^hyperlink$/i.test(getAttribute(keptChild(style, 'w:name'), 'w:val') ?? ''))
    // The names count on, so that a form which was once written by us takes another plan.
    while (this.ids.has(`GySlot${this.count + 1}`)) this.count++
  }

  private add(style: Kept): void {
    this.styles.children.push(style)
  }

  /** The style of a place. */
  slot(look: PlaceLook): string {
    const inherits = getAttribute(keptChild(look.paragraph, 'w:pStyle'), 'w:val') ?? this.paragraphDefault
    const paragraph = keptElements(look.paragraph ?? { tag: '', open: '', close: '', children: [] })
      .filter(({ tag }) => !NOT_INHERITED.has(tag))
      .map(cloneKept)
    for (const node of paragraph)
      // A line of exact height would cut pictures and formulas.
      if (node.tag === 'w:spacing' && getAttribute(node, 'w:lineRule') === 'exact')
        setAttribute(node, 'w:lineRule', 'atLeast')
    const run = keptElements(look.run ?? { tag: '', open: '', close: '', children: [] }).filter(
      ({ tag }) =>
        !NOT_INHERITED_RUN.has(tag) &&
        !(look.prompt && ['w:color', 'w:i', 'w:iCs', 'w:b', 'w:bCs'].includes(tag)) &&
        !(look.red && tag === 'w:color'),
    )
    if (look.red) {
      const after = run.findIndex(({ tag }) =>
        ['w:spacing', 'w:w', 'w:kern', 'w:position', 'w:sz', 'w:szCs', 'w:u', 'w:lang'].includes(tag),
      )
      run.splice(after === -1 ? run.length : after, 0, element('<w:color w:val="FF0000"/>'))
    }
    const inner = `${inherits === undefined ? '' : `<w:basedOn w:val="${escapeXml(inherits)}"/>`}<w:pPr>${paragraph.map(printKept).join('')}</w:pPr><w:rPr>${run.map(printKept).join('')}</w:rPr>`
    const known = this.known.get(inner)
    if (known !== undefined) return known
    const id = `GySlot${++this.count}`
    this.known.set(inner, id)
    const jc = getAttribute(
      paragraph.find(({ tag }) => tag === 'w:jc'),
      'w:val',
    )
    if (jc !== undefined && jc !== 'both' && jc !== 'distribute') this.placed.add(id)
    this.add(
      element(
        `<w:style w:type="paragraph" w:customStyle="1" w:styleId="${id}"><w:name w:val="${id}"/>${inner}</w:style>`,
      ),
    )
    return id
  }

  /** The style for lines that break inside: justified text would stretch the line before the break. */
  broken(slot: string): string {
    return this.placed.has(slot) ? slot : this.derived('GyLeft', slot)
  }

  /** A style made from a place's: a sub-heading, a later block of a list item, a head of an inner table. */
  derived(name: string, slot: string): string {
    const id = `${name}${slot.replace('GySlot', 'S')}`
    if (this.ids.has(id)) return id
    this.ids.add(id)
    const level = Number(/\d$/.exec(name)?.[0] ?? 0)
    const bold = '<w:rPr><w:b/><w:bCs/></w:rPr>'
    const inner = name.startsWith('GyContinue')
      ? `<w:pPr><w:ind w:left="${360 * (level + 1)}" w:firstLine="0" w:firstLineChars="0"/></w:pPr>`
      : name === 'GyLeft'
        ? '<w:pPr><w:jc w:val="left"/></w:pPr>'
        : name === 'GyHead'
          ? `<w:pPr><w:jc w:val="center"/></w:pPr>${bold}`
          : `<w:pPr><w:keepNext/></w:pPr>${bold}`
    this.add(
      element(
        `<w:style w:type="paragraph" w:customStyle="1" w:styleId="${id}"><w:name w:val="${id}"/><w:basedOn w:val="${slot}"/>${inner}</w:style>`,
      ),
    )
    return id
  }

  /** A style of our export that the form has not: the tiny paragraph after a table, a frame, a rule. */
  borrowed(id: string): string {
    if (id === 'Hyperlink' && this.hyperlink !== undefined) return this.hyperlink
    const own = OURS.get(id)
    if (!own || this.ids.has(id)) return id
    this.ids.add(id)
    const style = cloneKept(own)
    const based = keptChild(style, 'w:basedOn')
    const base = getAttribute(style, 'w:type') === 'table' ? this.tableDefault : this.paragraphDefault
    if (based && base !== undefined) setAttribute(based, 'w:val', base)
    else style.children = style.children.filter((child) => child !== based)
    this.add(style)
    return id
  }
}
