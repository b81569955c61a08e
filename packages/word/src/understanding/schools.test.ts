import { readLessonPlan } from '@gongyan/documents'
import { describe, expect, test } from 'vitest'
import { docx, p, tbl, tc, tr } from '../../test/ooxml.ts'
import { importDocx } from '../index.ts'

const B = { bold: true, center: true }
const TITLE = p('《观潮》教案', { ...B, size: 32 })
const PROCESS = p('教学过程', { bold: true })

function understood(body: string, parts: Record<string, string> = {}) {
  const result = importDocx(docx(TITLE + body, { parts }))
  if (!result.ok) throw new Error(result.refusal.code)
  const { doc, report } = result.value
  return { ...readLessonPlan(doc), report }
}
const fieldsOf = (body: string) => understood(body).columns.map(({ columns }) => columns.map(({ field }) => field))

describe('[WD70] columns', () => {
  const stages = (first: string, second: string) =>
    tbl(
      4,
      tr(tc(first, B), tc(second, B), tc('教师活动', B), tc('学生活动', B)),
      tr(tc('甲', { merge: 'restart' }), tc('乙'), tc('问'), tc('答')),
      tr(tc('', { merge: 'continue' }), tc('丙'), tc('讲'), tc('听')),
    )
  test('of two that name steps the finer is the 环节, whichever word it has', () => {
    expect(fieldsOf(PROCESS + stages('阶段', '环节'))).toEqual([['extra:阶段', 'phase', 'teacher', 'students']])
    expect(fieldsOf(PROCESS + stages('环节', '步骤'))).toEqual([['extra:环节', 'phase', 'teacher', 'students']])
  })
  test('of two with one meaning the one surely known is the field', () => {
    const table = tbl(
      3,
      tr(tc('环节', B), tc('主备教案', B), tc('集体修改', B), tc('二次备课', B)),
      tr(tc('导入'), tc('问'), tc('改'), tc('补')),
    )
    expect(fieldsOf(PROCESS + table)).toEqual([['phase', 'teacherStudents', 'extra:集体修改', 'second']])
  })
  const timed = (time: string) =>
    tbl(3, tr(tc('二年级', B), tc('时间', B), tc('四年级', B)), tr(tc('写字'), tc(time), tc('读书')))
  test('times under 时间 make a row that is set off the head of steps, other words do not', () => {
    expect(fieldsOf(PROCESS + timed("10'"))).toEqual([['extra:二年级', 'minutes', 'extra:四年级']])
    expect(fieldsOf(PROCESS + timed('周三'))).toEqual([])
  })
  test('where nothing else names the steps a first column of names does, one of sentences or numbers does not', () => {
    const steps = (one: string, other: string) =>
      tbl(
        3,
        tr(tc('项目', B), tc('教师做法', B), tc('时间', B)),
        tr(tc(one), tc('唱歌'), tc('5分钟')),
        tr(tc(other), tc('拉伸'), tc('15分钟')),
      )
    expect(fieldsOf(PROCESS + steps('问好', '拉伸'))).toEqual([['phase', 'teacher', 'minutes']])
    expect(fieldsOf(PROCESS + steps('谁来了？', '怎么做？'))).toEqual([['extra:项目', 'teacher', 'minutes']])
    expect(fieldsOf(PROCESS + steps('1', '2'))).toEqual([['extra:项目', 'teacher', 'minutes']])
  })
  test('a column 课时 parts the steps, where every cell of it announces one', () => {
    const periods = (second: string) =>
      tbl(
        3,
        tr(tc('课时', B), tc('教师活动', B), tc('学生活动', B)),
        tr(tc('第1课时', { merge: 'restart' }), tc('问'), tc('答')),
        tr(tc('', { merge: 'continue' }), tc('讲'), tc('听')),
        tr(tc(second), tc('读'), tc('写')),
      )
    expect(understood(PROCESS + periods('第2课时')).rows.map(({ period }) => period)).toEqual([
      '第1课时',
      '第1课时',
      '第2课时',
    ])
    expect(fieldsOf(PROCESS + periods('机动'))).toEqual([['extra:课时', 'teacher', 'students']])
  })
})

describe('[WD71] around the steps', () => {
  test('labels of a turned table may stand in groups', () => {
    const table = tbl(
      4,
      tr(tc('环节', { ...B, span: 2 }), tc('一、导', B), tc('二、学', B)),
      tr(tc('活动', { ...B, merge: 'restart' }), tc('教师', B), tc('问'), tc('讲')),
      tr(tc('', { merge: 'continue' }), tc('学生', B), tc('答'), tc('听')),
    )
    expect(understood(PROCESS + table).rows.map(({ phase, teacher, students }) => [phase, teacher, students])).toEqual([
      ['一、导', '问', '答'],
      ['二、学', '讲', '听'],
    ])
  })
  test('headings that are like known ones and alike are headings; one alone is not', () => {
    const goal = p('讲评目标', { bold: true }) + p('会改错。')
    expect(understood(goal + p('讲评过程', { bold: true }) + p('自查。')).sections).toEqual({
      目标: '会改错。',
      教学过程: '自查。',
    })
    expect(understood(goal).sections['目标']).toBeUndefined()
  })
  test('a table most of whose rows begin with a label set off is a form, though no word of it is known', () => {
    const rows = (look: object) =>
      tbl(
        2,
        tr(tc('劳动目的地', look), tc('菜园')),
        tr(tc('劳动目标甲', look), tc('会浇水。')),
        tr(tc('劳动反思甲', look), tc('水多了。')),
      )
    expect(understood(rows(B)).sections).toMatchObject({ 目标: '会浇水。', 反思: '水多了。' })
    expect(understood(rows({})).sections['目标']).toBeUndefined()
  })
  test('a label behind the steps is no fact, a heading there no step', () => {
    const plan = understood(
      p('教学目标', { bold: true }) +
        p('会背诵') +
        PROCESS +
        tbl(
          4,
          tr(tc('环节', B), tc('教师活动', B), tc('学生活动', B), tc('时间', B)),
          tr(tc('热身'), tc('领跑'), tc('跟跑'), tc('8′')),
          tr(tc('场地', B), tc('操场', { span: 1 }), tc('预计心率', B), tc('130')),
        ) +
        p('备忘', { bold: true }) +
        p('带秒表。'),
    )
    expect(plan.header['预计心率']).toBeUndefined()
    expect(plan.sections['备忘']).toBe('带秒表。')
  })
})

describe('[WD72] lines', () => {
  test('soft breaks between labels part a paragraph, others do not', () => {
    const plan = understood(p('教学目标：\n会背诵。\n教学重点：四字词。\n板书设计：潮'))
    expect([plan.sections['目标'], plan.sections['重点'], plan.sections['板书']]).toEqual([
      '会背诵。',
      '教学重点：四字词。',
      '板书设计：潮',
    ])
    expect(understood(p('教学反思', { bold: true }) + p('一\n二\n三')).sections['反思']).toBe('一\n二\n三')
  })
  test('facts stand with a bar, alone below others, between sections, and in the running head', () => {
    const head = `<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${p('教师：李洪　　年级：四年级')}</w:hdr>`
    const rels =
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/></Relationships>'
    const plan = understood(
      p('作者｜林舒　学科｜语文') +
        p('主持人：孙一') +
        p('教学目标', { bold: true }) +
        p('会背诵。') +
        p('课时：1课时') +
        p('教学重点', { bold: true }) +
        p('四字词。') +
        '<w:p><w:pPr><w:sectPr><w:headerReference w:type="default" r:id="rId4"/></w:sectPr></w:pPr></w:p>',
      { 'word/_rels/document.xml.rels': rels, 'word/header1.xml': head },
    )
    expect(plan.header).toEqual({ 主备人: '林舒', 学科: '语文', 主持人: '孙一', 课时: '1课时', 年级: '四年级' })
    expect(plan.sections['目标']).toBe('会背诵。')
  })
  test('a line that says the text is over ends the sections', () => {
    const plan = understood(p('板书设计', { bold: true }) + p('潮') + p('—— END ——') + p('来源：网络'))
    expect(plan.sections).toEqual({ 板书: '潮', 未归位的内容: '—— END ——\n来源：网络' })
  })
})
