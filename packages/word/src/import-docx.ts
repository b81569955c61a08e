import type { DocJson } from '@gongyan/documents'
import { lessonPlanSchema, newLocalId, plainText, readLessonPlan } from '@gongyan/documents'
import type { Result } from '@gongyan/domain'
import { ok } from '@gongyan/domain'
import { WordPackage } from './opc/package.ts'
import { elements, textOf } from './opc/xml.ts'
import { BodyReader } from './reading/body.ts'
import type { OwnNotes } from './reading/context.ts'
import { ReadingContext } from './reading/context.ts'
import type { Block, ImportedMedia } from './reading/model.ts'
import { blockText, inlineText } from './reading/model.ts'
import { readComments, readHeaderFooter, readNotes } from './reading/side-parts.ts'
import type { ImportLimits, ImportRefusal } from './refusal.ts'
import { catchRefusal, DEFAULT_LIMITS, RefusalSignal } from './refusal.ts'
import type { ImportReport } from './report.ts'
import { Converter } from './understanding/convert.ts'
import { ForeignPlan } from './understanding/foreign-plan.ts'
import { readOwnPlan } from './understanding/own-plan.ts'

export interface ImportOptions {
  readonly limits?: Partial<ImportLimits>
  /** Title when nothing in the file looks like one, such as the file's name. */
  readonly fallbackTitle?: string
  readonly newId?: () => string
}

export interface ImportedPlan {
  /** Fits `lessonPlanSchema`. Image and attachment nodes name their file by the `key` of `media` as `fileId`. */
  readonly doc: DocJson
  readonly media: ImportedMedia[]
  readonly report: ImportReport
}

/** What our export noted in the file, or null for a file from elsewhere. */
function readOwnNotes(pack: WordPackage): OwnNotes | null {
  for (const { type, target, external } of pack.relationships(pack.documentPart).values()) {
    if (type !== 'customXml' || external) continue
    const root = pack.xml(target)
    if (root?.name !== 'gy:lessonPlan') continue
    const notes = new Map<string, Readonly<Record<string, unknown>>>()
    for (const node of elements(root)) {
      try {
        const note: unknown = JSON.parse(textOf(node))
        if (typeof note === 'object' && note !== null) notes.set(node.attrs['b'] ?? '', note as Record<string, unknown>)
      } catch {
        // A note that someone broke is as good as none: the plan is then understood without it.
      }
    }
    return notes
  }
  return null
}

/**
 * The lesson plan in a .docx. Nothing visible is dropped: what finds no place of its own stands in the section `unmapped`
 * at the end and in the report. Refuses (as a value) whatever is no readable .docx or exceeds the limits; opens nothing
 * outside the bytes given.
 */
export function importDocx(bytes: Uint8Array, options: ImportOptions = {}): Result<ImportedPlan, ImportRefusal> {
  return catchRefusal(() => {
    const pack = new WordPackage(bytes, { ...DEFAULT_LIMITS, ...options.limits })
    const own = readOwnNotes(pack)
    const ctx = new ReadingContext(pack, pack.documentPart, own)
    const root = pack.xml(pack.documentPart)
    const body = root && elements(root).find(({ name }) => name === 'w:body')
    if (!body) throw new RefusalSignal('word/not-a-docx', 'no body')
    const blocks: Block[] = new BodyReader(ctx).blocks(body)
    const text = blockText(blocks)
    if (text.trim() === '' && ctx.media.size === 0) throw new RefusalSignal('word/empty')

    const newId = options.newId ?? newLocalId
    const converter = new Converter(own, newId)
    const foreign = own ? null : new ForeignPlan(converter, newId)
    const nodes = foreign ? foreign.read(blocks, options.fallbackTitle ?? '').nodes : readOwnPlan(blocks, converter)
    const notes = readNotes(ctx)
    if (notes.length > 0) nodes.push(...noteNodes(nodes, notes))

    const node = lessonPlanSchema.nodeFromJSON({ type: 'doc', content: nodes })
    node.check()
    const doc = node.toJSON() as DocJson
    const reading = readLessonPlan(doc)
    const comments = readComments(ctx)
    const understood = foreign?.builder.report ?? describe(nodes)
    const report: ImportReport = {
      title: reading.title,
      header: understood.header,
      sections: understood.sections,
      columns: understood.columns,
      unmapped: [
        ...understood.unmapped,
        ...notes.map((note, index) => ({ text: `[注${index + 1}] ${note}`, where: '脚注' })),
        ...ctx.missingPictures.map((target) => ({ text: target, where: '未随文件保存的图片' })),
      ],
      revisions: { inserted: ctx.inserted, deleted: ctx.deleted },
      comments,
      footnotes: notes,
      headerFooter: readHeaderFooter(ctx, root),
      totalMinutes: reading.totalMinutes,
      counts: {
        ...ctx.counts,
        processTables: reading.columns.length,
        rows: reading.rows.length,
        attachments: countNodes(doc, 'attachment'),
        images: countNodes(doc, 'image'),
        comments: comments.length,
        characters: [...text.replaceAll(/[\s∎]/g, '')].length,
      },
      own: own !== null,
    }
    return ok({ doc, media: [...ctx.media.values()], report })
  })
}

/** The same account of a file of our own, where nothing had to be guessed. */
function describe(nodes: readonly DocJson[]): Pick<ImportReport, 'header' | 'sections' | 'columns' | 'unmapped'> {
  const words = (node: DocJson): string => inlineText(node.content ?? [])
  const reading = readLessonPlan({ type: 'doc', content: [...nodes] })
  const left = nodes.findIndex((node) => node.attrs?.['section'] === 'unmapped')
  return {
    header: nodes
      .filter(({ type }) => type === 'header')
      .flatMap(({ content }) =>
        (content ?? []).map((field) => ({
          key: String(field.attrs?.['key']),
          label: String(field.attrs?.['label'] ?? field.attrs?.['key']),
          text: words(field),
        })),
      ),
    sections: nodes
      .filter(({ attrs }) => typeof attrs?.['section'] === 'string' && attrs['section'] !== 'unmapped')
      .map((node) => ({ key: String(node.attrs?.['section']), label: node.type === 'heading' ? words(node) : '' })),
    columns: reading.columns.flatMap(({ table, columns }) =>
      columns.map(({ header, field }, index) => ({
        table,
        index: index + 1,
        header,
        field: field.replace(/^extra:.*/s, 'extra'),
        sure: true,
      })),
    ),
    unmapped:
      left === -1 ? [] : nodes.slice(left + 1).map((node) => ({ text: plainText(node), where: '未归位的内容' })),
  }
}

/** Footnotes as lines of the section for what is left over. */
function noteNodes(nodes: readonly DocJson[], notes: readonly string[]): DocJson[] {
  const lines: DocJson[] = notes.map((note, index) => ({
    type: 'paragraph',
    content: [{ type: 'text', text: `[注${index + 1}] ${note}` }],
  }))
  const hasSection = nodes.some((node) => node.attrs?.['section'] === 'unmapped')
  return hasSection
    ? lines
    : [
        {
          type: 'heading',
          attrs: { level: 2, section: 'unmapped' },
          content: [{ type: 'text', text: '未归位的内容' }],
        },
        ...lines,
      ]
}

const countNodes = (node: DocJson, type: string): number =>
  (node.type === type ? 1 : 0) + (node.content ?? []).reduce((sum, child) => sum + countNodes(child, type), 0)
