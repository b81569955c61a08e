import { readLessonPlan, type DocJson } from '@gongyan/documents'
import { describe, expect, test } from 'vitest'
import { docx, p, tbl, tc, tr } from '../../test/ooxml.ts'
import { importDocx } from '../index.ts'

const B = { bold: true, center: true }
const TITLE = p('《观潮》教案', { ...B, size: 32 })
const PROCESS = tbl(
  3,
  tr(tc('环节', B), tc('教师活动', B), tc('学生活动', B)),
  tr(tc('导入（5分钟）'), tc('播放录像'), tc('观看')),
)

function understood(body: string) {
  const result = importDocx(docx(body))
  if (!result.ok) throw new Error(result.refusal.code)
  const { doc, report } = result.value
  const typed = (node: DocJson, type: string): DocJson[] =>
    node.type === type ? [node] : (node.content ?? []).flatMap((child) => typed(child, type))
  return { ...readLessonPlan(doc), report, count: (type: string) => typed(doc, type).length }
}

describe('what stands before and after a 教学过程', () => {
  test('[WD21] a file that begins with a long text has the name of its file as title, and keeps the text', () => {
    const text = '这一单元的课文都写秋天的景物，'.repeat(12)
    const result = importDocx(docx(p(text) + PROCESS), { fallbackTitle: '秋天单元' })
    if (!result.ok) throw new Error(result.refusal.code)
    expect(readLessonPlan(result.value.doc).title).toBe('秋天单元')
    expect(JSON.stringify(result.value.doc)).toContain(text)
  })
  test('[WD21] objectives directly before the table are objectives', () => {
    const plan = understood(TITLE + p('教学目标', B) + p('1.会认字') + p('2.会背诵') + PROCESS)
    expect(plan.sections['目标']).toBe('1.会认字\n2.会背诵')
    expect(plan.count('objective')).toBe(2)
  })
  test('[WD21] a line after the table is no objective', () => {
    const plan = understood(TITLE + p('教学目标', B) + p('会认字') + PROCESS + p('本课由三年级组试教。'))
    expect(plan.count('objective')).toBe(1)
    expect(plan.report.unmapped.map(({ text }) => text)).toEqual(['本课由三年级组试教。'])
  })
})

describe('labels above their values', () => {
  test('[WD21] a row of labels over a row of values is read by columns', () => {
    const plan = understood(
      TITLE +
        tbl(
          3,
          tr(tc('年级', B), tc('主备人', B), tc('听课人', B)),
          tr(tc('四年级'), tc('王明'), tc('赵红')),
          tr(tc('学科', B), tc('语文', { span: 2 })),
        ) +
        PROCESS,
    )
    expect(plan.header).toEqual({ 年级: '四年级', 主备人: '王明', 听课人: '赵红', 学科: '语文' })
  })
  test('[WD21] a label is never the value of the label before it', () => {
    const plan = understood(
      TITLE +
        tbl(4, tr(tc('年级', B), tc('学科', B), tc('语文'), tc('')), tr(tc('课型', B), tc('新授', { span: 3 }))) +
        PROCESS,
    )
    expect(plan.header).toEqual({ 学科: '语文', 课型: '新授' })
    expect(plan.report.header.map(({ label, text }) => `${label}=${text}`)).toEqual(['年级=', '学科=语文', '课型=新授'])
  })
  test('[WD21] a table of data below labels stays a table', () => {
    const plan = understood(
      TITLE +
        p('课时目标', B) +
        tbl(2, tr(tc('课时', B), tc('目标', B)), tr(tc('第1课时'), tc('会认字')), tr(tc('第2课时'), tc('会背诵'))),
    )
    expect(plan.sections['课时目标']).toBe('课时\n目标\n第1课时\n会认字\n第2课时\n会背诵')
  })
})

describe('label and value in one cell, and the plan in a frame', () => {
  const cells = tbl(
    1,
    tr(tc('年级：四年级　　主备人：王明')),
    tr(tc('教学目标：|会认字|会背诵')),
    tr(tc('板书设计：9 + 4 = 13')),
  )
  test('[WD21] a table whose cells begin with their labels is read', () => {
    const plan = understood(TITLE + cells)
    expect(plan.header).toEqual({ 年级: '四年级', 主备人: '王明' })
    expect(plan.sections['目标']).toBe('会认字\n会背诵')
    expect(plan.sections['板书']).toContain('9 + 4 = 13')
  })
  test('[WD21] a plan inside one outer cell is read as if there were none', () => {
    const plan = understood(tbl(1, tr(tc(TITLE + p('教学目标', B) + p('会认字') + PROCESS + p('')))))
    expect(plan.title).toBe('《观潮》教案')
    expect(plan.sections['目标']).toBe('会认字')
    expect(plan.totalMinutes).toBe(5)
  })
  test('[WD21] a text box with words only stays a text box', () => {
    const box = `<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>${p('潮来之前，江面平静。')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>`
    expect(understood(TITLE + p('板书设计', B) + box).sections['板书']).toContain('潮来之前')
  })
})

describe('lines of facts', () => {
  test.each([
    ['时间：2025.3.1　地点：录播室', { 日期: '2025.3.1', 地点: '录播室' }],
    ['学科\t语文\t年级\t四年级', { 学科: '语文', 年级: '四年级' }],
    ['年级 四年级   主备人 王明', { 年级: '四年级', 主备人: '王明' }],
    ['教师：白音　　学校：镇中心校', { 主备人: '白音', 学校: '镇中心校' }],
    ['时间：3月1日 8:30　班级：三（2）班', { 日期: '3月1日 8:30', 班级: '三（2）班' }],
    ['年 级：四年级 主 备 人：王明', { 年级: '四年级', 主备人: '王明' }],
  ])('[WD21] %s', (line, header) => {
    expect(understood(TITLE + p(line) + p('教学目标', B) + p('会认字')).header).toEqual(header)
  })
  test('[WD21] a sentence with gaps is no line of facts', () => {
    const plan = understood(
      TITLE + p('教学目标', B) + p('会认字') + p('板书设计', B) + p('潮来前　潮来时　潮来后　潮去'),
    )
    expect(plan.header).toEqual({})
    expect(plan.sections['板书']).toBe('潮来前　潮来时　潮来后　潮去')
  })
})
