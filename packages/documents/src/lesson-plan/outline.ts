import { SECTIONS, isHan, minutesOfRows, phaseName } from '@gongyan/domain'
import type { ProcessField, SectionKey, TimedRow } from '@gongyan/domain'
import { plainText, spansOf } from './read.ts'
import type { DocJson } from './read.ts'

/** One section of a plan, as the outline lists it. */
export interface OutlineSection {
  readonly key: string
  readonly label: string
  readonly isBlank: boolean
  /** How many objectives stand in it. */
  readonly objectives: number
}

/** One row of the 教学过程, as outline, ruler and phone list it. */
export interface OutlineRow {
  readonly rowId: string
  readonly number: number
  readonly table: number
  readonly phase: string
  /** The phase's cell is that of the row above. */
  readonly continues: boolean
  readonly minutes: number | null
}

export interface OutlineTable {
  readonly index: number
  readonly period: string | null
  readonly columns: readonly { readonly field: ProcessField | null; readonly label: string }[]
  readonly rows: readonly OutlineRow[]
  readonly total: number
}

/** What a plan consists of, read from its document whether or not the editor is there yet. */
export interface Outline {
  readonly title: string
  readonly hasHeader: boolean
  readonly sections: readonly OutlineSection[]
  readonly tables: readonly OutlineTable[]
  readonly rows: readonly OutlineRow[]
  readonly objectives: readonly { readonly id: string; readonly text: string }[]
}

const INLINE_PARENTS = new Set(['title', 'headerField', 'heading', 'objective', 'paragraph'])

/** Visible text of a node in one line. Between blocks stands a space, but not between two Chinese characters. */
export function textOf(node: DocJson): string {
  if (node.text !== undefined) return node.text
  if (node.type === 'formula') return String(node.attrs?.['latex'] ?? '')
  if (node.type === 'hardBreak') return ' '
  const isInline = INLINE_PARENTS.has(node.type)
  return (node.content ?? []).map(textOf).reduce((line, part) => {
    if (isInline || line === '' || part === '') return line + part
    return line + (isHan(line.at(-1)) && isHan(part[0]) ? '' : ' ') + part
  }, '')
}

const saysSomething = (node: DocJson): boolean => {
  if (node.text !== undefined) return node.text.trim() !== ''
  if (node.type === 'image' || node.type === 'formula' || node.type === 'attachment') return true
  if (node.type === 'table')
    return (node.content ?? []).some((row) => !isHead(row) && (row.content ?? []).some(saysSomething))
  return (node.content ?? []).some(saysSomething)
}
const isHead = (row: DocJson): boolean =>
  (row.content ?? []).length > 0 && (row.content ?? []).every(({ type }) => type === 'tableHeader')

/** The name of a section as the teacher wrote it, without its number and colon; the Chinese name of its key where nothing is written. */
function sectionLabel(key: string, written: string): string {
  const name = key in SECTIONS ? SECTIONS[key as SectionKey] : key.replace(/^extra:/, '')
  const label = written
    .replace(/^[\s　]*(?:第?[一二三四五六七八九十\d]+[、.．）)])?[\s　]*/, '')
    .replace(/[：:].*$/s, '')
    .replace(/[【】[\]]/g, '')
    .trim()
    .replace(/(\p{Script=Han})\s+(?=\p{Script=Han})/gu, '$1')
  return label === '' || label.length > 14 ? name : label
}

function tableOf(node: DocJson, index: number, count: number): OutlineTable {
  const lines = node.content ?? []
  const headAt = lines.findIndex(isHead)
  const columns: { field: ProcessField | null; label: string }[] = []
  const headSpans = spansOf(lines)
  for (const head of lines[headAt]?.content ?? []) {
    const column = { field: (head.attrs?.['field'] as ProcessField | null) ?? null, label: textOf(head).trim() }
    columns.push(...Array.from({ length: headSpans(head, headAt).colspan }, () => column))
  }
  const phaseAt = columns.findIndex(({ field }) => field === 'phase')
  const minutesAt = columns.findIndex(({ field }) => field === 'minutes')
  const grid: { cell: DocJson; from: number }[][] = []
  const untimed: OutlineRow[] = []
  const teacherAt = columns.findIndex(({ field }) => field === 'teacher' || field === 'teacherStudents')
  const times: TimedRow[] = []
  const spans = spansOf(lines)
  lines.forEach((line, lineIndex) => {
    const slots = (grid[lineIndex] ??= [])
    let column = 0
    for (const cell of line.content ?? []) {
      while (slots[column]) column++
      const { colspan, rowspan } = spans(cell, lineIndex)
      for (let r = lineIndex; r < lineIndex + rowspan; r++)
        for (let c = column; c < column + colspan; c++) (grid[r] ??= [])[c] = { cell, from: lineIndex }
      column += colspan
    }
    if (isHead(line)) return
    const phase = phaseAt >= 0 ? slots[phaseAt] : undefined
    const time = minutesAt >= 0 ? slots[minutesAt] : phase
    const steps = slots[teacherAt]
    times.push({
      own: time?.from === lineIndex ? textOf(time.cell) : null,
      phase: phase ? textOf(phase.cell) : '',
      steps: steps?.from === lineIndex ? plainText(steps.cell) : null,
    })
    untimed.push({
      rowId: String(line.attrs?.['rowId'] ?? ''),
      number: count + untimed.length + 1,
      table: index,
      phase: phase ? phaseName(textOf(phase.cell)) : '',
      continues: phase !== undefined && phase.from < lineIndex,
      minutes: null,
    })
  })
  const read = minutesOfRows(times, { bare: minutesAt >= 0 })
  const rows = untimed.map((row, at) => ({ ...row, minutes: read[at] ?? null }))
  return {
    index,
    period: (node.attrs?.['period'] as string | null) ?? null,
    columns,
    rows,
    total: rows.reduce((sum, row) => sum + (row.minutes ?? 0), 0),
  }
}

/** Reads the outline of a plan's document. */
export function outlineOf(doc: DocJson): Outline {
  const sections: { key: string; label: string; isBlank: boolean; objectives: number; depth: number }[] = []
  const tables: OutlineTable[] = []
  const objectives: { id: string; text: string }[] = []
  let title = ''
  let hasHeader = false
  let rows = 0
  for (const node of doc.content ?? []) {
    if (node.type === 'title') {
      title ||= textOf(node).trim()
      continue
    }
    if (node.type === 'header') {
      hasHeader = true
      continue
    }
    const key = node.attrs?.['section']
    if (typeof key === 'string') {
      const known = sections.at(-1)
      if (known?.key !== key)
        sections.push({
          key,
          label: sectionLabel(key, textOf(node)),
          isBlank: true,
          objectives: 0,
          depth: node.type === 'heading' ? Number(node.attrs?.['level'] ?? 2) : 9,
        })
      if (node.type === 'heading') continue
    }
    const section = sections.at(-1)
    if (node.type === 'objective') {
      objectives.push({ id: String(node.attrs?.['objectiveId'] ?? ''), text: textOf(node).trim() })
      if (section) section.objectives++
    }
    if (node.type === 'table' && node.attrs?.['kind'] === 'process') {
      const table = tableOf(node, tables.length + 1, rows)
      tables.push(table)
      rows += table.rows.length
    }
    if (section && saysSomething(node)) section.isBlank = false
  }
  // A heading over parts that have beginnings of their own is not empty.
  sections.forEach((section, at) => {
    const next = sections[at + 1]
    if (section.isBlank && next && next.depth > section.depth) section.isBlank = next.isBlank
  })
  return {
    title,
    hasHeader,
    sections: sections.map(({ depth: _depth, ...section }) => section),
    tables,
    rows: tables.flatMap((table) => table.rows),
    objectives,
  }
}

/** Sections that may be folded away: written ones before a 教学过程 that has text, so that the table stands near the top. */
export function foldable(outline: Outline): string[] {
  const at = outline.sections.findIndex(({ key }) => key === 'process')
  if (at <= 0 || outline.sections[at]?.isBlank) return []
  return outline.sections
    .slice(0, at)
    .filter(({ isBlank, key }) => !isBlank && key !== 'unmapped')
    .map(({ key }) => key)
}

/** How the rows of a table stand against the period, both in minutes. */
export type MinutesVerdict =
  | { readonly kind: 'none' }
  | { readonly kind: 'fits' }
  | { readonly kind: 'over' | 'under'; readonly minutes: number }
export function minutesVerdict(table: OutlineTable, periodMinutes: number): MinutesVerdict {
  if (table.rows.every(({ minutes }) => minutes === null)) return { kind: 'none' }
  const difference = Math.round((table.total - periodMinutes) * 10) / 10
  return difference === 0
    ? { kind: 'fits' }
    : { kind: difference > 0 ? 'over' : 'under', minutes: Math.abs(difference) }
}
