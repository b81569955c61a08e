import { setImmediate } from 'node:timers/promises'
import type { DocJson } from '@gongyan/documents'
import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import { EPOCH, isWide } from './export-docx.ts'
import { BodyWriter, PAD } from './writing/body.ts'
import type { StoredMedia } from './writing/media.ts'
import { MediaWriter } from './writing/media.ts'
import { Notes } from './writing/notes.ts'
import { NumberingWriter } from './writing/numbering.ts'
import {
  appProperties,
  contentTypes,
  coreProperties,
  DOCUMENT_ENDS,
  documentRelationships,
  FONT_TABLE,
  FOOTER,
  PAGE,
  ROOT_RELATIONSHIPS,
  section,
  SETTINGS,
  STYLES,
} from './writing/parts.ts'

export interface BookMeta {
  readonly title: string
  /** What stands before the first plan: WordprocessingML that may point to the bookmarks of the plans. */
  readonly front: string
}

/** Several plans as one .docx. */
export interface Book {
  /** Puts a plan at the end, on a page of its own; answers the bookmark at which it begins. */
  add(plan: DocJson, media: ReadonlyMap<string, StoredMedia>): string
  /** The file. It is packed plan by plan, so that a long one does not hold up everything else. */
  bytes(meta: BookMeta, signal?: AbortSignal): Promise<Uint8Array>
}

/** The share of a page's height that a picture may take, as in a file of one plan. */
const TALLEST = 0.72

/**
 * A book of plans in the layout of `exportDocx`, each in a section of its own that lies on its side where that plan would.
 * Lists, pictures and links are numbered through. It carries none of the notes by which one plan is read back: a book is for
 * reading and printing.
 */
export function createBook(): Book {
  const pictures = new Map<string, StoredMedia>()
  const notes = new Notes()
  const numbering = new NumberingWriter()
  const media = new MediaWriter((fileId) => pictures.get(fileId), notes, 0)
  const plans: { readonly body: string; readonly landscape: boolean }[] = []

  return {
    add(plan, files) {
      for (const [id, file] of files) pictures.set(id, file)
      const landscape = (plan.content ?? []).some(isWide)
      const width = (landscape ? PAGE.long : PAGE.short) - 2 * PAGE.side
      const height = (landscape ? PAGE.short : PAGE.long) - 2 * PAGE.top
      media.tallest = Math.round(height * TALLEST)
      const bookmark = `gy_plan_${plans.length + 1}`
      const body = new BodyWriter(notes, media, height, numbering).document(plan, width, bookmark)
      plans.push({ body: body === '' ? PAD : body, landscape })
      return bookmark
    },

    async bytes({ title, front }, signal) {
      const file = createZip()
      file.whole('[Content_Types].xml', contentTypes(media.extensions, false, false))
      file.whole('_rels/.rels', ROOT_RELATIONSHIPS)
      const document = file.begin('word/document.xml')
      const last = plans.at(-1)
      document.push(strToU8(`${DOCUMENT_ENDS[0]}${front}${last ? ending(false) : ''}`))
      for (const plan of plans) {
        document.push(strToU8(plan.body + (plan === last ? '' : ending(plan.landscape))))
        await setImmediate()
        signal?.throwIfAborted()
      }
      document.push(strToU8(section(last?.landscape ?? false, false) + DOCUMENT_ENDS[1]), true)
      file.whole('word/_rels/document.xml.rels', documentRelationships(media.relationshipElements(), false, false))
      file.whole('word/styles.xml', STYLES)
      file.whole('word/numbering.xml', numbering.part())
      file.whole('word/settings.xml', SETTINGS)
      file.whole('word/fontTable.xml', FONT_TABLE)
      file.whole('word/footer1.xml', FOOTER)
      file.whole('docProps/core.xml', coreProperties(title, []))
      file.whole('docProps/app.xml', appProperties(null))
      for (const [name, bytes] of media.parts) file.stored(name, bytes)
      return file.end()
    },
  }
}

/** The last paragraph of a section: it holds the settings of the pages before it. */
const ending = (landscape: boolean): string =>
  `<w:p><w:pPr><w:pStyle w:val="GyPad"/>${section(landscape, false)}</w:pPr></w:p>`

/** A ZIP archive that is packed as it is written. */
function createZip() {
  const chunks: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    chunks.push(chunk)
  })
  const put = <T extends ZipDeflate | ZipPassThrough>(entry: T): T => {
    entry.mtime = EPOCH
    zip.add(entry)
    return entry
  }
  const begin = (name: string): ZipDeflate => put(new ZipDeflate(name, { level: 6 }))
  return {
    begin,
    whole: (name: string, text: string) => begin(name).push(strToU8(text), true),
    /** For bytes that are compressed already. */
    stored: (name: string, bytes: Uint8Array) => put(new ZipPassThrough(name)).push(bytes, true),
    end(): Uint8Array {
      zip.end()
      return Buffer.concat(chunks)
    },
  }
}
