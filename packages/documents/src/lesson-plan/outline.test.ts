import type { DocJson } from './read.ts'
import { expect, test } from 'vitest'
import { phaseName } from '@gongyan/domain'
import { foldable, minutesVerdict, outlineOf } from './outline.ts'

const p = (text: string, attrs = {}): DocJson => ({
  type: 'paragraph',
  attrs,
  ...(text ? { content: [{ type: 'text', text }] } : {}),
})
const h = (text: string, section: string): DocJson => ({
  type: 'heading',
  attrs: { section, level: 2 },
  content: [{ type: 'text', text }],
})
const td = (text: string, attrs = {}): DocJson => ({ type: 'tableCell', attrs, content: [p(text)] })
const th = (text: string, field: string): DocJson => ({ type: 'tableHeader', attrs: { field }, content: [p(text)] })
const tr = (rowId: string, ...content: DocJson[]): DocJson => ({ type: 'tableRow', attrs: { rowId }, content })
const PLAN: DocJson = {
  type: 'doc',
  content: [
    { type: 'title', content: [{ type: 'text', text: '富饶的西沙群岛' }] },
    h('一、教学目标', 'objectives'),
    { type: 'objective', attrs: { objectiveId: 'o1' }, content: [{ type: 'text', text: '会认' }] },
    p('重点：想象画面', { section: 'keyPoint' }),
    h('教学准备', 'preparation'),
    p(''),
    h('四、教学过程', 'process'),
    {
      type: 'table',
      attrs: { kind: 'process' },
      content: [
        tr('h', th('环节', 'phase'), th('教师活动', 'teacher')),
        tr('a', td('导入（5分钟）', { rowspan: 2 }), td('看图')),
        tr('b', td('读')),
        tr('c', td('小结（10分钟）'), td('')),
      ],
    },
    h('板书设计', 'board'),
    p(''),
  ],
}

test('[PP1] sections stand in order under the teacher’s words, those without text are marked', () => {
  const outline = outlineOf(PLAN)
  expect(outline.sections.map(({ key, label, isBlank }) => [key, label, isBlank])).toEqual([
    ['objectives', '教学目标', false],
    ['keyPoint', '重点', false],
    ['preparation', '教学准备', true],
    ['process', '教学过程', false],
    ['board', '板书设计', true],
  ])
  expect(outline.sections[0]?.objectives).toBe(1)
})
test('[PP2] minutes of a phase that spans rows count once', () => {
  const [table] = outlineOf(PLAN).tables
  expect(table?.rows.map(({ phase, minutes, continues }) => [phase, minutes, continues])).toEqual([
    ['导入', 5, false],
    ['导入', null, true],
    ['小结', 10, false],
  ])
  expect(table && minutesVerdict(table, 40)).toEqual({ kind: 'under', minutes: 25 })
  expect(table && minutesVerdict(table, 15)).toEqual({ kind: 'fits' })
  expect(table && minutesVerdict(table, 12)).toEqual({ kind: 'over', minutes: 3 })
})
test('[PP3] only written sections before a written table fold', () => {
  expect(foldable(outlineOf(PLAN))).toEqual(['objectives', 'keyPoint'])
  expect(
    foldable(outlineOf({ type: 'doc', content: [h('教学目标', 'objectives'), p('有字'), h('教学过程', 'process')] })),
  ).toEqual([])
})
test('[PP4] a phase is called without its minutes', () => {
  expect(phaseName('探究新知（约15分钟）')).toBe('探究新知')
  expect(phaseName('导入（5分钟）')).toBe('导入')
  expect(phaseName('情境引入')).toBe('情境引入')
})
