import { readLessonPlan } from '@gongyan/documents'
import { asked } from '@gongyan/testing/asked'
import { describe, expect, test } from 'vitest'
import { docx, p, tbl, tc, tr } from '../../test/ooxml.ts'
import { importDocx } from '../index.ts'

const B = { bold: true, center: true }
const TITLE = p('《观潮》教案', { ...B, size: 32 })
const PROCESS = p('教学过程', { bold: true })

function understood(body: string) {
  const result = importDocx(docx(TITLE + body))
  if (!result.ok) throw new Error(result.refusal.code)
  const { doc, report } = result.value
  return { ...readLessonPlan(doc), report }
}
const fieldsOf = (plan: ReturnType<typeof understood>) =>
  plan.columns.map(({ columns }) => columns.map(({ field }) => field))

describe('[WD36] a step of several rows is one row', () => {
  const head = tr(tc('教师活动', B), tc('学生活动', B))
  test('a row across the steps names what stands below it', () => {
    const plan = understood(
      tbl(
        2,
        head,
        tr(tc('环节一：导入（5分钟）', { span: 2 })),
        tr(tc('放录像'), tc('看')),
        tr(tc('环节二：学文（35分钟）', { span: 2 })),
        tr(tc('范读'), tc('跟读')),
        tr(tc('提问'), tc('回答')),
      ),
    )
    expect(fieldsOf(plan)).toEqual([['phase', 'teacher', 'students']])
    expect(plan.rows.map(({ phase, minutes, teacher, continues }) => [phase, minutes, teacher, continues])).toEqual([
      ['环节一：导入（5分钟）', 5, '放录像', []],
      ['环节二：学文（35分钟）', 35, '范读', []],
      ['环节二：学文（35分钟）', null, '提问', ['phase']],
    ])
  })
  test('设计意图 below a step is a column, also where the 环节 is merged down over both rows', () => {
    const plan = understood(
      tbl(
        3,
        tr(tc('环节', B), tc('教师活动', B), tc('学生活动', B)),
        tr(tc('导入（5分钟）', { merge: 'restart' }), tc('放录像'), tc('看')),
        tr(tc('', { merge: 'continue' }), tc('设计意图：入境', { span: 2 })),
        tr(tc('学文（35分钟）', { merge: 'restart' }), tc('范读'), tc('跟读')),
        tr(tc('', { merge: 'continue' }), tc('设计意图：品味', { span: 2 })),
      ),
    )
    expect(fieldsOf(plan)).toEqual([['phase', 'teacher', 'students', 'intent']])
    expect(plan.rows.map(({ phase, intent, continues }) => [phase, intent, continues])).toEqual([
      ['导入（5分钟）', '设计意图：入境', []],
      ['学文（35分钟）', '设计意图：品味', []],
    ])
  })
  test.each([
    ['板书设计', '三幅图', '板书'],
    ['二次备课', '加一个录像', '二次备课'],
  ])('%s below all steps is no part of the last one', (label, text, section) => {
    const plan = understood(
      tbl(
        3,
        tr(tc('环节', B), tc('教师活动', B), tc('学生活动', B)),
        tr(tc('导入'), tc('放录像'), tc('看')),
        tr(tc('学文'), tc('范读'), tc('跟读')),
        tr(tc(label, B), tc(text, { span: 2 })),
      ),
    )
    expect(fieldsOf(plan)).toEqual([['phase', 'teacher', 'students']])
    expect(plan.sections[section]).toBe(text)
  })
})

describe('[WD37] columns without heads say by their cells what they are for', () => {
  const rows =
    tr(tc('导入（5分钟）'), tc('师：这是什么？'), tc('生：石头。')) +
    tr(tc('学文（35分钟）'), tc('师：怎么搭？'), tc('生：平整。'))
  test('inside a 教学过程, and none of it is sure', () => {
    const plan = understood(PROCESS + tbl(3, rows))
    expect(fieldsOf(plan)).toEqual([['phase', 'teacher', 'students']])
    expect(plan.rows.map(({ minutes }) => minutes)).toEqual([5, 35])
    expect(plan.report.columns.map(({ sure }) => sure)).toEqual([false, false, false])
  })
  test.each([
    ['elsewhere a table stays as it is', p('教学目标', { bold: true }) + tbl(3, rows)],
    ['a table of data stays as it is', PROCESS + tbl(2, tr(tc('长'), tc('宽')) + tr(tc('6'), tc('4')))],
    [
      'a column that says nothing leaves all as they are',
      PROCESS + tbl(2, tr(tc('导入'), tc('春')) + tr(tc('练习'), tc('夏'))),
    ],
  ])('%s', (_, body) => {
    expect(fieldsOf(understood(body))).toEqual([])
  })
  test('inside a 教学过程 one column that is surely known makes a row that is set off its head', () => {
    const data = (head: string) => tbl(2, tr(tc(head, B), tc('学法指导', B)), tr(tc('自学第3页'), tc('圈画')))
    expect(fieldsOf(understood(PROCESS + data('学习过程')))).toEqual([['teacherStudents', 'extra:学法指导']])
    expect(fieldsOf(understood(PROCESS + data('数量')))).toEqual([])
  })
})

describe('[WD38] what goes on', () => {
  const head = tr(tc('环节', B), tc('教师活动', B), tc('学生活动', B))
  const step = (name: string) => tr(tc(name), tc('问'), tc('答'))
  test.each(['（续表）', '续上表'])('%s between two parts of one table', (line) => {
    const plan = understood(PROCESS + tbl(3, head, step('导入')) + p(line, { center: true }) + tbl(3, step('学文')))
    expect(plan.rows.map(({ phase }) => phase)).toEqual(['导入', '学文'])
    expect(plan.report.unmapped.map(({ text }) => text)).toEqual([line])
  })
  test('a 课时 announced above the heads begins the steps', () => {
    const plan = understood(
      tbl(
        3,
        tr(tc('教学目标', B), tc('会背诵', { span: 2 })),
        tr(tc('第一课时', { ...B, span: 3 })),
        head,
        step('导入'),
        tr(tc('第二课时', { ...B, span: 3 })),
        step('学文'),
      ),
    )
    expect(plan.rows.map(({ period }) => period)).toEqual(['第一课时', '第二课时'])
    expect(plan.objectives.map(({ text }) => text)).toEqual(['会背诵'])
  })
  test('beside a tall label 教师 and 学生 are parts of what it names', () => {
    const plan = understood(
      tbl(
        3,
        tr(tc('课题', B), tc('观潮', { span: 2 })),
        tr(tc('教学准备', { ...B, merge: 'restart' }), tc('教师', B), tc('课件')),
        tr(tc('', { merge: 'continue' }), tc('学生', B), tc('字典')),
      ),
    )
    expect(plan.header).toEqual({ 课题: '观潮' })
    expect(plan.sections['准备']).toBe('教师\n课件\n学生\n字典')
  })
})

test('[WD39] a gap longer than any page is read like any other, wherever it stands', () => {
  const gap = ' '.repeat(30_000)
  const plan = understood(
    p(`${gap}教学目标`, { bold: true }) +
      p(`目标：会${gap}背诵`) +
      tbl(
        3,
        tr(tc('环节', B), tc('教师活动', B), tc('学生活动', B)),
        tr(tc(`导入${gap}（5分钟）`), tc(`问${gap}`), tc('答')),
      ),
  )
  expect(plan.rows.map(({ minutes }) => minutes)).toEqual([5])
  expect(plan.sections['目标']).toContain('背诵')
})

test.each(['a', '教学重点：'])(
  '[WD39] what expressions are asked about a line of soft breaks grows as the line, not as its square: %s',
  (words) => {
    // As the title, as a text, as a label and as a head of a column: wherever lines are joined.
    const walked = (lines: number): number => {
      const broken = Array.from({ length: lines }, () => words).join('\n')
      const questions = asked(() =>
        understood(
          p(broken, { bold: true, center: true, size: 32 }) +
            p('教学目标', { bold: true }) +
            p(broken) +
            tbl(2, tr(tc(p(broken, { bold: true })), tc('值')), tr(tc('学科', B), tc(p(broken)))) +
            tbl(2, tr(tc('教师活动', B), tc('学生活动', B)), tr(tc(p(broken)), tc(p(broken)))),
        ),
      )
      return questions.reduce((sum, question) => sum + question.walked, 0)
    }
    expect(walked(2400)).toBeLessThan(2.6 * walked(1200))
  },
)
