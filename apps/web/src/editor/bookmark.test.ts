import { createUpdate } from '@gongyan/documents'
import type { DocJson } from '@gongyan/documents'
import { expect, test } from 'vitest'
import { bookmarkNode, bookmarkPlace } from './bookmark.ts'
import { stepRow } from './row-commands.ts'
import { findRow } from './table-command.ts'
import { Peer, PLAN } from './test-peer.ts'

const formula = (latex: string): DocJson => ({ type: 'formula', attrs: { latex, display: false } })
const text = (words: string): DocJson => ({ type: 'text', text: words })
/** The plan with a paragraph of two formulas before its table. */
const WITH_FORMULAS: DocJson = {
  ...PLAN,
  content: [
    ...(PLAN.content ?? []).slice(0, -1),
    {
      type: 'paragraph',
      content: [text('底乘高是'), formula('a\\times h'), text('，写成'), formula('ah'), text('。')],
    },
    ...(PLAN.content ?? []).slice(-1),
  ],
}

function positionOf(peer: Peer, latex: string): number {
  let found = -1
  peer.state.doc.descendants((node, pos) => {
    if (node.attrs['latex'] === latex) found = pos
  })
  return found
}
const two = () => {
  const base = createUpdate(WITH_FORMULAS)
  const [a, b] = [new Peer(base), new Peer(base)]
  const tell = () => {
    for (const update of b.out.splice(0)) a.receive(update)
  }
  return { a, b, tell }
}

test('a formula is found again after a colleague wrote before it, also right beside it', () => {
  const { a, b, tell } = two()
  const mark = bookmarkNode(a.view, positionOf(a, 'ah'))
  expect(mark()).toBe(positionOf(a, 'ah'))
  b.dispatch(b.state.tr.insertText('面积', positionOf(b, 'ah')))
  b.dispatch(b.state.tr.insertText('的字母式', positionOf(b, 'ah') + 1))
  b.dispatch(b.state.tr.insertText('甲', 1))
  tell()
  expect(a.state.doc.textContent).toContain('面积')
  expect(mark()).toBe(positionOf(a, 'ah'))
})

test('a formula that a colleague took away is nowhere, and what follows it is not mistaken for it', () => {
  const { a, b, tell } = two()
  const mark = bookmarkNode(a.view, positionOf(a, 'a\\times h'))
  const at = positionOf(b, 'a\\times h')
  b.dispatch(b.state.tr.delete(at, at + 1))
  tell()
  expect(positionOf(a, 'ah')).toBeGreaterThan(0)
  expect(mark()).toBeNull()
})

test('of two formulas that share one node object each is found as itself', () => {
  const { a, b, tell } = two()
  const original = positionOf(a, 'ah')
  const node = a.state.doc.nodeAt(original)
  if (!node) throw new Error('the plan has a formula')
  a.dispatch(a.state.tr.insert(original, node))
  const marks = [bookmarkNode(a.view, original), bookmarkNode(a.view, original + 1)]
  expect(marks.map((mark) => mark())).toEqual([original, original + 1])
  for (const update of a.out.splice(0)) b.receive(update)
  b.dispatch(b.state.tr.delete(original, original + 1))
  tell()
  expect(marks.map((mark) => mark())).toEqual([null, original])
})

test('a place goes along with its words, and answers null when they are gone', () => {
  const { a, b, tell } = two()
  const row = findRow(a.state.doc, 'row-3')?.row
  if (!row) throw new Error('the plan has row-3')
  const inCell = row.pos + 4
  const mark = bookmarkPlace(a.view, inCell)
  b.dispatch(b.state.tr.insertText('前面多了一句', 1))
  tell()
  expect(mark()).toBe(inCell + 6)
  expect(a.state.doc.resolve(mark() ?? 0).parent.textContent).toBe('小结')
  stepRow(b.view, 'row-3', -1)
  tell()
  expect(mark()).toBeNull()
})

test('a cell is followed as well as a formula', () => {
  const { a, b, tell } = two()
  const row = findRow(a.state.doc, 'row-3')?.row
  if (!row) throw new Error('the plan has row-3')
  const mark = bookmarkNode(a.view, row.pos)
  b.dispatch(b.state.tr.insertText('甲', 1))
  tell()
  expect(mark()).toBe(findRow(a.state.doc, 'row-3')?.row.pos)
})
