import { readLessonPlan, type DocJson } from '@gongyan/documents'
import { describe, expect, test } from 'vitest'
import { docx, p, tbl, tc, tr } from '../../test/ooxml.ts'
import { importDocx } from '../index.ts'

const B = { bold: true, center: true }
const TITLE = p('《观潮》教案', { ...B, size: 32 })

function understood(body: string) {
  const result = importDocx(docx(TITLE + body))
  if (!result.ok) throw new Error(result.refusal.code)
  const { doc, report } = result.value
  const objectives = (node: DocJson): number =>
    (node.type === 'objective' ? 1 : 0) + (node.content ?? []).reduce((sum, child) => sum + objectives(child), 0)
  return { ...readLessonPlan(doc), report, objectiveCount: objectives(doc) }
}
const fieldsOf = (body: string) => understood(body).columns.map(({ columns }) => columns.map(({ field }) => field))

describe('tables whose fields are rows', () => {
  test('[WD30] the steps stand side by side: rows and columns change places', () => {
    const plan = understood(
      tbl(
        3,
        tr(tc('教学环节', B), tc('导入（5分钟）'), tc('新授（35分钟）')),
        tr(tc('教师活动', B), tc('放录像'), tc('范读')),
        tr(tc('学生活动', B), tc('看'), tc('跟读')),
      ),
    )
    expect(plan.rows.map(({ phase, minutes, teacher, students }) => [phase, minutes, teacher, students])).toEqual([
      ['导入（5分钟）', 5, '放录像', '看'],
      ['新授（35分钟）', 35, '范读', '跟读'],
    ])
  })
  test('[WD30] a value across several steps is merged over their rows', () => {
    const plan = understood(
      tbl(
        3,
        tr(tc('环节', B), tc('导入（5分钟）'), tc('新授（35分钟）')),
        tr(tc('教师活动', B), tc('放录像'), tc('范读')),
        tr(tc('设计意图', B), tc('入境', { span: 2 })),
      ),
    )
    expect(plan.rows.map(({ intent, continues }) => [intent, continues])).toEqual([
      ['入境', []],
      ['入境', ['intent']],
    ])
  })
  test.each([
    ['facts', tr(tc('教师', B), tc('王明')) + tr(tc('时间', B), tc('周三')) + tr(tc('学生', B), tc('三（1）班'))],
    ['data', tr(tc('年份', B), tc('2019'), tc('2020')) + tr(tc('产量', B), tc('12'), tc('15'))],
    ['sections', tr(tc('教学目标', B), tc('会背诵')) + tr(tc('教学准备', B), tc('课件'))],
  ])('[WD30] %s stay as they are', (_, rows) => {
    expect(fieldsOf(tbl(2, rows))).toEqual([])
  })
  test('[WD30] a minute told in a head makes no column of minutes', () => {
    expect(
      fieldsOf(
        tbl(
          3,
          tr(tc('环节', B), tc('教师活动', B), tc('学生自学（5分钟）', B)),
          tr(tc('一'), tc('巡视'), tc('读课文')),
        ),
      ),
    ).toEqual([['phase', 'teacher', 'students']])
  })
})

describe('a table per step', () => {
  const table = (teacher: string) =>
    tbl(2, tr(tc('教师活动', B), tc('学生活动', B)), tr(tc(teacher), tc('听')), tr(tc(`再${teacher}`), tc('说')))
  test('[WD31] becomes one table, the lines before them its 环节', () => {
    const plan = understood(
      p('教学过程', B) + p('一、导入（5分钟）') + table('讲') + p('') + p('二、新授（35分钟）') + table('问'),
    )
    expect(plan.columns).toHaveLength(1)
    expect(plan.rows.map(({ phase, minutes, teacher }) => [phase, minutes, teacher])).toEqual([
      ['一、导入（5分钟）', 5, '讲'],
      ['一、导入（5分钟）', null, '再讲'],
      ['二、新授（35分钟）', 35, '问'],
      ['二、新授（35分钟）', null, '再问'],
    ])
    expect(plan.totalMinutes).toBe(40)
  })
  test('[WD31] a name that counts on from the names before it is one, though it is also a section', () => {
    const plan = understood(p('教学过程', B) + p('（一）课前自学') + table('讲') + p('（二）课后拓展') + table('问'))
    expect(plan.rows.map(({ phase }) => phase)).toEqual([
      '（一）课前自学',
      '（一）课前自学',
      '（二）课后拓展',
      '（二）课后拓展',
    ])
    expect(fieldsOf(p('教学过程', B) + p('导入') + table('讲') + p('课后拓展') + table('问'))).toHaveLength(2)
  })
  test('[WD31] two 课时, other heads and lines of text between them part the tables', () => {
    expect(fieldsOf(p('教学过程', B) + p('第一课时') + table('讲') + p('第二课时') + table('问'))).toHaveLength(2)
    expect(
      fieldsOf(
        p('教学过程', B) +
          p('导入') +
          table('讲') +
          p('新授') +
          tbl(2, tr(tc('教师活动', B), tc('设计意图', B)), tr(tc('讲'), tc('懂'))),
      ),
    ).toEqual([
      ['teacher', 'students'],
      ['teacher', 'intent'],
    ])
    expect(
      fieldsOf(p('教学过程', B) + p('导入') + table('讲') + p('先读三遍，再讨论。') + p('新授') + table('问')),
    ).toHaveLength(2)
  })
})

describe('heads that nobody knows', () => {
  const head = tr(tc('我的问题', B), tc('教师怎么教', B), tc('学生怎么学', B), tc('达成评价', B))
  const row = tr(tc('浮力跟什么有关'), tc('教师演示'), tc('学生猜想'), tc('两个猜想'))
  test('[WD32] one for the teacher and one for the students, set off, are a head; what was guessed is said to be', () => {
    const { report } = understood(tbl(4, head, row, row))
    expect(report.columns.map(({ header, field, sure }) => [header, field, sure])).toEqual([
      ['我的问题', 'extra', false],
      ['教师怎么教', 'teacher', false],
      ['学生怎么学', 'students', false],
      ['达成评价', 'extra', false],
    ])
  })
  test('[WD32] a step of which both act is no head', () => {
    const plan = understood(
      tbl(
        3,
        tr(tc('环节', B), tc('教师活动', B), tc('学生活动', B)),
        tr(tc('导入'), tc('教师演示'), tc('学生猜想')),
        tr(tc('实验'), tc('教师巡视'), tc('学生实验')),
      ),
    )
    expect(plan.rows.map(({ teacher }) => teacher)).toEqual(['教师演示', '教师巡视'])
  })
  test('[WD32] known heads below a head that is not known are read by where they stand', () => {
    expect(
      fieldsOf(
        tbl(
          4,
          tr(
            tc('环节', { ...B, merge: 'restart' }),
            tc('教师活动', { ...B, merge: 'restart' }),
            tc('负荷', { ...B, span: 2 }),
          ),
          tr(tc('', { merge: 'continue' }), tc('', { merge: 'continue' }), tc('时间', B), tc('强度', B)),
          tr(tc('热身'), tc('领跑'), tc('5分'), tc('小')),
        ),
      ),
    ).toEqual([['phase', 'teacher', 'minutes', 'extra:强度']])
  })
})

describe('within one cell', () => {
  const cell = (label: string, text: string) => tbl(2, tr(tc('课题', B), tc('观潮')), tr(tc(label, B), tc(p(text))))
  test('[WD33] 重点 and 难点 are told apart, parted by paragraphs or soft breaks', () => {
    expect(understood(cell('教学重难点', '重点：会背诵。\n难点：体会气势。')).sections).toMatchObject({
      重点: '重点：会背诵。',
      难点: '难点：体会气势。',
    })
    expect(understood(cell('教学重难点', '抓住“闷雷滚动”。')).sections).toEqual({ 重难点: '抓住“闷雷滚动”。' })
  })
  test.each([
    ['1.会认字。\n2.会背诵。', 2],
    ['会认字；\n会背诵。', 2],
    ['知识与技能：会认字\n过程与方法：自读', 2],
    ['在反复朗读中体会\n大潮的气势', 1],
  ])('[WD33] objectives: %j are %i', (text, count) => {
    expect(understood(cell('教学目标', text)).objectiveCount).toBe(count)
  })
})

describe('lines', () => {
  test('[WD35] labels that nobody knows are facts where two or more stand apart in a line, and are said to be guessed', () => {
    const { header, report } = understood(
      p('送教教师：罗兰　　受援学校：小河口教学点') + p('教学目标', B) + p('会背诵'),
    )
    expect(header).toEqual({ 送教教师: '罗兰', 受援学校: '小河口教学点' })
    expect(report.header.map(({ sure }) => sure)).toEqual([false, false])
    expect(understood(p('请注意：带好课本。　　请准备：彩笔。') + p('教学目标', B) + p('会背诵')).header).toEqual({})
  })
  test('[WD35] a heading that counts on from the 教学过程 is no step of it', () => {
    const plan = understood(
      p('一、教学目标') +
        p('会背诵') +
        p('二、教学过程') +
        p('一、导入') +
        p('看录像。') +
        p('三、活动延伸') +
        p('回家看海。'),
    )
    expect(plan.sections).toEqual({ 目标: '会背诵', 教学过程: '一、导入\n看录像。', 活动延伸: '回家看海。' })
  })
})

describe('after the steps', () => {
  const steps = (...rows: string[]) =>
    tbl(
      4,
      tr(tc('课题', B), tc('观潮', { span: 3 })),
      tr(tc('环节', B), tc('教师活动', { span: 2, ...B }), tc('学生活动', B)),
      tr(tc('导入'), tc('讲', { span: 2 }), tc('听')),
      ...rows,
    )
  test('[WD34] a row set off with a label that nobody knows begins a section of the school’s own', () => {
    const plan = understood(steps(tr(tc('集备意见', B), tc('多读。', { span: 3 }))))
    expect(plan.rows).toHaveLength(1)
    expect(plan.sections).toEqual({ 集备意见: '多读。' })
  })
  test('[WD34] a step with one wide cell is a step', () => {
    expect(understood(steps(tr(tc('总结'), tc('师生谈收获。', { span: 3 })))).rows).toHaveLength(2)
    expect(
      understood(steps(tr(tc('讨论', B), tc('都说。', { span: 3 })), tr(tc('总结'), tc('讲', { span: 2 }), tc('听'))))
        .rows,
    ).toHaveLength(3)
  })
})
