import type { DocJson } from '@gongyan/documents'
import { strToU8, zipSync } from 'fflate'
import { commentsBeside } from './comments/beside.ts'
import { placeComments } from './comments/place.ts'
import type { PlanComment } from './comments/plan-comment.ts'
import { BodyWriter, PAD } from './writing/body.ts'
import { beforeSecondPrep } from './writing/second-prep.ts'
import type { MediaSource } from './writing/media.ts'
import { MediaWriter } from './writing/media.ts'
import { Notes } from './writing/notes.ts'
import {
  appProperties,
  contentTypes,
  coreProperties,
  CUSTOM_PROPERTIES,
  CUSTOM_RELATIONSHIPS,
  documentPart,
  documentRelationships,
  FONT_TABLE,
  FOOTER,
  header,
  PAGE,
  ROOT_RELATIONSHIPS,
  SETTINGS,
  STYLES,
} from './writing/parts.ts'

export interface ExportMeta {
  /** Overrides the title of the plan in the file's properties. */
  readonly title?: string
  readonly authors?: readonly string[]
  readonly school?: string
  /** Running head, such as school and term. */
  readonly runningHead?: string
  /** Whether 二次备课 goes with the plan, in red (so unless told), or the plan as it was before it. */
  readonly secondPrep?: 'with' | 'without'
  /** Whether files that are no pictures go along, to be opened from Word, or only their names (so unless told). */
  readonly files?: 'embedded' | 'named'
  /** Comments to be written as Word's own; none unless told. */
  readonly comments?: readonly PlanComment[]
}

export interface WrittenPlan {
  readonly bytes: Uint8Array
  /** Comments, by their place in the list, whose words are gone; they stand at the nearest row or heading. */
  readonly moved: readonly number[]
  /** Files that are no pictures of which only the name is in the file. */
  readonly named: readonly string[]
}

/** ZIP cannot say less than a date; every part gets the format's first one, so that equal plans are equal files. */
export const EPOCH = new Date(1980, 0, 1)

export const textOf = (node: DocJson | undefined): string => node?.text ?? (node?.content ?? []).map(textOf).join('')

/** A 教学过程 table that needs the page turned: six columns or more, one of them the assistant teacher's. */
export function isWide(table: DocJson): boolean {
  if (table.type !== 'table' || table.attrs?.['kind'] !== 'process') return false
  const heads =
    (table.content ?? []).find((row) => (row.content ?? []).some((cell) => cell.attrs?.['field']))?.content ?? []
  return heads.length >= 6 && heads.some((cell) => cell.attrs?.['field'] === 'assistant')
}

/**
 * A lesson plan as a .docx (A4, OOXML transitional). Row and objective ids are in it invisibly, so that `importDocx` of the
 * file, edited in Word or not, finds the same rows. Equal arguments give equal bytes.
 */
export const exportDocx = (plan: DocJson, media: MediaSource, meta: ExportMeta = {}): Uint8Array =>
  writeDocx(plan, media, meta).bytes

/** `exportDocx`, and what became of the comments. */
export function writeDocx(plan: DocJson, media: MediaSource, meta: ExportMeta = {}): WrittenPlan {
  const chosen = meta.secondPrep === 'without' ? beforeSecondPrep(plan) : plan
  const comments = meta.comments ?? []
  const { doc, moved } = comments.length > 0 ? placeComments(chosen, comments) : { doc: chosen, moved: [] }
  const nodes = doc.content ?? []
  const landscape = nodes.some(isWide)
  const width = (landscape ? PAGE.long : PAGE.short) - 2 * PAGE.side
  const notes = new Notes()
  const height = (landscape ? PAGE.short : PAGE.long) - 2 * PAGE.top
  const mediaWriter = new MediaWriter(media, notes, Math.round(height * 0.72), meta.files === 'embedded')
  const body = new BodyWriter(notes, mediaWriter, height)
  const content = body.document(doc, width)
  const title = meta.title ?? textOf(nodes.find(({ type }) => type === 'title'))
  const withHeader = meta.runningHead !== undefined
  const document = documentPart(content === '' ? PAD : content, landscape, withHeader)
  const beside = commentsBeside(document, comments)
  const parts: Record<string, Uint8Array> = {
    '[Content_Types].xml': strToU8(contentTypes(mediaWriter.extensions, withHeader, true, beside.overrides)),
    '_rels/.rels': strToU8(ROOT_RELATIONSHIPS),
    'docProps/core.xml': strToU8(coreProperties(title, meta.authors ?? [])),
    'docProps/app.xml': strToU8(appProperties(meta.school ?? null)),
    'word/document.xml': strToU8(beside.document),
    'word/_rels/document.xml.rels': strToU8(
      documentRelationships(mediaWriter.relationshipElements() + beside.relationships, withHeader),
    ),
    ...beside.parts,
    'word/styles.xml': strToU8(STYLES),
    'word/numbering.xml': strToU8(body.numbering.part()),
    'word/settings.xml': strToU8(SETTINGS),
    'word/fontTable.xml': strToU8(FONT_TABLE),
    'word/footer1.xml': strToU8(FOOTER),
    ...(meta.runningHead === undefined ? {} : { 'word/header1.xml': strToU8(header(meta.runningHead)) }),
    'customXml/item1.xml': strToU8(notes.part()),
    'customXml/itemProps1.xml': strToU8(CUSTOM_PROPERTIES),
    'customXml/_rels/item1.xml.rels': strToU8(CUSTOM_RELATIONSHIPS),
  }
  // Pictures are compressed already.
  const stored = Object.fromEntries(
    [...mediaWriter.parts].map(([name, bytes]) => [name, [bytes, { level: 0 }] as const]),
  )
  const bytes = zipSync({ ...parts, ...stored } as never, { level: 6, mtime: EPOCH })
  return { bytes, moved: [...new Set([...moved, ...beside.lost])].sort((a, b) => a - b), named: mediaWriter.named }
}
