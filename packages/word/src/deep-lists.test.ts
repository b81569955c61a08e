import type { DocJson } from '@gongyan/documents'
import { lessonPlanSchema } from '@gongyan/documents'
import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { bytesOf, formOf, write } from '../test/forms/filled.ts'
import { exportDocx, importDocx } from './index.ts'

const DEPTH = 14
const line = (text: string): DocJson => ({ type: 'paragraph', content: [{ type: 'text', text }] })
const item = (depth: number): DocJson => ({
  type: 'listItem',
  content: [line(`第${depth}层`), ...(depth < DEPTH ? [list(depth + 1)] : []), line(`第${depth}层的下文`)],
})
const list = (depth: number): DocJson => ({
  ...(depth % 2 === 0 ? { type: 'bulletList' } : { type: 'orderedList', attrs: { start: depth, format: '（{1}）' } }),
  content: [item(depth), { type: 'listItem', content: [line(`第${depth}层的下一条`)] }],
})
const doc = lessonPlanSchema
  .nodeFromJSON({
    type: 'doc',
    content: [
      { type: 'title', content: [{ type: 'text', text: '树' }] },
      { type: 'heading', attrs: { level: 2, section: 'homework' }, content: [{ type: 'text', text: '作业' }] },
      list(1),
      line('后来'),
    ],
  })
  .toJSON() as DocJson
const read = (bytes: Uint8Array): DocJson => {
  const result = importDocx(bytes)
  if (!result.ok) throw new Error(result.refusal.code)
  return result.value.doc
}

test('[WD65] a list deeper than Word’s nine levels comes back as deep, from our layout and from a form', () => {
  expect(read(exportDocx(doc, () => undefined))).toEqual(doc)
  const form = bytesOf('forms/english.docx')
  const { bytes } = write(form, formOf(form), { doc, media: [] } as never)
  expect(read(bytes).content?.slice(2, 3)).toEqual(doc.content?.slice(2, 3))
})

test('[WD65] deeper levels look like the ninth and go in further, each list with a number of its own', () => {
  const xml = strFromU8(unzipSync(exportDocx(doc, () => undefined))['word/document.xml'] ?? new Uint8Array())
  const levels = [...xml.matchAll(/<w:ilvl w:val="(\d+)"\/>/g)].map(([, level]) => Number(level))
  expect(Math.max(...levels)).toBe(8)
  const lefts = [...xml.matchAll(/<w:ind w:left="(\d+)" w:hanging="360"\/>/g)].map(([, left]) => Number(left))
  expect([...new Set(lefts)].toSorted((a, b) => a - b)).toEqual([3450, 3660, 3870, 4080, 4290])
  expect(new Set([...xml.matchAll(/<w:numId w:val="(\d+)"\/>/g)].map(([, id]) => id)).size).toBe(DEPTH)
})
