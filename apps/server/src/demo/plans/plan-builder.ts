import type { DocJson } from '@gongyan/documents'
import { PROCESS_FIELDS } from '@gongyan/domain'
import type { HeaderField, ProcessField, SectionKey } from '@gongyan/domain'
import { demoLocalId } from '../demo-id.ts'

/** A block of the plan: a string is one paragraph. */
export type Block = string | DocJson
type Cell = Block | number | readonly Block[]

/** One row of a 教学过程. `key` is its name for life: the `rowId` comes from it. */
export type ProcessRow = { readonly [Field in ProcessField]?: Cell } & {
  readonly key: string
  /** Keys of the objectives this row serves. */
  readonly serves?: readonly string[]
  /** Fields whose cell is merged with that of the row above. */
  readonly continues?: readonly ProcessField[]
}
export type ProcessColumn = ProcessField | readonly [field: ProcessField, label: string]

const INLINE =
  /\$(?<latex>[^$]+)\$|\*\*(?<strong>[^*]+)\*\*|\[\[(?<red>[^\]]+)\]\]|\{(?<base>[^|{}]+)\|(?<pinyin>[^{}]+)\}|(?<line>\n)/g

/**
 * Inline nodes of a text. It marks `$formula$`, `**strong**`, `[[written in red]]`, `{字|zì}` for pinyin above, and
 * breaks the line at `\n`.
 */
export function inline(source: string): DocJson[] {
  const nodes: DocJson[] = []
  const push = (text: string, mark?: { type: string; attrs?: Record<string, unknown> }) => {
    if (text !== '') nodes.push({ type: 'text', text, ...(mark ? { marks: [mark] } : {}) })
  }
  let from = 0
  for (const match of source.matchAll(INLINE)) {
    push(source.slice(from, match.index))
    from = match.index + match[0].length
    const { latex, strong, red, base, pinyin } = match.groups ?? {}
    if (latex !== undefined) nodes.push({ type: 'formula', attrs: { latex, display: false } })
    else if (strong !== undefined) push(strong, { type: 'strong' })
    else if (red !== undefined) push(red, { type: 'redPen' })
    else if (base !== undefined) push(base, { type: 'ruby', attrs: { annotation: pinyin } })
    else nodes.push({ type: 'hardBreak' })
  }
  push(source.slice(from))
  return nodes
}

const withContent = (node: DocJson, content: DocJson[]): DocJson => (content.length > 0 ? { ...node, content } : node)
const block = (source: Block): DocJson =>
  typeof source === 'string' ? withContent({ type: 'paragraph' }, inline(source)) : source
const blocks = (cell: Cell | undefined): DocJson[] =>
  cell === undefined
    ? [{ type: 'paragraph' }]
    : typeof cell === 'number'
      ? [block(String(cell))]
      : Array.isArray(cell)
        ? cell.map(block)
        : [block(cell as Block)]

const list = (type: string, attrs: Record<string, unknown>, items: readonly Cell[]): DocJson => ({
  type,
  attrs,
  content: items.map((item) => ({ type: 'listItem', content: blocks(item) })),
})

/** A bulleted list. */
export const ul = (...items: Cell[]): DocJson => list('bulletList', {}, items)
/** A numbered list: 1. 2. 3. */
export const ol = (...items: Cell[]): DocJson => list('orderedList', { start: 1, format: null }, items)
/** A numbered list as it stands in cells: ① ② ③ */
export const steps = (...items: Cell[]): DocJson => list('orderedList', { start: 1, format: '{①}' }, items)
/** 基本信息, in the order given. */
export const header = (fields: Partial<Record<HeaderField, string>>): DocJson => ({
  type: 'header',
  content: Object.entries(fields).map(([key, value]) =>
    withContent({ type: 'headerField', attrs: { key, label: null } }, inline(value)),
  ),
})

/** A section with its heading; without blocks it stands there yet to be written. */
export const section = (key: SectionKey, label: string, ...content: Block[]): DocJson[] => [
  { type: 'heading', attrs: { level: 2, section: key }, content: inline(label) },
  ...(content.length > 0 ? content.map(block) : [{ type: 'paragraph' }]),
]

/** 重点 and 难点 under one heading, each a section of its own. */
export const keyAndDifficult = (keyPoint: string, difficultPoint: string): DocJson[] => [
  { type: 'heading', attrs: { level: 2, section: 'keyAndDifficult' }, content: inline('教学重点与难点') },
  { type: 'paragraph', attrs: { section: 'keyPoint' }, content: inline(`**重点：**${keyPoint}`) },
  { type: 'paragraph', attrs: { section: 'difficultPoint' }, content: inline(`**难点：**${difficultPoint}`) },
]

/** 板书, drawn with characters: one paragraph, its lines kept. */
export const board = (...lines: string[]): DocJson[] => section('board', '板书设计', lines.join('\n'))

/** The parts of one plan that carry ids; the plan's key makes them its own. */
export function planBuilder(planKey: string) {
  const rowId = (key: string) => demoLocalId(planKey, 'row', key)
  const objectiveId = (key: string) => demoLocalId(planKey, 'objective', key)

  return {
    /** 教学目标: `[key, text, 核心素养]` each. */
    objectives: (label: string, ...items: (readonly [key: string, text: string, literacy: string])[]): DocJson[] => [
      { type: 'heading', attrs: { level: 2, section: 'objectives' }, content: inline(label) },
      ...items.map(([key, text, literacy]) => ({
        type: 'objective',
        attrs: { objectiveId: objectiveId(key), literacy },
        content: inline(text),
      })),
    ],

    /** 教学过程: heading and table. A column is a field, or a field with the label the school uses. */
    process: (columns: readonly ProcessColumn[], rows: readonly ProcessRow[]): DocJson[] => {
      const heads = columns.map((column) =>
        typeof column === 'string'
          ? { field: column, label: PROCESS_FIELDS[column] }
          : { field: column[0], label: column[1] },
      )
      const rowspan = (field: ProcessField, index: number): number => {
        const next = rows.slice(index + 1).findIndex((row) => !row.continues?.includes(field))
        return next === -1 ? rows.length - index : next + 1
      }
      const cells = (row: ProcessRow, index: number): DocJson[] =>
        heads
          .filter(({ field }) => !row.continues?.includes(field))
          .map(({ field }) => ({
            type: 'tableCell',
            attrs: { rowspan: rowspan(field, index) },
            content: blocks(row[field]),
          }))
      return [
        { type: 'heading', attrs: { level: 2, section: 'process' }, content: inline('教学过程') },
        {
          type: 'table',
          attrs: { kind: 'process', period: null },
          content: [
            {
              type: 'tableRow',
              attrs: { rowId: rowId('head'), objectives: null },
              content: heads.map(({ field, label }) => ({
                type: 'tableHeader',
                attrs: { field },
                content: [block(label)],
              })),
            },
            ...rows.map((row, index) => ({
              type: 'tableRow',
              attrs: { rowId: rowId(row.key), objectives: row.serves ? row.serves.map(objectiveId) : null },
              content: cells(row, index),
            })),
          ],
        },
      ]
    },

    /** A plain table, its first line the heads. */
    table: (key: string, ...lines: (readonly string[])[]): DocJson => ({
      type: 'table',
      attrs: { kind: 'plain', period: null },
      content: lines.map((line, index) => ({
        type: 'tableRow',
        attrs: { rowId: rowId(`${key}/${index}`), objectives: null },
        content: line.map((text) => ({ type: index === 0 ? 'tableHeader' : 'tableCell', content: [block(text)] })),
      })),
    }),

    /** The document: title, header and parts, one after the other. */
    doc: (title: string, ...parts: (DocJson | readonly DocJson[])[]): DocJson => ({
      type: 'doc',
      content: [{ type: 'title', content: [{ type: 'text', text: title }] }, ...parts.flat()],
    }),
  }
}
