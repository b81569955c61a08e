import type { DocJson } from '@gongyan/documents/read'
import { expect, test } from 'vitest'
import { hasDoubts, leftoversIn, readReport } from './report.ts'

const p = (text: string, section?: string): DocJson => ({
  type: 'paragraph',
  attrs: { section: section ?? null },
  content: [{ type: 'text', text }],
})
const h = (text: string, section: string): DocJson => ({
  type: 'heading',
  attrs: { level: 2, section },
  content: [{ type: 'text', text }],
})
const report = readReport({
  unmapped: [
    { text: '课前资源：朗读音频', where: 'body' },
    { text: '板书照片见附件\n第二页', where: 'body' },
  ],
})

test('what still stands among the unplaced pieces is left over, what found its place is not', () => {
  const before = {
    type: 'doc',
    content: [
      h('教学目标', 'objectives'),
      h('未归位的内容', 'unmapped'),
      p('课前资源：朗读音频'),
      p('板书照片见附件'),
      p('第二页'),
    ],
  }
  expect(leftoversIn(report, before).map(({ text }) => text)).toEqual(['课前资源：朗读音频', '板书照片见附件\n第二页'])
  const after = {
    type: 'doc',
    content: [h('教学目标', 'objectives'), p('课前资源：朗读音频'), h('未归位的内容', 'unmapped'), p('第二页')],
  }
  expect(leftoversIn(report, after).map(({ text }) => text)).toEqual(['板书照片见附件\n第二页'])
  expect(leftoversIn(report, { type: 'doc', content: [h('教学目标', 'objectives'), p('课前资源：朗读音频')] })).toEqual(
    [],
  )
})

test('the heading, an empty line, and a section behind it are no leftovers', () => {
  const doc = {
    type: 'doc',
    content: [h('课前资源：朗读音频', 'unmapped'), p(''), h('作业', 'homework'), p('课前资源：朗读音频')],
  }
  expect(leftoversIn(report, doc)).toEqual([])
})

test.each([[null], ['text'], [{}], [{ unmapped: 'x', columns: [null, { sure: false }] }]])(
  'a report of another form, %j, is read as far as it goes',
  (stored) => {
    const read = readReport(stored)
    expect(read.unmapped).toEqual([])
    expect(hasDoubts(read)).toBe(read.columns.length > 0)
  },
)
