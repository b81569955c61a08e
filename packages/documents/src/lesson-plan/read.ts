import { HEADER_FIELDS, SECTIONS, clockOf, minutesOfSteps, readMinutes } from '@gongyan/domain'
import type { HeaderField, ProcessField, SectionKey } from '@gongyan/domain'

/** A ProseMirror node as JSON, the form in which the server handles documents. */
export interface DocJson {
  type: string
  attrs?: Record<string, unknown>
  content?: DocJson[]
  text?: string
  marks?: { type: string; attrs?: Record<string, unknown> }[]
}

/** One row of a 教学过程 table as `contracts.md` describes it. */
export interface PlanRow {
  rowId: string
  /** 1 for the first process table. */
  table: number
  period: string | null
  phase: string | null
  minutes: number | null
  teacher: string | null
  students: string | null
  intent: string | null
  assistant: string | null
  resources: string | null
  second: string | null
  /** Columns without a field, by their head. */
  extra: Record<string, string>
  /** Fields that share one cell: the first holds the text, the others are null. */
  spans: string[][]
  /** Fields whose cell is merged with the row above: the text is repeated here and counts once. */
  continues: string[]
  objectives: string[]
}

export interface PlanReading {
  title: string
  /** By Chinese name. */
  header: Record<string, string>
  sections: Record<string, string>
  /** The labels as the teacher wrote them, by Chinese name. */
  sectionLabels: Record<string, string>
  rows: PlanRow[]
  objectives: { objectiveId: string; text: string; literacy: string | null }[]
  /** The columns of each process table, left to right. */
  columns: { table: number; columns: { header: string; field: string }[] }[]
  totalMinutes: number
}

const named = <K extends string>(names: Record<K, string>, key: string): string =>
  key in names ? names[key as K] : key.replace(/^extra:/, '')

/** Counts formulas through the document, so that each stands as ⟦公式n⟧ in plain text. */
class TextReader {
  private formulas = 0

  inline(nodes: readonly DocJson[] = []): string {
    let out = ''
    for (const node of nodes) {
      if (node.text !== undefined) out += node.text
      else if (node.type === 'hardBreak') out += '\n'
      else if (node.type === 'formula') out += `⟦公式${++this.formulas}⟧`
      else if (node.type === 'attachment') out += String(node.attrs?.['name'] ?? '')
    }
    return out
  }

  /** Paragraphs one per line, in reading order; blank lines are left out unless `blank` keeps them. */
  blocks(nodes: readonly DocJson[] = []): string {
    const lines: string[] = []
    for (const node of nodes) {
      if (node.type === 'paragraph' || node.type === 'objective' || node.type === 'heading')
        lines.push(this.inline(node.content))
      else if (node.content) lines.push(this.blocks(node.content))
    }
    return lines
      .join('\n')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .join('\n')
  }
}

interface GridCell {
  cell: DocJson
  text: string
  rowStart: number
  colStart: number
  colspan: number
}

/** More columns or rows than one cell of a plan ever covers; browsers stop at 1,000 columns too. */
const MOST_SPANNED = 1000

/** How many columns or rows a cell covers, 1 to 1,000 whatever the shared document claims: readers walk every one of them. */
export const spanOf = (cell: DocJson, name: 'colspan' | 'rowspan'): number =>
  Math.min(MOST_SPANNED, Math.max(1, Math.trunc(Number(cell.attrs?.[name] ?? 1)) || 1))

/** Places that the cells of one table cover beside one for each: more than in any plan, and few enough for readers to walk. */
const MOST_COVERED = 100_000

/**
 * How many columns and rows the cells of a table cover, asked of each once in reading order. Where all of them together claim
 * more than any plan has, the others cover one place each: a thousand cells of a thousand by a thousand end no reader.
 */
export function spansOf(
  rows: readonly DocJson[],
): (cell: DocJson, row: number) => { readonly colspan: number; readonly rowspan: number } {
  let left = MOST_COVERED
  return (cell, row) => {
    const colspan = spanOf(cell, 'colspan')
    const rowspan = Math.min(spanOf(cell, 'rowspan'), rows.length - row)
    const more = colspan * rowspan - 1
    if (more > left) return { colspan: 1, rowspan: 1 }
    left -= more
    return { colspan, rowspan }
  }
}

/** Lays the cells of a table out on its grid, following colspan and rowspan. */
function layOut(table: DocJson, reader: TextReader): GridCell[][] {
  const grid: GridCell[][] = []
  const rows = table.content ?? []
  const spans = spansOf(rows)
  rows.forEach((row, rowIndex) => {
    const line = (grid[rowIndex] ??= [])
    let col = 0
    for (const cell of row.content ?? []) {
      while (line[col]) col++
      const { colspan, rowspan } = spans(cell, rowIndex)
      const placed: GridCell = { cell, text: reader.blocks(cell.content), rowStart: rowIndex, colStart: col, colspan }
      for (let r = rowIndex; r < rowIndex + rowspan; r++)
        for (let c = col; c < col + colspan; c++) (grid[r] ??= [])[c] = placed
      col += colspan
    }
  })
  return grid
}

/** A field's text in the API: 师生活动 stands under teacher and students, which then share one cell. */
const fieldsOf = (field: string): ProcessField[] =>
  field === 'teacherStudents' ? ['teacher', 'students'] : [field as ProcessField]

const isHeadRow = (row: DocJson): boolean =>
  (row.content ?? []).length > 0 && (row.content ?? []).every((cell) => cell.type === 'tableHeader')

function readProcessTable(
  table: DocJson,
  index: number,
  reader: TextReader,
): { rows: PlanRow[]; columns: { header: string; field: string }[] } {
  const grid = layOut(table, reader)
  const lines = table.content ?? []
  // Heads of two levels are read at their leaves: a head that spans both levels reaches down into the last one.
  let heads = lines.findIndex(isHeadRow)
  for (let next = lines[heads + 1]; heads >= 0 && next && isHeadRow(next); next = lines[heads + 1]) heads++
  const columns = (grid[heads] ?? []).map(({ cell, text }) => {
    const field = String(cell.attrs?.['field'] ?? 'extra')
    return { header: text, field: field === 'extra' ? `extra:${text}` : field }
  })
  const has = (name: string) => columns.some(({ field }) => field === name)
  const hasMinutes = has('minutes')
  const timeAt = columns.findIndex(({ field }) => field === (hasMinutes ? 'minutes' : 'phase'))
  const clock = clockOf(
    grid.flatMap((line, at) => {
      const placed = line[timeAt]
      return at > heads && placed?.rowStart === at ? [placed.text] : []
    }),
    { bare: hasMinutes },
  )
  const rows: PlanRow[] = []
  ;(table.content ?? []).forEach((row, rowIndex) => {
    if (isHeadRow(row)) return
    const out: PlanRow = {
      rowId: String(row.attrs?.['rowId'] ?? ''),
      table: index,
      period: (table.attrs?.['period'] as string | null) ?? null,
      phase: null,
      minutes: null,
      teacher: null,
      students: null,
      intent: null,
      assistant: null,
      resources: null,
      second: null,
      extra: {},
      spans: [],
      continues: [],
      objectives: Array.isArray(row.attrs?.['objectives']) ? (row.attrs['objectives'] as string[]) : [],
    }
    const line = grid[rowIndex] ?? []
    for (let col = 0; col < line.length;) {
      const placed = line[col]
      if (!placed) {
        col++
        continue
      }
      let end = col + 1
      while (line[end] === placed) end++
      const fields = columns.slice(col, end).flatMap((column) => fieldsOf(column.field))
      const continued = placed.rowStart < rowIndex
      fields.forEach((field, position) => {
        const value = position === 0 ? placed.text : null
        if (field.startsWith('extra:')) {
          if (value !== null) out.extra[field.slice(6)] = value
        } else if (field === 'minutes') {
          if (value !== null && !continued) out.minutes = readMinutes(value, { bare: true, clock })?.minutes ?? null
        } else (out as unknown as Record<string, string | null>)[field] = value
      })
      if (fields.length > 1) out.spans.push(fields)
      if (continued) out.continues.push(...fields.slice(0, 1))
      col = end
    }
    const isNamed = out.phase !== null && readMinutes(out.phase, { clock }) !== null
    if (!hasMinutes && out.phase !== null && !out.continues.includes('phase'))
      out.minutes = readMinutes(out.phase, { clock })?.minutes ?? null
    // Where no 环节 tells them, the steps and their minutes stand in the text: （一）导入（约5分钟）.
    if (!hasMinutes && !isNamed && out.teacher !== null && !out.continues.includes('teacher'))
      out.minutes = minutesOfSteps(out.teacher)
    rows.push(out)
  })
  return { rows, columns }
}

/** What a lesson plan says, as plain text by Chinese names: the body of `GET /lesson-plans/{id}`, search and checks. */
export function readLessonPlan(doc: DocJson): PlanReading {
  const reader = new TextReader()
  const reading: PlanReading = {
    title: '',
    header: {},
    sections: {},
    sectionLabels: {},
    rows: [],
    objectives: [],
    columns: [],
    totalMinutes: 0,
  }
  let section: string | null = null
  let tables = 0
  const add = (text: string) => {
    if (section === null || text === '') return
    reading.sections[section] = section in reading.sections ? `${reading.sections[section]}\n${text}` : text
  }
  for (const node of doc.content ?? []) {
    if (node.type === 'title') {
      if (!reading.title) reading.title = reader.inline(node.content)
    } else if (node.type === 'header') {
      for (const field of node.content ?? []) {
        const value = reader.inline(field.content)
        if (value !== '') reading.header[named<HeaderField>(HEADER_FIELDS, String(field.attrs?.['key'] ?? ''))] = value
      }
    } else if (node.type === 'table' && node.attrs?.['kind'] === 'process') {
      tables++
      const { rows, columns } = readProcessTable(node, tables, reader)
      reading.rows.push(...rows)
      reading.columns.push({ table: tables, columns })
    } else {
      const key = node.attrs?.['section']
      if (typeof key === 'string') {
        section = named<SectionKey>(SECTIONS, key)
        if (node.type === 'heading') {
          reading.sectionLabels[section] = reader.inline(node.content)
          continue
        }
      }
      const text = reader.blocks([node])
      if (node.type === 'objective')
        reading.objectives.push({
          objectiveId: String(node.attrs?.['objectiveId'] ?? ''),
          text,
          literacy: (node.attrs?.['literacy'] as string | null) ?? null,
        })
      add(text)
    }
  }
  reading.totalMinutes = reading.rows.reduce((sum, row) => sum + (row.minutes ?? 0), 0)
  return reading
}

/** All visible text of a plan, one block per line, for search. */
export function plainText(doc: DocJson): string {
  const walk = (node: DocJson): string =>
    node.text ??
    (node.type === 'hardBreak'
      ? '\n'
      : node.type === 'formula'
        ? String(node.attrs?.['latex'] ?? '')
        : (node.content ?? []).map(walk).join(isTextblock(node) ? '' : '\n'))
  return walk(doc)
}
const isTextblock = (node: DocJson) => ['title', 'headerField', 'heading', 'objective', 'paragraph'].includes(node.type)
