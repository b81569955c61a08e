import type { DocJson } from '@gongyan/documents'
import { HEADER_FIELDS, PROCESS_FIELDS, SECTIONS } from '@gongyan/domain'
import { EXTENSIONS } from '../reading/media.ts'
import { fold } from '../understanding/labels.ts'
import type { FormColumn, FormSlot, FormTable, LeftPart, WordForm } from './model.ts'

/** A plan taken apart into what a form has places for, in the plan's own order. */
export type Piece =
  | { kind: 'title'; node: DocJson }
  | { kind: 'header'; fields: DocJson[] }
  | { kind: 'front'; nodes: DocJson[] }
  /** Blocks of one section between its heading and the next process table or section. */
  | { kind: 'nodes'; key: string; heading: DocJson | null; nodes: DocJson[] }
  | { kind: 'process'; node: DocJson }

const textOf = (node: DocJson): string =>
  node.text ?? (node.type === 'hardBreak' ? ' ' : (node.content ?? []).map(textOf).join(''))
export const labelOfNode = (node: DocJson): string => textOf(node).trim()
const weight = (node: DocJson): number =>
  node.text?.replaceAll(/\s/g, '').length ??
  (node.type === 'formula' || node.type === 'image' || node.type === 'attachment'
    ? 1
    : (node.content ?? []).reduce((sum, child) => sum + weight(child), 0))

/** Takes a plan apart; `tables` says whether the form has places for process tables, else they are blocks like any other. */
export function takeApart(doc: DocJson, tables: boolean): Piece[] {
  const pieces: Piece[] = []
  let open: Extract<Piece, { kind: 'nodes' | 'front' }> | null = null
  for (const node of doc.content ?? []) {
    const key = node.attrs?.['section']
    if (node.type === 'title') pieces.push({ kind: 'title', node })
    else if (node.type === 'header') pieces.push({ kind: 'header', fields: node.content ?? [] })
    else if (node.type === 'heading' && typeof key === 'string') {
      open = { kind: 'nodes', key, heading: node, nodes: [] }
      pieces.push(open)
    } else if (tables && node.type === 'table' && node.attrs?.['kind'] === 'process') {
      pieces.push({ kind: 'process', node })
      if (open?.kind === 'nodes') open = { kind: 'nodes', key: open.key, heading: null, nodes: [] }
      if (open?.kind === 'nodes') pieces.push(open)
    } else {
      if (typeof key === 'string' || !open) {
        open = typeof key === 'string' ? { kind: 'nodes', key, heading: null, nodes: [] } : { kind: 'front', nodes: [] }
        pieces.push(open)
      }
      open.nodes.push(node)
    }
  }
  return pieces.filter((piece) => piece.kind !== 'nodes' || piece.heading !== null || piece.nodes.length > 0)
}

/** Sections that may stand in each other's place, under a label of their own. */
const HOSTS: Readonly<Record<string, readonly string[]>> = {
  keyPoint: ['keyAndDifficult'],
  difficultPoint: ['keyAndDifficult', 'keyPoint'],
  keyAndDifficult: ['keyPoint'],
  receiverLearnerAnalysis: ['learnerAnalysis'],
  learnerAnalysis: ['receiverLearnerAnalysis'],
  lessonObjectives: ['objectives'],
  unitObjectives: ['objectives'],
  objectives: ['lessonObjectives', 'unitObjectives'],
  unitHomework: ['homework'],
  unitAssessment: ['assessment'],
}

/** The slot a section's blocks go to: the `nth` of its own, the last of them, or that of a relative. */
export function slotFor(form: WordForm, key: string, label: string, nth: number): FormSlot | null {
  const slots = form.slots.filter(({ target }) => target?.kind === 'section')
  const named = (wanted: string) => slots.filter(({ target }) => target?.kind === 'section' && target.key === wanted)
  const own = named(key)
  if (own.length > 0) return own[Math.min(nth, own.length - 1)] ?? null
  if (key.startsWith('extra:'))
    return (
      slots.find(
        (slot) =>
          slot.target?.kind === 'section' && slot.target.key.startsWith('extra:') && fold(slot.label) === fold(label),
      ) ?? null
    )
  for (const host of HOSTS[key] ?? []) if (named(host)[0]) return named(host)[0] ?? null
  return null
}

/** Slots for a header field: those of its key, then those that the school calls by its name. */
function headerSlots(slots: readonly FormSlot[], key: string, label: string): { own: FormSlot[]; called: FormSlot[] } {
  const of = (test: (target: string) => boolean) =>
    slots.filter(({ target }) => target?.kind === 'header' && test(target.key))
  return {
    own: of((target) => target === key),
    called:
      label === ''
        ? []
        : of((target) => target.startsWith('extra:')).filter((slot) => fold(slot.label) === fold(label)),
  }
}

/** The slot of a header field, the `nth` of its key; a place beside the page's text where the text has none. */
export function headerSlot(form: WordForm, key: string, label: string, nth: number, beside: boolean): FormSlot | null {
  const text = headerSlots(
    form.slots.filter(({ place }) => !place.story),
    key,
    label,
  )
  const found = text.own[nth] ?? text.called[0]
  return found ?? (beside && nth === 0 ? (besideSlots(form, key, label)[0] ?? null) : null)
}

/** Places in running heads and feet and in text boxes for a header field: all of them say it. */
export function besideSlots(form: WordForm, key: string, label: string): FormSlot[] {
  const { own, called } = headerSlots(
    form.slots.filter(({ place }) => place.story),
    key,
    label,
  )
  return [...new Set([...own, ...called])]
}

/** Attachments of a plan that are no pictures. */
export const filesOf = (node: DocJson): DocJson[] =>
  node.type === 'attachment'
    ? String(node.attrs?.['mediaType'] ?? '') in EXTENSIONS
      ? []
      : [node]
    : (node.content ?? []).flatMap(filesOf)

/** Whether a fact is nothing but words, which is all that running heads and text boxes take. */
export const isWords = ({ content = [] }: DocJson): boolean =>
  content.every((node) => node.text !== undefined || node.type === 'hardBreak')

export interface PlanColumn {
  readonly column: number
  readonly field: string
  readonly label: string
}
export const columnKey = ({ field, label }: Pick<PlanColumn, 'field' | 'label'>): string =>
  field === 'extra' ? `column:extra:${label}` : `column:${field}`

export interface Route {
  /** Numbers in `FormTable.columns`; several where one cell of the plan covers several columns of the form. */
  readonly to: readonly number[]
  /** A label to write above the content, where the form's column is about something else. */
  readonly label: string | null
}

/** Where each column of a plan goes in a table of the form; null where it has no place. */
export function routeColumns(
  columns: readonly PlanColumn[],
  table: FormTable,
  rest: WordForm['rest'],
): (Route | null)[] {
  const find = (test: (column: FormColumn) => boolean) => table.columns.findIndex(test)
  const has = (field: string) => find((column) => column.field === field)
  const widest = [has('teacherStudents'), has('teacher'), has('students'), 0].find((index) => index >= 0) ?? 0
  return columns.map((column) => {
    const { field, label } = column
    const exact =
      field === 'extra'
        ? find((candidate) => candidate.field === 'extra' && fold(candidate.label) === fold(label))
        : has(field)
    if (exact !== -1) return { to: [exact], label: null }
    if (field === 'teacherStudents') {
      const both = [has('teacher'), has('students')].filter((index) => index >= 0).sort((a, b) => a - b)
      if (both.length > 0) return { to: both, label: null }
    }
    if ((field === 'teacher' || field === 'students') && has('teacherStudents') !== -1)
      return {
        to: [has('teacherStudents')],
        label: columns.some((other) => other !== column && (other.field === 'teacher' || other.field === 'students'))
          ? label
          : null,
      }
    if (field === 'minutes' && has('phase') !== -1) return { to: [has('phase')], label: null }
    return rest[columnKey(column)] === 'append' ? { to: [widest], label } : null
  })
}

/** The columns of a process table of a plan, read at the leaves of its head. */
export function planColumns(
  lines: readonly (readonly { cell: DocJson | null; column: number; colspan: number }[])[],
  headCount: number,
  columns: number,
): PlanColumn[] {
  const leaves = lines[headCount - 1] ?? []
  return Array.from({ length: columns }, (_, column) => {
    const leaf = leaves.find((cell) => cell.column <= column && column < cell.column + cell.colspan)
    return {
      column,
      field: String(leaf?.cell?.attrs?.['field'] ?? 'extra'),
      label: leaf?.cell ? labelOfNode(leaf.cell) : '',
    }
  })
}

export const partOf = {
  title: (title: DocJson): LeftPart => ({
    kind: 'title',
    key: 'title',
    label: labelOfNode(title),
    characters: weight(title),
  }),
  header: (field: DocJson): LeftPart => {
    const key = String(field.attrs?.['key'] ?? '')
    return {
      kind: 'header',
      key: `header:${key}`,
      label: String(
        field.attrs?.['label'] ?? HEADER_FIELDS[key as keyof typeof HEADER_FIELDS] ?? key.replace(/^extra:/, ''),
      ),
      characters: weight(field),
    }
  },
  section: (key: string, heading: DocJson | null, nodes: readonly DocJson[]): LeftPart => ({
    kind: 'section',
    key: `section:${key}`,
    label: (heading && labelOfNode(heading)) || (SECTIONS[key as keyof typeof SECTIONS] ?? key.replace(/^extra:/, '')),
    characters: nodes.reduce((sum, node) => sum + weight(node), 0),
  }),
  column: (column: PlanColumn, cells: readonly DocJson[]): LeftPart => ({
    kind: 'column',
    key: columnKey(column),
    label: column.label || (PROCESS_FIELDS[column.field as keyof typeof PROCESS_FIELDS] ?? column.field),
    characters: cells.reduce((sum, cell) => sum + weight(cell), 0),
  }),
  file: ({ attrs }: DocJson): LeftPart => ({
    kind: 'file',
    key: `file:${String(attrs?.['fileId'] ?? '')}`,
    label: String(attrs?.['name'] ?? ''),
    characters: 1,
  }),
  front: (nodes: readonly DocJson[]): LeftPart => ({
    kind: 'front',
    key: 'front',
    label: nodes.map(labelOfNode).join(' ').slice(0, 40),
    characters: nodes.reduce((sum, node) => sum + weight(node), 0),
  }),
}
