import type { WordPackage } from '../opc/package.ts'
import type { Xml } from '../opc/xml.ts'
import { RefusalSignal } from '../refusal.ts'
import { looseFieldMarks } from './fields.ts'
import type { Block, ImportedMedia } from './model.ts'
import { EXTENSIONS, sniffMedia } from './media.ts'
import { Numbering } from './numbering.ts'
import { Styles } from './styles.ts'

export interface Revision {
  readonly author: string
  readonly text: string
}
export interface Field {
  instruction: string
  shown: boolean
  /** What the field shows where it has no result. */
  entry: string | null
}
/** Something a reader of the file would see or look for, and that is not in the plan as it was. */
export interface LeftOver {
  readonly text: string
  readonly where: string
}

/** What our export noted beside its bookmarks, by bookmark name. */
export type OwnNotes = ReadonlyMap<string, Readonly<Record<string, unknown>>>

/** What the readers of one document share. */
export class ReadingContext {
  readonly pack: WordPackage
  readonly own: OwnNotes | null
  readonly styles: Styles
  readonly numbering: Numbering
  readonly media = new Map<string, ImportedMedia>()
  readonly inserted: Revision[] = []
  readonly deleted: Revision[] = []
  /** Text under each comment, by comment id. */
  readonly anchors = new Map<string, string>()
  readonly openComments = new Set<string>()
  /** Footnotes and endnotes in the order of their first marks. */
  readonly notes: { kind: 'footnote' | 'endnote'; id: string }[] = []
  /** Complex fields that have begun and not ended; the innermost is last. */
  readonly fields: Field[] = []
  readonly leftOver: LeftOver[] = []
  counts = { tables: 0, images: 0, formulas: 0, links: 0 }
  private current: string
  private loose: ReadonlySet<Xml> = new Set()
  private cells = 0
  private embedded = 0
  private characters = 0
  private readonly numbered = new Map<string, number>()

  /** `own` holds the notes our export left beside its bookmarks; null for a file from elsewhere. */
  constructor(pack: WordPackage, part: string, own: OwnNotes | null) {
    this.pack = pack
    this.current = part
    this.own = own
    const part_ = (type: string): Xml | null => {
      const name = pack.related(pack.documentPart, type)
      return name === null ? null : pack.xml(name)
    }
    this.styles = new Styles(part_('styles'))
    this.numbering = new Numbering(part_('numbering'), this.styles)
  }

  /** The part that is being read; relationships are looked up in it. */
  get part(): string {
    return this.current
  }

  /** Reads a story: what begins in it ends in it, and its relationships are those of `part`. */
  inStory<T>(part: string, root: Xml, read: () => T): T {
    const { current, loose } = this
    const fields = this.fields.splice(0)
    this.current = part
    this.loose = looseFieldMarks(root, this.styles.isPrompt)
    try {
      return read()
    } finally {
      this.current = current
      this.loose = loose
      this.fields.splice(0, this.fields.length, ...fields)
    }
  }

  /** Whether a field character belongs to no whole field. */
  isLoose(fieldMark: Xml): boolean {
    return this.loose.has(fieldMark)
  }

  /** Hears visible text: it belongs to every comment that is open here. Refuses a file that is longer than any plan. */
  hear(text: string, weight = Math.max(1, text.length)): void {
    this.characters += weight
    if (this.characters > this.pack.limits.characters) throw new RefusalSignal('word/too-long', 'characters')
    for (const id of this.openComments) {
      const anchor = (this.anchors.get(id) ?? '') + text
      this.anchors.set(id, anchor)
      if (anchor.length > MAX_ANCHOR) this.openComments.delete(id)
    }
  }

  /** Refuses a file whose tables have more places than any plan. */
  countCells(places: number): void {
    this.cells += places
    if (this.cells > this.pack.limits.cells) throw new RefusalSignal('word/too-many-cells', 'cells')
  }

  /** The number under which a note stands at the end. */
  noteNumber(kind: 'footnote' | 'endnote', id: string): number {
    const key = `${kind} ${id}`
    const known = this.numbered.get(key)
    if (known !== undefined) return known
    this.notes.push({ kind, id })
    this.numbered.set(key, this.notes.length)
    return this.notes.length
  }

  /** The stored picture or file behind a relationship of this part; null when it is outside the package or absent. */
  embed(relationshipId: string | undefined, called = '图片'): ImportedMedia | null {
    const rel = this.pack.relationships(this.part).get(relationshipId ?? '')
    if (!rel) return null
    const missing = (): null => {
      this.leftOver.push({ text: rel.target, where: `未随文件保存的${called}` })
      return null
    }
    if (rel.external) return missing()
    const known = this.media.get(rel.target)
    if (known) return known
    const bytes = this.pack.read(rel.target)
    if (!bytes) return missing()
    const mediaType = sniffMedia(bytes)
    const extension = EXTENSIONS[mediaType] ?? /\.([A-Za-z0-9]{1,8})$/.exec(rel.target)?.[1] ?? 'bin'
    const found = {
      key: `word-media-${++this.embedded}`,
      bytes,
      mediaType,
      name: `${called}${this.embedded}.${extension}`,
    }
    this.media.set(rel.target, found)
    return found
  }

  /** Takes a file out again whose content stands in the plan. */
  forget(media: ImportedMedia): void {
    for (const [part, known] of this.media) if (known === media) this.media.delete(part)
  }

  link(relationshipId: string | undefined): string | null {
    const rel = this.pack.relationships(this.part).get(relationshipId ?? '')
    return rel?.external ? rel.target : null
  }
}

/** Characters kept of what a comment is about. */
const MAX_ANCHOR = 2_000

export type ReadBlocks = (container: Xml) => Block[]
