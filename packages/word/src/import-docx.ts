import type { DocJson } from '@gongyan/documents'
import { lessonPlanSchema, newLocalId, plainText, readLessonPlan } from '@gongyan/documents'
import { ok, readPlacements, readWordings } from '@gongyan/domain'
import type { Placement, Result, Wording } from '@gongyan/domain'
import { WordPackage } from './opc/package.ts'
import { elements, textOf } from './opc/xml.ts'
import { FilledForm, isFilledForm, saysBeside } from './forms/filled-form.ts'
import { withoutCommentMarks } from './comments/marks.ts'
import { spansOf } from './comments/spans.ts'
import { BodyReader } from './reading/body.ts'
import type { OwnNotes } from './reading/context.ts'
import { ReadingContext } from './reading/context.ts'
import { joinTexts } from './reading/marks.ts'
import type { Block, ImportedMedia } from './reading/model.ts'
import { blockText, inlineText, lineOf } from './reading/model.ts'
import { readAllComments, readHeaderFooter, readNotes, readRunning } from './reading/side-parts.ts'
import type { Note } from './reading/side-parts.ts'
import type { PlanPart } from './periods.ts'
import { describePeriods, splitPeriods } from './periods.ts'
import type { ImportLimits, ImportRefusal } from './refusal.ts'
import { catchRefusal, DEFAULT_LIMITS, RefusalSignal } from './refusal.ts'
import type { ImportReport } from './report.ts'
import type { ImportedCell } from './understanding/cell-origins.ts'
import { originsOf } from './understanding/cell-origins.ts'
import { Converter } from './understanding/convert.ts'
import { ForeignPlan } from './understanding/foreign-plan.ts'
import { readOwnPlan } from './understanding/own-plan.ts'
import { Passages } from './understanding/passages.ts'
import { Vocabulary } from './understanding/vocabulary.ts'
import { replaceForbidden } from './writing/xml.ts'

export interface ImportOptions {
  readonly limits?: Partial<ImportLimits>
  /** Title when nothing in the file looks like one, such as the file's name. */
  readonly fallbackTitle?: string
  readonly newId?: () => string
  /** What a school has said about its own words; they win over the built-in table and over guesses. */
  readonly wordings?: readonly Wording[]
  /** Where passages that an earlier reading left over are to go. */
  readonly placements?: readonly Placement[]
  /** Whether a file with several 课时 becomes one plan (the default) or one for each. */
  readonly periods?: 'one' | 'each'
  /** How long a 课时 is at this school, in minutes; 40 unless told. */
  readonly periodMinutes?: number
}

/** The length of a 课时 where nobody has said another. */
const USUAL_MINUTES = 40
const NOWHERE = { table: null, row: null, line: null }

export interface ImportedPlan {
  /** All of the file as one plan. Fits `lessonPlanSchema`. Image and attachment nodes name their file by the `key` of `media` as `fileId`. */
  readonly doc: DocJson
  /** What is to be kept: one plan, whose document is `doc`, or one per 课时 where that was asked for and the file holds several. */
  readonly plans: readonly PlanPart[]
  readonly media: ImportedMedia[]
  readonly report: ImportReport
  /** Cells that an earlier export of ours wrote, by their row and place in this plan. */
  readonly cells: readonly ImportedCell[]
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
  const { wordings = [], placements = [] } = options
  // They were refused where they came in; here they are a bug.
  if (!readWordings(wordings).ok || !readPlacements(placements).ok)
    throw new TypeError('wordings or placements are none')
  return catchRefusal(() => {
    const pack = new WordPackage(bytes, { ...DEFAULT_LIMITS, ...options.limits })
    const own = readOwnNotes(pack)
    try {
      return ok(readPlan(pack, own, options))
    } catch (error) {
      if (own === null || error instanceof RefusalSignal) throw error
      // Notes that somebody wrote over may say what makes no plan: the file is understood without them.
      return ok(readPlan(pack, null, options))
    }
  })
}

/** The plan in an opened file, by our own notes where there are some. */
function readPlan(pack: WordPackage, own: OwnNotes | null, options: ImportOptions): ImportedPlan {
  const { wordings = [], placements = [] } = options
  const ctx = new ReadingContext(pack, pack.documentPart, own)
  const root = pack.xml(pack.documentPart)
  const body = root && elements(root).find(({ name }) => name === 'w:body')
  if (!body) throw new RefusalSignal('word/not-a-docx', 'no body')
  const blocks: Block[] = ctx.inStory(pack.documentPart, body, () => new BodyReader(ctx).blocks(body))
  const text = blockText(blocks)
  if (text.trim() === '' && ctx.media.size === 0) throw new RefusalSignal('word/empty')

  const newId = options.newId ?? newLocalId
  const converter = new Converter(own, newId)
  const vocabulary = new Vocabulary(wordings)
  const passages = new Passages(placements)
  const notes = readNotes(ctx)
  const headerFooter = readHeaderFooter(ctx, root)
  const foreign = own ? null : new ForeignPlan(vocabulary, converter, newId, passages)
  const nodes = foreign
    ? foreign.read(blocks, options.fallbackTitle ?? '', noteBlocks(notes), headerFooter.header ?? '').nodes
    : own && isFilledForm(own)
      ? new FilledForm(converter, own).read(blocks, saysBeside(own) ? readRunning(pack, root, own) : [])
      : readOwnPlan(vocabulary, blocks, converter)
  if (own && notes.length > 0) nodes.push(...noteNodes(nodes, converter.nodes(noteBlocks(notes))))

  const comments = readAllComments(ctx, spansOf(nodes))
  const content = withoutCommentMarks(nodes)
  // What our notes or a web page say may hold what no database takes.
  const node = lessonPlanSchema.nodeFromJSON(replaceForbidden({ type: 'doc', content }))
  node.check()
  const doc = node.toJSON() as DocJson
  const reading = readLessonPlan(doc)
  const understood = foreign?.builder.report ?? describe(content, passages)
  const report: ImportReport = replaceForbidden({
    title: reading.title,
    header: understood.header,
    sections: understood.sections,
    columns: understood.columns,
    unmapped: [
      ...understood.unmapped,
      ...ctx.leftOver.map(({ text, where }) => ({ key: passages.name(text), kind: 'picture' as const, text, where })),
    ],
    periods: describePeriods(doc, options.periodMinutes ?? USUAL_MINUTES),
    revisions: { inserted: ctx.inserted, deleted: ctx.deleted },
    comments,
    footnotes: notes.map((note) => note.text),
    headerFooter,
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
  })
  const plans =
    options.periods === 'each'
      ? splitPeriods(doc, newId, foreign?.builder.leftIn)
      : [{ title: reading.title, period: null, doc }]
  return { doc, plans, media: [...ctx.media.values()], report, cells: originsOf(nodes, converter.cellOrigins) }
}

/** The same account of a file of our own, where nothing had to be guessed. */
function describe(
  nodes: readonly DocJson[],
  passages: Passages,
): Pick<ImportReport, 'header' | 'sections' | 'columns' | 'unmapped'> {
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
          sure: true,
          place: NOWHERE,
        })),
      ),
    sections: nodes
      .filter(({ attrs }) => typeof attrs?.['section'] === 'string' && attrs['section'] !== 'unmapped')
      .map((node) => ({
        key: String(node.attrs?.['section']),
        label: node.type === 'heading' ? words(node) : '',
        sure: true,
        place: NOWHERE,
      })),
    columns: reading.columns.flatMap(({ table, columns }) =>
      columns.map(({ header, field }, index) => ({
        table,
        index: index + 1,
        header,
        field: field.replace(/^extra:.*/s, 'extra'),
        sure: true,
        place: NOWHERE,
      })),
    ),
    unmapped:
      left === -1
        ? []
        : nodes.slice(left + 1).map((node) => {
            const text = plainText(node)
            return { key: passages.name(text), kind: 'passage' as const, text, where: '未归位的内容' }
          }),
  }
}

/** Footnotes as blocks, the first of each behind its mark. */
const noteBlocks = (notes: readonly Note[]): Block[] =>
  notes.flatMap(({ blocks }, index) => {
    const mark: DocJson = { type: 'text', text: `[注${index + 1}] ` }
    const [first, ...rest] = blocks
    if (first?.kind !== 'paragraph') return [lineOf([mark]), ...blocks]
    return [{ ...first, list: null, content: joinTexts([mark, ...first.content]) }, ...rest]
  })

/** Footnotes as lines of the section for what is left over. */
function noteNodes(nodes: readonly DocJson[], lines: DocJson[]): DocJson[] {
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
