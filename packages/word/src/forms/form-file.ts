import { strToU8, zipSync } from 'fflate'
import type { WordPackage } from '../opc/package.ts'
import { escapeXml } from '../writing/xml.ts'
import { FormSignal } from './form-part.ts'
import type { Kept } from './tree.ts'
import { element, getAttribute, isKept, keptElements, KeptPart } from './tree.ts'

/** ZIP cannot say less than a date; every part gets the format's first one, so that equal plans are equal files. */
const EPOCH = new Date(1980, 0, 1)
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/package/2006/relationships'
const TYPES = '[Content_Types].xml'

/** The parts of a form as they become a written plan: those nobody opens stay byte for byte. */
export class FormFile {
  private readonly parts = new Map<string, Uint8Array>()
  private readonly open = new Map<string, KeptPart>()
  private readonly pack: WordPackage
  readonly document: string
  /** Base of the addresses of relationship types: transitional or strict. */
  private readonly office: string

  constructor(pack: WordPackage, office: string) {
    this.pack = pack
    this.document = pack.documentPart
    this.office = office
    for (const name of pack.names) {
      const bytes = name.endsWith('/') ? null : pack.read(name)
      if (bytes) this.parts.set(name, bytes)
    }
  }

  /** The stored spelling of a part's name. */
  private named(name: string): string | undefined {
    return this.parts.has(name)
      ? name
      : [...this.parts.keys()].find((known) => known.toLowerCase() === name.toLowerCase())
  }

  has(name: string): boolean {
    return this.named(name) !== undefined
  }

  set(name: string, bytes: Uint8Array | string): void {
    this.parts.set(this.named(name) ?? name, typeof bytes === 'string' ? strToU8(bytes) : bytes)
    this.open.delete(name)
  }

  /** A part opened for writing. */
  edit(name: string): KeptPart {
    const known = this.open.get(name)
    if (known) return known
    const bytes = this.parts.get(this.named(name) ?? name)
    if (!bytes) throw new FormSignal('form/unusual', `no ${name}`)
    const part = new KeptPart(bytes, name)
    this.open.set(name, part)
    return part
  }

  adopt(name: string, part: KeptPart): void {
    this.open.set(name, part)
  }

  /** A name that no part has, such as `customXml/item3.xml`. */
  freeName(before: string, after: string): string {
    for (let number = 1; ; number++) if (!this.has(`${before}${number}${after}`)) return `${before}${number}${after}`
  }

  private relsOf(part: string): string {
    const slash = part.lastIndexOf('/') + 1
    const name = `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`
    if (!this.has(name)) this.set(name, `${HEAD}<Relationships xmlns="${RELATIONSHIPS}"></Relationships>`)
    return this.named(name) ?? name
  }

  /** Adds a relationship and answers its id. */
  relate(part: string, type: string, target: string, external = false): string {
    const { root } = this.edit(this.relsOf(part))
    const taken = new Set(keptElements(root).map((node) => getAttribute(node, 'Id')))
    let number = taken.size + 1
    while (taken.has(`rId${number}`)) number++
    const prefix = root.tag.includes(':') ? `${root.tag.split(':')[0]}:` : ''
    root.children.push(
      element(
        `<${prefix}Relationship Id="rId${number}" Type="${type.includes('/') ? type : `${this.office}/${type}`}" Target="${escapeXml(target)}"${external ? ' TargetMode="External"' : ''}/>`,
      ),
    )
    return `rId${number}`
  }

  /** The part of that kind the document refers to, made from `blank` where there is none. */
  related(type: string, name: string, contentType: string, blank: string): KeptPart {
    const found = this.pack.related(this.document, type.split('/').at(-1) ?? type)
    const known = found === null ? undefined : this.named(found)
    if (known !== undefined) return this.edit(known)
    const fresh = this.folder + name
    this.set(fresh, HEAD + blank)
    this.relate(this.document, type, name)
    this.type(fresh, contentType)
    return this.edit(fresh)
  }

  /** Folder of the document part, `word/` as a rule. */
  get folder(): string {
    return this.document.slice(0, this.document.lastIndexOf('/') + 1)
  }

  /** Says the content type of a part. */
  type(part: string, contentType: string): void {
    this.addType('Override', 'PartName', `/${part}`, contentType)
  }

  /** Says the content type of all parts with an extension, where nobody has. */
  extension(extension: string, contentType: string): void {
    this.addType('Default', 'Extension', extension, contentType)
  }

  private addType(tag: string, key: string, value: string, contentType: string): void {
    const { root } = this.edit(this.named(TYPES) ?? TYPES)
    const same = (node: Kept) =>
      node.tag.endsWith(tag) && getAttribute(node, key)?.toLowerCase() === value.toLowerCase()
    if (keptElements(root).some(same)) return
    const prefix = root.tag.includes(':') ? `${root.tag.split(':')[0]}:` : ''
    const made = element(`<${prefix}${tag} ${key}="${escapeXml(value)}" ContentType="${contentType}"/>`)
    if (tag === 'Default') root.children.unshift(made)
    else root.children.push(made)
  }

  /** Replaces the core properties: the form's author is nobody of the plan's. */
  core(xml: string): void {
    const type = 'application/vnd.openxmlformats-package.core-properties+xml'
    const found = this.pack.related('', 'core-properties')
    if (found !== null) return this.set(found, xml)
    const name = this.freeName('docProps/core', '.xml')
    this.set(name, xml)
    this.type(name, type)
    this.relate('', 'http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties', name)
  }

  /** Takes out what an export of ours noted in the file before it became a form. */
  dropOwnNotes(): void {
    const rels = this.relsOf(this.document)
    for (const [id, { type, target, external }] of this.pack.relationships(this.document)) {
      if (type !== 'customXml' || external || this.pack.xml(target)?.name !== 'gy:lessonPlan') continue
      const { root } = this.edit(rels)
      root.children = root.children.filter((child) => !isKept(child) || getAttribute(child, 'Id') !== id)
      this.parts.delete(this.named(target) ?? target)
    }
  }

  bytes(): Uint8Array {
    for (const [name, part] of this.open) this.parts.set(this.named(name) ?? name, part.print())
    const stored = /\.(?:png|jpe?g|gif|webp|emf|wmf|tiff?)$/i
    return zipSync(
      Object.fromEntries(
        [...this.parts].map(([name, bytes]) => [name, [bytes, { level: stored.test(name) ? 0 : 6 }] as const]),
      ) as never,
      { mtime: EPOCH },
    )
  }
}
