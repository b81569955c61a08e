import { readLessonPlan } from '@gongyan/documents'
import { describe, expect, test } from 'vitest'
import { docx, p, tbl, tc, tr } from '../../test/ooxml.ts'
import { importDocx } from '../index.ts'

const B = { bold: true, center: true }
const TITLE = p('《观潮》教案', { ...B, size: 32 })
const PROCESS = p('教学过程', { bold: true })
const LEFTOVER = '未归位的内容'

function understood(body: string) {
  const result = importDocx(docx(body))
  if (!result.ok) throw new Error(result.refusal.code)
  const { doc, report } = result.value
  return { ...readLessonPlan(doc), report }
}
const sectionsOf = (body: string) => understood(TITLE + body).sections
const fieldsOf = (body: string) =>
  understood(TITLE + body).columns.map(({ columns }) => columns.map(({ field }) => field))

describe('[WD73] a label may be made of a known one and words around it', () => {
  test.each([
    ['学习目标确定', '目标'],
    ['本节课的教学重点是：', '重点'],
    ['教学评价设计说明', '评价'],
    ['复习目标', '目标'],
    ['考纲要求分析', '课标要求'],
  ])('%s is %s', (label, section) => {
    expect(sectionsOf(p(label) + p('体会潮来之势。'))).toEqual({ [section]: '体会潮来之势。' })
  })
  test('of two things it is the first, of 重点 and 难点 both', () => {
    expect(
      sectionsOf(p('教材分析', { bold: true }) + p('名篇。') + p('重点及难点突破', { bold: true }) + p('想象。')),
    ).toEqual({
      教材分析: '名篇。',
      重难点: '想象。',
    })
    expect(
      sectionsOf(p('教学目标', { bold: true }) + p('背诵。') + p('作业与拓展学习', { bold: true }) + p('抄写。')),
    ).toEqual({
      目标: '背诵。',
      作业: '抄写。',
    })
  })
  test('a fact too, but no word that is only such a word: 游戏设计 names nobody', () => {
    expect(understood(TITLE + p('使用班级：四（1）班　主备人：文静')).header).toEqual({
      班级: '四（1）班',
      主备人: '文静',
    })
    expect(
      understood(TITLE + tbl(2, tr(tc('游戏设计', B), tc('看录像')), tr(tc('教学目标', B), tc('背诵')))).header,
    ).toEqual({ 游戏设计: '看录像' })
  })
  test('a column that names two things is for who acts', () => {
    const table = tbl(
      3,
      tr(tc('环节', B), tc('教师活动及设计意图', B), tc('学生活动', B)),
      tr(tc('导入'), tc('问'), tc('答')),
    )
    expect(fieldsOf(PROCESS + table)).toEqual([['phase', 'teacher', 'students']])
  })
})

describe('[WD74] titles and facts', () => {
  test('a title that ends as documents do and has nothing of the 课题 names the form', () => {
    const form = (topic: string) => tbl(2, tr(tc('课题', B), tc(topic)), tr(tc('教学目标', B), tc('会认')))
    const title = p('培智生活语文个训教案', { ...B, size: 32 })
    expect(understood(title + form('认识红绿灯')).title).toBe('认识红绿灯')
    expect(understood(title + form('生活语文')).title).toBe('培智生活语文个训教案')
  })
  test('课程名称 is no 课题 beside a title that has nothing of it', () => {
    const form = tbl(2, tr(tc('课程名称', B), tc('汽车电器')), tr(tc('授课班级', B), tc('汽修1班')))
    expect(understood(p('空调故障排除', { ...B, size: 32 }) + form).header).toEqual({
      课程名称: '汽车电器',
      班级: '汽修1班',
    })
    expect(understood(p('汽车电器检修', { ...B, size: 32 }) + form).header).toEqual({
      课题: '汽车电器',
      班级: '汽修1班',
    })
  })
  test('教学时间 tells a date, or how many 课时, or how long', () => {
    const header = (time: string) => understood(TITLE + p(`主备人：文静　教学时间：${time}`)).header
    expect(header('3月2日')).toEqual({ 主备人: '文静', 日期: '3月2日' })
    expect(header('2课时')).toEqual({ 主备人: '文静', 课时: '2课时' })
    expect(header('40分钟')).toEqual({ 主备人: '文静', 教学时间: '40分钟' })
  })
  test('第二课时 below the title is a fact where no other 课时 is announced', () => {
    const body = p('第二课时', { center: true }) + p('教学目标', { bold: true }) + p('背诵。')
    expect(understood(TITLE + body).header).toEqual({ 课时: '第二课时' })
    expect(understood(TITLE + body + p('第三课时', { bold: true }) + p('品读。')).header).toEqual({})
  })
  test('a first line without any look is the title, and left over nowhere', () => {
    const plan = understood(p('小班语言活动：拔萝卜') + p('活动目标：') + p('愿意说。') + p('活动准备：') + p('头饰。'))
    expect([plan.title, plan.sections]).toEqual(['小班语言活动：拔萝卜', { 目标: '愿意说。', 准备: '头饰。' }])
    expect(plan.report.unmapped).toEqual([])
  })
})

describe('[WD75] forms', () => {
  test('a cell is a label where labels stand in rows of its shape', () => {
    const form = tbl(
      4,
      tr(tc('课题'), tc('观潮'), tc('时长'), tc('40分钟')),
      tr(tc('年级'), tc('四'), tc('设计者'), tc('文静')),
    )
    expect(understood(TITLE + form).header).toEqual({ 课题: '观潮', 时长: '40分钟', 年级: '四', 主备人: '文静' })
  })
  test('a table of three columns under one row that is set off is data, whatever its first column looks like', () => {
    const data = tbl(
      3,
      tr(tc('项目', B), tc('自评', B), tc('互评', B)),
      tr(tc('作业完成', B), tc('优'), tc('良')),
      tr(tc('目标达成', B), tc('良'), tc('优')),
    )
    const steps = tbl(2, tr(tc('教师活动', B), tc('学生活动', B)), tr(tc('问'), tc('答')))
    const { sections } = understood(TITLE + PROCESS + steps + data)
    expect(Object.keys(sections).filter((key) => key !== '教学过程' && key !== LEFTOVER)).toEqual([])
  })
  test('a line set off across the table over its text is a label, parts of the objectives below one are none', () => {
    const form = tbl(
      2,
      tr(tc('教学准备', B), tc('录像')),
      tr(tc('教学目标', { ...B, span: 2 })),
      tr(tc('知识目标', B), tc('会背')),
      tr(tc('德育渗透', B), tc('爱自然')),
      tr(tc('教学特色', { ...B, span: 2 })),
      tr(tc('读写结合。', { span: 2 })),
    )
    expect(sectionsOf(form)).toEqual({
      准备: '录像',
      目标: '知识目标\n会背\n德育渗透\n爱自然',
      教学特色: '读写结合。',
    })
  })
  test('heads of a form, 项目 and 内容, are no fact; tables side by side are tables one after another', () => {
    const form = tbl(
      2,
      tr(tc('项目', B), tc('内容', B)),
      tr(tc('教学目标', B), tc('会背')),
      tr(tc('教学难点', B), tc('想象')),
    )
    expect(understood(TITLE + form).header).toEqual({})
    const facts = (label: string, value: string) =>
      `${tbl(2, tr(tc(label), tc(value)), tr(tc('教学难点'), tc('想象')))}${p('')}`
    const beside = tbl(2, tr(tc(facts('年级', '四')), tc(facts('主备人', '文静'))))
    expect(understood(TITLE + beside).header).toEqual({ 年级: '四', 主备人: '文静' })
  })
})

describe('[WD76] steps', () => {
  const head = tr(tc('主问题', B), tc('学生活动', B), tc('教师点拨', B))
  test('a first column names the steps too where it is merged over several rows, or tells their minutes', () => {
    const timed = tbl(
      3,
      head,
      tr(tc('为什么？（5分钟）'), tc('说'), tc('讲')),
      tr(tc('怎么办？（9分钟）'), tc('做'), tc('看')),
    )
    expect(fieldsOf(PROCESS + timed)).toEqual([['phase', 'students', 'teacher']])
  })
  test('where nobody acts the one column that nobody knows is what happens', () => {
    const table = (heads: string) =>
      tbl(
        3,
        tr(...heads.split('|').map((word) => tc(word, B))),
        tr(tc('导入'), tc('放钱塘江大潮的录像。'), tc('激趣')),
        tr(tc('读'), tc('读第三、四自然段。'), tc('品味')),
      )
    expect(fieldsOf(PROCESS + table('环节|具体做法|设计意图'))).toEqual([['phase', 'teacherStudents', 'intent']])
  })
  test('设计意图 below the table of a step is its column, and heads of two levels repeated on a page are told once', () => {
    const step = (name: string, what: string) =>
      p(name) + tbl(2, tr(tc('教师活动', B), tc('学生活动', B)), tr(tc(what), tc('听'))) + p(`设计意图：${what}`)
    const plan = understood(
      TITLE + PROCESS + step('环节一：导入（5分钟）', '问') + step('环节二：品读（35分钟）', '讲'),
    )
    expect(plan.rows.map(({ phase, minutes, intent }) => [phase, minutes, intent])).toEqual([
      ['环节一：导入（5分钟）', 5, '设计意图：问'],
      ['环节二：品读（35分钟）', 35, '设计意图：讲'],
    ])
    const page = (name: string) =>
      tbl(
        3,
        tr(tc('环节', { ...B, merge: 'restart' }), tc('活动', { ...B, span: 2 })),
        tr(tc('', { merge: 'continue' }), tc('教师', B), tc('学生', B)),
        tr(tc(name), tc('讲'), tc('听')),
      )
    expect(understood(TITLE + PROCESS + page('导入') + p('') + page('小结')).rows.map(({ phase }) => phase)).toEqual([
      '导入',
      '小结',
    ])
  })
  test('合计 in the last row is no step', () => {
    const table = tbl(
      3,
      tr(tc('环节', B), tc('师生活动', B), tc('时间', B)),
      tr(tc('读'), tc('齐读'), tc('40分钟')),
      tr(tc('合计'), tc(''), tc('40分钟')),
    )
    expect(understood(TITLE + PROCESS + table).totalMinutes).toBe(40)
  })
})

test('[WD77] a heading that looks as that of the 教学过程 does and unlike its steps ends it; a gap or any bracket sets a label off', () => {
  const lines = ['活动目标：', '愿意说。', '活动过程：', '一、导入', '看。', '二、说', '说。', '我的观察：', '等得久。']
  expect(sectionsOf(lines.map((line) => p(line)).join(''))).toEqual({
    目标: '愿意说。',
    教学过程: '一、导入\n看。\n二、说\n说。',
    我的观察: '等得久。',
  })
  expect(sectionsOf(p('教学重点　想象画面') + p('〖教学难点〗体会顺序'))).toEqual({
    重点: '教学重点　想象画面',
    难点: '〖教学难点〗体会顺序',
  })
})

describe('[WD76] heads', () => {
  const brief = tbl(
    2,
    tr(tc('教学过程'), tc('备注')),
    tr(tc('导入（5分钟）|看大潮的录像。'), tc('')),
    tr(tc('品读（35分钟）|找动词。'), tc('')),
  )
  test('brief over cells that tell steps they need no look; over other cells they do', () => {
    expect(fieldsOf(p('课时安排：1课时') + brief)).toEqual([['teacherStudents', 'extra:备注']])
    const data = tbl(
      2,
      tr(tc('教学内容'), tc('备注')),
      tr(tc('观察水的三态变化和循环'), tc('')),
      tr(tc('认识温度计和气压计'), tc('')),
    )
    expect(fieldsOf(p('教学目标', { bold: true }) + p('背诵。') + data)).toEqual([])
  })
  test('教学过程 across the last row stands over the next table', () => {
    const form = tbl(
      2,
      tr(tc('课题', B), tc('观潮')),
      tr(tc('年级', B), tc('四')),
      tr(tc('教学过程', { ...B, span: 2 })),
    )
    const steps = tbl(3, tr(tc('情境', B), tc('学生活动', B), tc('素养', B)), tr(tc('潮来了'), tc('说'), tc('语言')))
    expect(fieldsOf(form + steps)).toEqual([['extra:情境', 'students', 'extra:素养']])
  })
})
