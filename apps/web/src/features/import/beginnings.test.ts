import type { DocJson } from '@gongyan/documents/read'
import { expect, test } from 'vitest'
import { beginningsOf } from './beginnings.ts'

const words = (text: string): DocJson[] => (text === '' ? [] : [{ type: 'text', text }])
const heading = (text: string, section: string | null): DocJson => ({
  type: 'heading',
  attrs: { level: 2, section },
  content: words(text),
})
const paragraph = (text: string, section: string | null = null): DocJson => ({
  type: 'paragraph',
  attrs: { section },
  content: words(text),
})
const cell = (text: string, attrs: Record<string, unknown> = {}): DocJson => ({
  type: 'tableCell',
  attrs,
  content: [paragraph(text)],
})
const head = (...labels: string[]): DocJson => ({
  type: 'tableRow',
  content: labels.map((label) => ({ type: 'tableHeader', content: [paragraph(label)] })),
})
const row = (...cells: DocJson[]): DocJson => ({ type: 'tableRow', content: cells })
const process = (...rows: DocJson[]): DocJson => ({ type: 'table', attrs: { kind: 'process' }, content: rows })
const doc = (...content: DocJson[]): DocJson => ({ type: 'doc', content })

test('[WI17] a part is known by how it begins, also where its label stands in its own text, and where two have one key', () => {
  const { section } = beginningsOf([
    doc(
      heading('一、教学目标', 'objectives'),
      paragraph('会读会写。'),
      paragraph('能说出理由。'),
      paragraph('重点：理解面积', 'keyPoints'),
      heading('板书设计', 'board'),
      paragraph('＿＿＿＿ ……'),
      heading('教学过程', 'process'),
      process(head('环节'), row(cell('导入'))),
    ),
    doc(heading('第二课时教学目标', 'objectives'), paragraph('会算。')),
  ])
  expect(section('objectives', '教学目标')).toBe('会读会写。 能说出理由。')
  expect(section('objectives', '第二课时教学目标')).toBe('会算。')
  expect(section('keyPoints', '重点')).toBe('理解面积')
  expect(['board', 'process', 'homework'].map((key) => section(key, ''))).toEqual(['', '', ''])
})

test('[WI17] a column is known by the first thing it says, past empty cells and cells from the row above', () => {
  const { column } = beginningsOf([
    doc(
      process(
        head('环节', '时间', '教师活动', '学生活动'),
        row(cell('导入', { rowspan: 2 }), cell('5'), cell(''), cell('看图', { rowspan: 2 })),
        row(cell('3'), cell('出示挂图')),
        row(cell('新授', { colspan: 2 }), cell('讲'), cell('听')),
      ),
    ),
    doc(process(head('流程'), row(cell('复习')))),
  ])
  expect([1, 2, 3, 4].map((index) => column(1, index))).toEqual(['导入', '5', '出示挂图', '看图'])
  expect([column(2, 1), column(2, 2), column(3, 1)]).toEqual(['复习', '', ''])
})
