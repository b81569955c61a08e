import { expect, test } from 'vitest'
import type { ItemState } from './answers.ts'
import { grouped, sumsOf } from './groups.ts'

const item = (name: string, kind: ItemState['kind'], doubtCount = 0) => ({ name, state: { kind }, doubtCount })
const { compare } = new Intl.Collator('zh-Hans-CN', { numeric: true })

test('[WI2] what wants a person comes first: doubts, then what could not be read, then what is sure', () => {
  const items = [
    item('第10课.docx', 'ready'),
    item('第2课.docx', 'ready'),
    item('坏的.docx', 'refused'),
    item('在读.docx', 'reading'),
    item('拿不准.docx', 'ready', 2),
    item('收了.docx', 'taken'),
    item('有过.docx', 'duplicate'),
    item('不要.docx', 'discarded'),
  ]
  expect(grouped(items, compare).map(({ group, items: own }) => [group, own.map(({ name }) => name)])).toEqual([
    ['look', ['拿不准.docx']],
    ['refused', ['坏的.docx']],
    ['sure', ['第2课.docx', '第10课.docx']],
    ['duplicate', ['有过.docx']],
    ['moving', ['在读.docx']],
    ['taken', ['收了.docx']],
  ])
})

test('[WI2] the sums count every file once, those still in the browser too', () => {
  const items = [
    item('a', 'ready'),
    item('b', 'ready', 1),
    item('c', 'refused'),
    item('d', 'waiting'),
    item('e', 'discarded'),
  ]
  expect(sumsOf(items, 3, 0)).toEqual({ all: 7, taken: 0, look: 1, sure: 1, refused: 1, undone: 0, toCome: 4 })
})

test('[WI14] a file that will not get to the server by itself is one of those that failed: nothing waits for it', () => {
  expect(sumsOf([], 0, 1)).toEqual({ all: 1, taken: 0, look: 0, sure: 0, refused: 1, undone: 0, toCome: 0 })
  expect(sumsOf([item('a', 'ready')], 1, 2)).toMatchObject({ all: 4, refused: 2, toCome: 1 })
})
