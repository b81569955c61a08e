import type { ProcessField } from '@gongyan/domain'
import { readMinutes } from '@gongyan/domain'
import type { TableBlock, TableCellBlock } from '../reading/model.ts'
import { lineOf } from '../reading/model.ts'
import { cellText, labelOf } from './label-rows.ts'
import { numberingOf } from './labels.ts'
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
const TEACHER_SAYS = /(?:^|\n)\s*(?:师|教师|老师)\s*[：:]/
const STUDENTS_SAY = /(?:^|\n)\s*(?:生\d?|学生|众)\s*[：:]/
const TEACHER_DOES =
  /^\s*(?:[\d（(①-⑨]+[)）、.．]?\s*)?(?:教师|老师|出示|提问|提出|引导|讲解|讲授|板书|播放|范读|巡视|示范|组织|指导|点拨|演示|追问|布置|展示课件|介绍|启发|小结|总结|强调|发放)/
const STUDENTS_DO =
  /^\s*(?:[\d（(①-⑨]+[)）、.．]?\s*)?(?:学生|小组|同桌|观察|思考|讨论|交流|回答|朗读|齐读|默读|完成|练习|倾听|听讲|独立|动手|操作|汇报|自由|读课文|跟读|记录|阅读|听|说|读|写|做|画)/
const MEANS =
  /^\s*(?:激发|培养|引出|让学生|使学生|通过|为了?|巩固|落实|帮助|体会|唤起|渗透|突破|检测|拓展|锻炼|感受|创设|提高|加深|促进)/
const NAMES =
  /导入|引入|新课|新授|探究|练习|巩固|小结|总结|作业|拓展|热身|初读|精读|品读|复习|展示|检测|达标|活动|环节|任务|反馈|提升|延伸|激趣|感知|研读|讲授|合作|自主|应用|回顾/
const TIME_ONLY = /^[\s\d:：.—\-–~～'′’第约共至到分钟秒minsMINS（()）]{1,14}$/
const MOST = 0.6

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
