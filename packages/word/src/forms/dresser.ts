import type { DocJson } from '@gongyan/documents'
import { BodyWriter } from '../writing/body.ts'
import type { MediaSource } from '../writing/media.ts'
import { MediaWriter } from '../writing/media.ts'
import { Notes } from '../writing/notes.ts'
import { contentTypeOf } from '../writing/parts.ts'
import type { FormFile } from './form-file.ts'
import { FormSignal } from './form-part.ts'
import type { Looks } from './looks.ts'
import { pageHeight } from './places.ts'
import type { Kept } from './tree.ts'
import {
  element,
  getAttribute,
  isKept,
  keptChild,
  keptDescendants,
  keptElements,
  parseKept,
  setAttribute,
} from './tree.ts'

const NUMBERING_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml'
const NUMBERING = '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"></w:numbering>'
const NAMESPACES: Readonly<Record<string, string>> = {
  r: 'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
  m: 'http://schemas.openxmlformats.org/officeDocument/2006/math',
  wp: 'http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing',
  a: 'http://schemas.openxmlformats.org/drawingml/2006/main',
  pic: 'http://schemas.openxmlformats.org/drawingml/2006/picture',
}
/** Makes the prefixes known under which our writers write. */
function declarePrefixes(root: Kept): void {
  for (const [prefix, address] of Object.entries(NAMESPACES)) {
    const bound = getAttribute(root, `xmlns:${prefix}`)
    if (bound === undefined) setAttribute(root, `xmlns:${prefix}`, address)
    else if (bound !== address && !bound.startsWith('http://purl.oclc.org/ooxml/'))
      throw new FormSignal('form/unusual', `prefix ${prefix}`)
  }
}
const breaks = (paragraph: Kept): boolean => !keptDescendants(paragraph, 'w:br').next().done
const greatest = (nodes: Iterable<Kept>, name: string): number => {
  let most = 0
  for (const node of nodes) most = Math.max(most, Number(getAttribute(node, name)) || 0)
  return most
}

/**
 * Writes blocks of a plan with the writers of our export and dresses them for a form: its styles instead of ours, ids and
 * numbers that collide with nothing in it.
 */
export class Dresser {
  readonly notes = new Notes()
  private readonly media: MediaWriter
  private readonly body: BodyWriter
  private readonly file: FormFile
  private readonly looks: Looks
  private readonly strict: boolean
  private readonly bookmarks: number
  private readonly drawings: number
  private readonly nums: number
  private readonly relations = new Map<string, string>()
  private part: string
  private readonly numbered: Kept[] = []

  /** `parts` are those that may be written into, the document part aside. */
  constructor(file: FormFile, looks: Looks, source: MediaSource, strict: boolean, parts: readonly string[]) {
    this.file = file
    this.part = file.document
    this.looks = looks
    this.strict = strict
    const { root } = file.edit(file.document)
    const height = pageHeight(root)
    this.media = new MediaWriter(source, this.notes, Math.round(height * 0.72), true)
    this.body = new BodyWriter(this.notes, this.media, height)
    // Ids of foreign bookmarks may be as large as they like; ours stay readable.
    const roots = [root, ...parts.map((part) => file.edit(part).root)]
    const most = (tag: string, name: string) =>
      Math.min(1_000_000, Math.max(...roots.map((node) => greatest(keptDescendants(node, tag), name))))
    this.bookmarks = most('w:bookmarkStart', 'w:id') + 1
    this.drawings = most('wp:docPr', 'id')
    this.nums = this.numberingPart(false)
    for (const node of roots) declarePrefixes(node)
  }

  /** Files that are no pictures of which only the name was written. */
  get named(): ReadonlySet<string> {
    return new Set(this.media.named)
  }

  /** What `write` writes belongs to a part of the file, where its relationships are. */
  within<T>(part: string, write: () => T): T {
    const before = this.part
    this.part = part
    try {
      return write()
    } finally {
      this.part = before
    }
  }

  /** The greatest list number the form has; with `make` the numbering part is made where there is none. */
  private numberingPart(make: boolean): number {
    const rels = this.file.has(`${this.file.folder}numbering.xml`)
    if (!rels && !make) return 0
    return greatest(keptElements(this.numbering()), 'w:numId')
  }

  private numbering(): Kept {
    const { root } = this.file.related('numbering', 'numbering.xml', NUMBERING_TYPE, NUMBERING)
    if (root.tag !== 'w:numbering') throw new FormSignal('form/unusual', 'prefix of the numbering')
    return root
  }

  /** Top-level nodes of a section: paragraphs, lists, tables, objectives, sub-headings. */
  section(nodes: readonly DocJson[], slot: string, width: number): Kept[] {
    const xml = this.body.document({ type: 'doc', content: [...nodes] }, width)
    return this.dress(xml, slot)
  }

  /** The content of a cell of a plan. */
  cell(nodes: readonly DocJson[] | undefined, slot: string, width: number): Kept[] {
    return this.dress(this.body.cellContent(nodes, { width, level: null, pending: [], style: slot }), slot)
  }

  /** Inline content as one paragraph. */
  line(content: readonly DocJson[] | undefined, slot: string, width: number): Kept[] {
    return this.cell([{ type: 'paragraph', content: [...(content ?? [])] }], slot, width)
  }

  /** A line of ours above content that has no label in the form. */
  label(text: string, slot: string): Kept[] {
    const made = this.line([{ type: 'text', text }], slot, 9000)
    for (const paragraph of made) this.style(paragraph, this.looks.derived('GySub', slot))
    return this.mark(made, [this.notes.note('label', {})])
  }

  blank(slot: string): Kept {
    return element(`<w:p><w:pPr><w:pStyle w:val="${slot}"/></w:pPr></w:p>`)
  }

  /** Puts bookmarks around the first paragraph of blocks. */
  mark(blocks: Kept[], names: readonly string[]): Kept[] {
    const first = blocks
      .map((block) => (block.tag === 'w:p' ? block : keptDescendants(block, 'w:p').next().value))
      .find(isKept)
    if (!first) return blocks
    const wrapped = parseKept(this.notes.wrap(names, '<x/>')).filter(isKept)
    for (const node of wrapped) this.renumber(node)
    const middle = wrapped.findIndex(({ tag }) => tag === 'x')
    const at = keptChild(first, 'w:pPr') ? first.children.indexOf(keptChild(first, 'w:pPr') as Kept) + 1 : 0
    first.children.splice(at, 0, ...wrapped.slice(0, middle))
    first.children.push(...wrapped.slice(middle + 1))
    return blocks
  }

  private style(paragraph: Kept, id: string): void {
    let properties = keptChild(paragraph, 'w:pPr')
    if (!properties) {
      properties = element('<w:pPr></w:pPr>')
      paragraph.children.unshift(properties)
    }
    const style = keptChild(properties, 'w:pStyle')
    if (style) setAttribute(style, 'w:val', id)
    else properties.children.unshift(element(`<w:pStyle w:val="${id}"/>`))
  }

  private renumber(node: Kept): void {
    if (node.tag === 'w:bookmarkStart' || node.tag === 'w:bookmarkEnd')
      setAttribute(node, 'w:id', String(Number(getAttribute(node, 'w:id')) + this.bookmarks))
  }

  private dress(xml: string, slot: string): Kept[] {
    const nodes = parseKept(xml).filter(isKept)
    const walk = (node: Kept): void => {
      this.renumber(node)
      if (node.tag === 'w:p') {
        const style = getAttribute(keptChild(keptChild(node, 'w:pPr'), 'w:pStyle'), 'w:val')
        if (style === undefined || style === 'GyCell' || style === 'GyObjective')
          this.style(node, breaks(node) ? this.looks.broken(slot) : slot)
        else if (/^Heading\d$/.test(style))
          this.style(node, this.looks.derived(style.replace('Heading', 'GySub'), slot))
        else if (/^GyContinue\d$/.test(style) || style === 'GyHead') this.style(node, this.looks.derived(style, slot))
        else if (style === slot) {
          if (breaks(node)) this.style(node, this.looks.broken(slot))
        } else this.looks.borrowed(style)
      } else if (node.tag === 'w:rStyle' || node.tag === 'w:tblStyle')
        setAttribute(node, 'w:val', this.looks.borrowed(getAttribute(node, 'w:val') ?? ''))
      else if (node.tag === 'w:numId') {
        setAttribute(node, 'w:val', String(Number(getAttribute(node, 'w:val')) + this.nums))
        this.numbered.push(node)
      } else if (node.tag === 'wp:docPr' || node.tag === 'pic:cNvPr')
        setAttribute(node, 'id', String(Number(getAttribute(node, 'id')) + this.drawings))
      for (const name of ['r:id', 'r:embed']) {
        const id = getAttribute(node, name)
        if (id !== undefined) setAttribute(node, name, this.relation(id))
      }
      for (const child of keptElements(node)) walk(child)
    }
    nodes.forEach(walk)
    return nodes
  }

  /** The id in the form's relationships for one of the writer's. */
  private relation(id: string): string {
    const key = `${this.part} ${id}`
    const known = this.relations.get(key)
    if (known !== undefined) return known
    const found = keptElements({
      tag: '',
      open: '',
      close: '',
      children: parseKept(this.media.relationshipElements()),
    }).find((node) => getAttribute(node, 'Id') === id)
    if (!found) return id
    const target = getAttribute(found, 'Target') ?? ''
    const external = getAttribute(found, 'TargetMode') === 'External'
    const type = (getAttribute(found, 'Type') ?? '').split('/').at(-1) ?? ''
    const made = external
      ? this.file.relate(this.part, type, target, true)
      : this.file.relate(this.part, type, this.picture(target))
    this.relations.set(key, made)
    return made
  }

  /** Stores a picture under a name that is free in the form. */
  private picture(target: string): string {
    const bytes = this.media.parts.get(`word/${target}`)
    const extension = target.slice(target.lastIndexOf('.'))
    const place = extension === '.bin' ? 'embeddings/plan' : 'media/plan'
    const name = this.file.freeName(`${this.file.folder}${place}`, extension)
    if (bytes) this.file.set(name, bytes)
    this.file.extension(extension.slice(1), contentTypeOf(extension.slice(1)))
    return name.slice(this.file.folder.length)
  }

  /** Writes the definitions of the lists used, and the notes; called once, at the end. */
  finish(): void {
    if (this.numbered.length > 0) {
      const root = this.numbering()
      const abstracts = greatest(keptElements(root), 'w:abstractNumId') + 1
      const made = keptElements(parseKept(this.body.numbering.part()).find(isKept) as Kept)
      const definitions = made.filter(({ tag }) => tag === 'w:abstractNum')
      const nums = made.filter(({ tag }) => tag === 'w:num')
      for (const node of definitions) {
        const id = Number(getAttribute(node, 'w:abstractNumId')) + abstracts
        setAttribute(node, 'w:abstractNumId', String(id))
        const nsid = keptChild(node, 'w:nsid')
        if (nsid) setAttribute(nsid, 'w:val', (0x47590000 + id).toString(16).toUpperCase())
      }
      for (const node of nums) {
        setAttribute(node, 'w:numId', String(Number(getAttribute(node, 'w:numId')) + this.nums))
        const link = keptChild(node, 'w:abstractNumId')
        if (link) setAttribute(link, 'w:val', String(Number(getAttribute(link, 'w:val')) + abstracts))
      }
      // All definitions stand before all lists, and nothing but a clean-up mark behind them.
      const place = (before: readonly string[]) => {
        const at = root.children.findIndex((node) => isKept(node) && before.includes(node.tag))
        return at === -1 ? root.children.length : at
      }
      root.children.splice(place(['w:num', 'w:numIdMacAtCleanup']), 0, ...definitions)
      root.children.splice(place(['w:numIdMacAtCleanup']), 0, ...nums)
    }
    this.writeNotes()
  }

  private writeNotes(): void {
    const { file } = this
    const item = file.freeName('customXml/item', '.xml')
    const properties = item.replace('item', 'itemProps').replace('customXml/itemProps', 'customXml/itemProps')
    file.set(item, this.notes.part())
    const office = `http://${this.strict ? 'purl.oclc.org/ooxml/officeDocument/relationships' : 'schemas.openxmlformats.org/officeDocument/2006/relationships'}`
    file.set(
      properties,
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<ds:datastoreItem ds:itemID="{6C9A2B0E-5B7E-4C1D-9F57-0C7F0E1D2A31}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs><ds:schemaRef ds:uri="urn:gongyan:lesson-plan"/></ds:schemaRefs></ds:datastoreItem>',
    )
    file.relate(item, `${office}/customXmlProps`, properties.slice('customXml/'.length))
    file.type(properties, 'application/vnd.openxmlformats-officedocument.customXmlProperties+xml')
    file.relate(file.document, 'customXml', `${'../'.repeat(file.folder.split('/').length - 1)}${item}`)
  }
}
