import type { ProcessField } from '@gongyan/domain'
import { readMinutes } from '@gongyan/domain'
import type { TableBlock, TableCellBlock } from '../reading/model.ts'
import { lineOf } from '../reading/model.ts'
import { cellText, labelOf } from './label-rows.ts'
import { numberingOf } from './labels.ts'
import { MEANS, MOST, NAMES, STUDENTS_DO, STUDENTS_SAY, TEACHER_DOES, TEACHER_SAYS } from './spoken-words.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Steps without heads, below a head that was made from what their cells say. */
export interface SpokenSteps {
  readonly table: TableBlock
  /** How many rows of the table they take. */
  readonly rows: number
}

type Spoken = Extract<ProcessField, 'phase' | 'minutes' | 'teacher' | 'students' | 'teacherStudents' | 'intent'>
const HEADS: Readonly<Record<Spoken, string>> = {
  phase: '环节',
  minutes: '时间',
  teacher: '教师活动',
  students: '学生活动',
  teacherStudents: '师生活动',
  intent: '设计意图',
}
const TIME_ONLY = /^[\s\d:：.—\-–~～'′’第约共至到分钟秒minsMINS（()）]{1,14}$/

/** What the cells of one column say that it is for. */
function spokenField(texts: readonly string[]): Spoken | null {
  const told = texts.filter((text) => text.trim() !== '')
  const most = (test: (text: string) => boolean): boolean => told.filter(test).length >= told.length * MOST
  if (told.length === 0) return null
  if (told.every((text) => TIME_ONLY.test(text) && readMinutes(text, { bare: true }) !== null)) return 'minutes'
  if (most((text) => TEACHER_SAYS.test(text) && STUDENTS_SAY.test(text))) return 'teacherStudents'
  if (most((text) => TEACHER_SAYS.test(text))) return 'teacher'
  if (most((text) => STUDENTS_SAY.test(text))) return 'students'
  const short = told.every((text) => text.length <= 30 && !/[。！？；]/.test(text))
  if (short && most((text) => NAMES.test(text) || numberingOf(text) !== '' || readMinutes(text) !== null))
    return 'phase'
  if (most((text) => TEACHER_DOES.test(text))) return 'teacher'
  if (most((text) => MEANS.test(text))) return 'intent'
  return most((text) => STUDENTS_DO.test(text)) ? 'students' : null
}

const shape = (cells: readonly TableCellBlock[]): string =>
  cells.map(({ column, colspan, rowspan }) => `${column}+${colspan}×${rowspan}`).join()

/**
 * The steps that begin in a row of a table without heads, where every column says by its cells what it is for: who acts, and a
 * 环节 or both who act. To be asked only inside a 教学过程.
 */
export function spokenSteps(vocabulary: Vocabulary, table: TableBlock, row: number): SpokenSteps | null {
  const first = table.rows[row]?.cells ?? []
  const other = table.rows.findIndex(
    ({ cells }, at) =>
      at >= row &&
      (shape(cells) !== shape(first) || (cells[0] !== undefined && labelOf(vocabulary, cells[0])?.kind === 'section')),
  )
  const end = other === -1 ? table.rows.length : other
  if (end - row < 2 || first.length < 2 || first.some(({ rowspan }) => rowspan > 1)) return null
  const body = table.rows.slice(row, end)
  const fields = first.map((_, at) => spokenField(body.map(({ cells }) => (cells[at] ? cellText(cells[at]) : ''))))
  const found = new Set(fields)
  const acts = found.has('teacher') || found.has('students') || found.has('teacherStudents')
  const isTold = acts && (found.has('phase') || (found.has('teacher') && found.has('students')))
  if (found.has(null) || found.size < fields.length || !isTold) return null
  const head = first.map((cell, at) => ({
    ...cell,
    blocks: [lineOf([{ type: 'text', text: HEADS[fields[at] as Spoken] }])],
    rowspan: 1,
  }))
  return {
    table: { ...table, rows: [{ cells: head, repeats: false, bookmarks: [] }, ...body] },
    rows: body.length,
  }
}
