import * as z from 'zod'
import { PROBLEMS } from './problems.ts'
import { instant, Person } from './schemas.ts'

const id = z.uuid()

/** What words stand for; which meanings a kind has is said by WORDING_MEANINGS of the domain. */
export const WordingMeaning = z
  .object({
    kind: z.enum(['column', 'header', 'section']),
    words: z.string().trim().min(1).max(60).describe('as the school writes it'),
    means: z
      .string()
      .trim()
      .min(1)
      .max(80)
      .describe('a ProcessField, HeaderField or SectionKey; extra: stays the school’s own; none: is no label'),
  })
  .meta({ id: 'WordingMeaning' })
export type WordingMeaning = z.infer<typeof WordingMeaning>
export const Wording = WordingMeaning.extend({
  id,
  by: Person.nullable(),
  at: instant,
  mayForget: z.boolean(),
}).meta({ id: 'Wording', description: '学校记住的一个叫法' })
export type Wording = z.infer<typeof Wording>

export const Corrections = z
  .object({
    wordings: z.array(WordingMeaning).max(200).default([]).describe('for this file only'),
    placements: z
      .array(
        z.object({
          passage: z.string().min(1).max(64).describe('key of a leftover of the report'),
          section: z.string().min(1).max(80).describe('a SectionKey'),
        }),
      )
      .max(500)
      .default([]),
    periods: z.enum(['one', 'each']).default('one').describe('several periods as one plan or one plan each'),
    periodMinutes: z.int().min(1).max(600).nullable().default(null),
  })
  .meta({ id: 'ImportCorrections', description: '这个文件怎么读' })
export type Corrections = z.infer<typeof Corrections>

/** What a person should look at before taking a file, the gravest first. */
export const Doubt = z
  .object({
    kind: z.enum(['noProcess', 'column', 'label', 'leftover', 'periods', 'minutes']),
    words: z.string().describe('of the file: a head, a label, the beginning of what is left over'),
    detail: z.string().nullable().describe('what was taken for it, or where it stands'),
    key: z.string().nullable().describe('of a leftover'),
    table: z.int().nullable(),
    column: z.int().nullable(),
  })
  .meta({ id: 'ImportDoubt' })
export type Doubt = z.infer<typeof Doubt>

const planRef = z.object({ id, title: z.string(), isBinned: z.boolean() })
export const ImportItemState = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('waiting'), ahead: z.int().describe('files of this import before it') }),
    z.object({ kind: z.literal('reading') }),
    z.object({
      kind: z.literal('duplicate'),
      of: z
        .discriminatedUnion('kind', [
          z.object({ kind: z.literal('plan'), plan: planRef }),
          z.object({ kind: z.literal('item'), importId: id, position: z.int(), name: z.string() }),
        ])
        .nullable()
        .describe('null: what it was the same as is gone meanwhile'),
    }),
    z.object({ kind: z.literal('ready') }),
    z.object({ kind: z.literal('refused'), code: z.enum(Object.keys(PROBLEMS) as [keyof typeof PROBLEMS]) }),
    z.object({ kind: z.literal('taken'), plans: z.array(planRef) }),
    z.object({ kind: z.literal('undone'), plans: z.array(planRef), at: instant }),
    z.object({ kind: z.literal('discarded') }),
  ])
  .meta({ id: 'ImportItemState' })
export type ImportItemState = z.infer<typeof ImportItemState>

export const ImportItem = z
  .object({
    importId: id,
    position: z.int(),
    name: z.string(),
    folder: z.string().nullable(),
    byteSize: z.int(),
    state: ImportItemState,
    title: z.string().nullable().describe('once it has been read'),
    doubtCount: z.int(),
    rowCount: z.int().nullable(),
    totalMinutes: z.number().nullable(),
  })
  .meta({ id: 'ImportItem', description: '导入的一个文件' })
export type ImportItem = z.infer<typeof ImportItem>

const counts = z.object({
  waiting: z.int(),
  reading: z.int(),
  ready: z.int(),
  doubtful: z.int().describe('of those that are ready'),
  duplicate: z.int(),
  refused: z.int(),
  taken: z.int(),
  undone: z.int(),
  discarded: z.int(),
})
const summary = {
  id,
  state: z.enum(['open', 'done', 'undone']).describe('done: nothing in it waits for anybody'),
  createdAt: instant,
  changedAt: instant,
  keptUntil: instant.describe('erased with its files then; plans that were taken stay'),
  counts,
}
export const ImportSummary = z.object({ ...summary, firstName: z.string().nullable() }).meta({ id: 'ImportSummary' })
export type ImportSummary = z.infer<typeof ImportSummary>
export const Import = z
  .object({
    ...summary,
    items: z.array(ImportItem).describe('doubts first, then what is refused or waits, what is done last'),
    limits: z.object({
      files: z.int(),
      fileBytes: z.int().describe('the largest file that is taken'),
      bytes: z.int(),
      bytesLeft: z.int(),
    }),
  })
  .meta({ id: 'Import', description: '一次导入' })
export type Import = z.infer<typeof Import>

export const ImportPreview = z
  .object({
    item: ImportItem,
    corrections: Corrections,
    doubts: z.array(Doubt),
    /** The ImportReport of packages/word. */
    report: z.unknown().nullable(),
    drafts: z
      .array(z.object({ title: z.string(), doc: z.unknown(), rowCount: z.int(), totalMinutes: z.number() }))
      .describe('the plans it becomes; pictures are fetched as /files/{fileId}'),
    pages: z
      .int()
      .nullable()
      .describe('pictures of pages where they are known at once; countImportPages waits for them'),
  })
  .meta({ id: 'ImportPreview' })
export type ImportPreview = z.infer<typeof ImportPreview>

const target = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('title') }),
  z.object({ kind: z.literal('header'), key: z.string().min(1).max(80) }),
  z.object({ kind: z.literal('section'), key: z.string().min(1).max(80) }),
])
/** What a person decides about a form that was read. */
export const FormChoice = z
  .union([
    z.object({ slot: z.string().min(1).max(40), target: target.nullable() }),
    z.object({
      table: z.string().min(1).max(40),
      column: z.int().min(0).max(200),
      field: z.string().min(1).max(40).nullable().describe('a ProcessField'),
    }),
    z.object({ part: z.string().min(1).max(200), rest: z.enum(['append', 'leave']) }),
  ])
  .meta({ id: 'FormChoice' })
export type FormChoice = z.infer<typeof FormChoice>

const form = {
  id,
  name: z.string(),
  orgName: z.string(),
  state: z.enum(['found', 'confirmed', 'retired']),
  createdAt: instant,
  confirmedAt: instant.nullable(),
  confirmedBy: Person.nullable(),
  mayManage: z.boolean(),
}
export const FormSummary = z.object(form).meta({ id: 'FormSummary' })
export type FormSummary = z.infer<typeof FormSummary>
export const Form = z
  .object({
    ...form,
    form: z.unknown().describe('the WordForm of packages/word: slots, tables, what happens to the rest'),
    doubts: z.array(
      z.object({
        kind: z.string(),
        at: z.string().nullable().describe('a slot or table'),
        column: z.int().nullable(),
        text: z.string(),
      }),
    ),
  })
  .meta({ id: 'Form', description: '学校的教案格式' })
export type Form = z.infer<typeof Form>

export const LeftPart = z
  .object({
    kind: z.enum(['title', 'header', 'section', 'column', 'front', 'file']),
    label: z.string().describe('as the plan calls it'),
    characters: z.int(),
    mayAppend: z.boolean().describe('whether it can be written behind the form'),
  })
  .meta({ id: 'LeftPart', description: '表格里没有地方放的一部分教案' })
export type LeftPart = z.infer<typeof LeftPart>

export const MovedComment = z
  .object({ author: z.string(), text: z.string() })
  .meta({ id: 'MovedComment', description: '原处已经没有了的一条批注，写在最近的一行或标题上' })
export type MovedComment = z.infer<typeof MovedComment>
