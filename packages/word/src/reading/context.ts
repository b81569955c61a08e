import { commentMark, MOST_OPEN } from '../comments/marks.ts'
import type { WordPackage } from '../opc/package.ts'
import type { Xml } from '../opc/xml.ts'
import { RefusalSignal } from '../refusal.ts'
import { looseFieldMarks } from './fields.ts'
import type { Block, ImportedMedia } from './model.ts'
import type { Mark } from './marks.ts'
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

/** What the readers of a file and of the files inside of it count together. */
interface Tally {
  cells: number
  embedded: number
  characters: number
}

/** A footnote or endnote whose mark was read, and the reader of the file in which it stands. */
export interface NoteMark {
  readonly kind: 'footnote' | 'endnote'
  readonly id: string
  readonly from: ReadingContext
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
  /** Files that were packed as objects of another program, by their keys. */
  readonly unpacked = new Set<string>()
  readonly inserted: Revision[]
  readonly deleted: Revision[]
  /** Text under each comment, by comment id. */
  readonly anchors = new Map<string, string>()
  readonly openComments = new Set<string>()
  /** Comments about no words, which wait for the end of their line. */
  private points: string[] = []
  /** Footnotes and endnotes in the order of their first marks. */
  readonly notes: NoteMark[]
  /** Complex fields that have begun and not ended; the innermost is last. */
  readonly fields: Field[] = []
  readonly leftOver: LeftOver[]
  readonly counts: { tables: number; images: number; formulas: number; links: number }
  /** The files inside of this one that were read, each with its own styles, pictures and comments. */
  readonly inner: ReadingContext[] = []
  /** How deep this file lies in others. */
  readonly depth: number
  private current: string
  private loose: ReadonlySet<Xml> = new Set()
  private readonly tally: Tally
  private readonly outer: ReadingContext | null
  private readonly numbered = new Map<string, number>()

  /**
   * `own` holds the notes our export left beside its bookmarks; null for a file from elsewhere. What is read of a file inside
   * of another counts with `outer`.
   */
  constructor(pack: WordPackage, part: string, own: OwnNotes | null, outer: ReadingContext | null = null) {
    this.pack = pack
    this.outer = outer
    this.depth = outer ? outer.depth + 1 : 0
    this.inserted = outer?.inserted ?? []
    this.deleted = outer?.deleted ?? []
    this.leftOver = outer?.leftOver ?? []
    this.notes = outer?.notes ?? []
    this.counts = outer?.counts ?? { tables: 0, images: 0, formulas: 0, links: 0 }
    this.tally = outer?.tally ?? { cells: 0, embedded: 0, characters: 0 }
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
    this.tally.characters += weight
    if (this.tally.characters > this.pack.limits.characters) throw new RefusalSignal('word/too-long', 'characters')
    for (const id of this.openComments) {
      const anchor = (this.anchors.get(id) ?? '') + text
      this.anchors.set(id, anchor)
      if (anchor.length > MAX_ANCHOR) this.openComments.delete(id)
    }
  }

  /** The name of a comment among all of the file and the files inside of it. */
  commentName(id: string): string {
    return this.outer ? `${this.outer.commentName(String(this.outer.inner.indexOf(this)))}/${id}` : id
  }

  /** The marks of the comments that are open here. */
  get commentsHere(): Mark[] {
    if (this.openComments.size === 0) return []
    return [...this.openComments].slice(0, MOST_OPEN).map((id) => commentMark(this.commentName(id)))
  }

  /** Hears where a comment is hung up; one that has no words is about the line. */
  hangComment(id: string): void {
    if (!this.anchors.get(id) && this.points.length < MOST_OPEN) this.points.push(id)
  }

  /** The marks of the comments about a line that is at its end. */
  takePoints(): Mark[] {
    return this.points.splice(0).map((id) => commentMark(this.commentName(id), true))
  }

  /** Refuses a file whose tables have more places than any plan. */
  countCells(places: number): void {
    this.tally.cells += places
    if (this.tally.cells > this.pack.limits.cells) throw new RefusalSignal('word/too-many-cells', 'cells')
  }

  /** The number under which a note stands at the end. */
  noteNumber(kind: 'footnote' | 'endnote', id: string): number {
    const key = `${kind} ${id}`
    const known = this.numbered.get(key)
    if (known !== undefined) return known
    this.notes.push({ kind, id, from: this })
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
      key: `word-media-${++this.tally.embedded}`,
      bytes,
      mediaType,
      name: `${called}${this.tally.embedded}.${extension}`,
    }
    this.media.set(rel.target, found)
    return found
  }

  /** Keeps a file in place of the object that packed it. */
  unpack(object: ImportedMedia, file: ImportedMedia): ImportedMedia {
    for (const [part, known] of this.media) if (known === object) this.media.set(part, file)
    this.unpacked.add(file.key)
    return file
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
