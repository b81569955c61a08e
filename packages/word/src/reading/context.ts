import type { WordPackage } from '../opc/package.ts'
import type { Xml } from '../opc/xml.ts'
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
}

/** What our export noted beside its bookmarks, by bookmark name. */
export type OwnNotes = ReadonlyMap<string, Readonly<Record<string, unknown>>>

/** What the readers of one document share. */
export class ReadingContext {
  readonly pack: WordPackage
  readonly part: string
  readonly own: OwnNotes | null
  readonly styles: Styles
  readonly numbering: Numbering
  readonly media = new Map<string, ImportedMedia>()
  readonly inserted: Revision[] = []
  readonly deleted: Revision[] = []
  /** Text under each comment, by comment id. */
  readonly anchors = new Map<string, string>()
  readonly openComments = new Set<string>()
  /** Ids of footnotes and endnotes in the order of their marks. */
  readonly notes: { kind: 'footnote' | 'endnote'; id: string }[] = []
  /** Complex fields that have begun and not ended; the innermost is last. */
  readonly fields: Field[] = []
  /** Pictures that a file only points to: outside it, or missing from it. */
  readonly missingPictures: string[] = []
  counts = { tables: 0, images: 0, formulas: 0, links: 0 }

  /** `own` holds the notes our export left beside its bookmarks; null for a file from elsewhere. */
  constructor(pack: WordPackage, part: string, own: OwnNotes | null) {
    this.pack = pack
    this.part = part
    this.own = own
    const part_ = (type: string): Xml | null => {
      const name = pack.related(pack.documentPart, type)
      return name === null ? null : pack.xml(name)
    }
    this.styles = new Styles(part_('styles'))
    this.numbering = new Numbering(part_('numbering'))
  }

  /** Hears visible text: it belongs to every comment that is open here. */
  hear(text: string): void {
    for (const id of this.openComments) this.anchors.set(id, (this.anchors.get(id) ?? '') + text)
  }

  /** The stored picture or file behind a relationship of this part; null when it is outside the package or absent. */
  embed(relationshipId: string | undefined): ImportedMedia | null {
    const rel = this.pack.relationships(this.part).get(relationshipId ?? '')
    if (!rel) return null
    if (rel.external) {
      this.missingPictures.push(rel.target)
      return null
    }
    const known = this.media.get(rel.target)
    if (known) return known
    const bytes = this.pack.read(rel.target)
    if (!bytes) {
      this.missingPictures.push(rel.target)
      return null
    }
    const mediaType = sniffMedia(bytes)
    const extension = EXTENSIONS[mediaType] ?? /\.([A-Za-z0-9]{1,8})$/.exec(rel.target)?.[1] ?? 'bin'
    const found = {
      key: `word-media-${this.media.size + 1}`,
      bytes,
      mediaType,
      name: `图片${this.media.size + 1}.${extension}`,
    }
    this.media.set(rel.target, found)
    return found
  }

  link(relationshipId: string | undefined): string | null {
    const rel = this.pack.relationships(this.part).get(relationshipId ?? '')
    return rel?.external ? rel.target : null
  }
}

export type ReadBlocks = (container: Xml) => Block[]
