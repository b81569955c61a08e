import { BODY, createUpdate } from '@gongyan/documents'
import { TextSelection } from '@tiptap/pm/state'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { rememberStep } from './history.ts'
import { repairOf } from './keep-whole.ts'
import { isRagged, tablePositions } from './table-grid.ts'
import { deleteColumn, insertColumn } from './column-commands.ts'
import { deleteRow, insertRow, mergeRowUp, moveRow, splitRow, stepRow } from './row-commands.ts'
import { writeMinutes } from './row-minutes.ts'
import { findRow } from './table-command.ts'
import { processTables } from './process-rows.ts'
import { Peer, PLAN } from './test-peer.ts'

const step = fc.record({
  peer: fc.nat(2),
  what: fc.constantFrom(
    'type',
    'type',
    'type',
    'insertRow',
    'insertRow',
    'deleteRow',
    'stepRow',
    'moveRow',
    'splitRow',
    'mergeRow',
    'insertColumn',
    'deleteColumn',
    'minutes',
    'undo',
    'redo',
    'copyRow',
    'foreignRow',
    'objective',
    'deliver',
    'deliver',
    'deliver',
    'timers',
  ),
  a: fc.nat(1000),
  b: fc.nat(1000),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

function act(peer: Peer, { what, a, b }: Step) {
  const { state, dispatch } = peer
  const rows = processTables(state.doc).flatMap((table) => table.rows)
  const row = rows[a % Math.max(1, rows.length)]
  if (what === 'type') {
    const places: number[] = []
    state.doc.descendants((node, pos) => {
      if (node.isTextblock) places.push(pos + 1 + (b % (node.content.size + 1)))
      return true
    })
    const at = places[a % places.length]
    if (at !== undefined) dispatch(state.tr.insertText('字', at))
  } else if (what === 'undo') peer.undo.undo()
  else if (what === 'redo') peer.undo.redo()
  else if (what === 'objective') {
    let at = -1
    state.doc.forEach((node, pos) => {
      if (node.type.name === 'objective') at = pos
    })
    const node = at < 0 ? null : state.doc.nodeAt(at)
    if (node) dispatch(state.tr.insert(at + node.nodeSize, node.type.create(node.attrs, state.schema.text('新目标'))))
  } else if (!row) return
  else if (what === 'insertRow') insertRow(peer.view, row.rowId, b % 2 ? 'above' : 'below')
  else if (what === 'deleteRow') deleteRow(peer.view, row.rowId)
  else if (what === 'stepRow') stepRow(peer.view, row.rowId, b % 2 ? 1 : -1)
  else if (what === 'moveRow') moveRow(peer.view, row.rowId, b % 8)
  else if (what === 'mergeRow') mergeRowUp(peer.view, row.rowId)
  else if (what === 'splitRow') {
    const inside = TextSelection.near(state.doc.resolve(row.pos + 2 + (b % Math.max(1, row.node.nodeSize - 4))))
    dispatch(state.tr.setSelection(inside))
    splitRow(peer.view, row.rowId)
  } else if (what === 'insertColumn') insertColumn(peer.view, row.tablePos, b % 3, 'extra', '新')
  else if (what === 'deleteColumn') {
    if ((processTables(state.doc)[0]?.columns.length ?? 0) > 2) deleteColumn(peer.view, row.tablePos, b % 3)
  } else if (what === 'minutes') {
    const transaction = state.tr
    writeMinutes(transaction, row.rowId, b % 40)
    if (transaction.docChanged) dispatch(transaction)
  }
  // A copy with its id, as a paste or a client without our rules would make it.
  else if (what === 'copyRow') dispatch(state.tr.insert(row.pos + row.node.nodeSize, row.node))
  else if (what === 'foreignRow') {
    const table = peer.ydoc
      .getXmlFragment(BODY)
      .toArray()
      .find((node) => node instanceof Y.XmlElement && node.nodeName === 'table')
    if (!(table instanceof Y.XmlElement)) return
    const foreign = new Y.XmlElement('tableRow')
    if (b % 2) foreign.setAttribute('rowId', row.rowId)
    table.insert(Math.min(table.length, row.index + 1), [foreign])
  }
}

/** Everything every peer must keep, whatever happened. */
function check(peer: Peer) {
  peer.state.doc.check()
  const ids: string[] = []
  peer.state.doc.descendants((node) => {
    if (node.type.name === 'tableRow') ids.push(String(node.attrs['rowId'] ?? ''))
    if (node.type.name === 'objective') ids.push(String(node.attrs['objectiveId'] ?? ''))
    return true
  })
  return ids
}

// In the page's own type world there is no process; the test runner has one.
declare const process: { env: Record<string, string | undefined> }
const seed = Number(process.env['SEED'] ?? Math.trunc(Math.random() * 2 ** 31))

describe('[RI1] three people change one table at once', () => {
  test('ids stay unique and for life, tables stay rectangles, everyone ends with the same document', () => {
    console.info(`seed ${seed}`)
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 45 }), (steps) => {
        const base = createUpdate(PLAN)
        const peers = [new Peer(base), new Peer(base), new Peer(base)]
        const seen = peers.map(() => peers.map(() => 0))
        const deliver = (to: number, from: number, most: number) => {
          const source = peers[from],
            target = peers[to],
            counts = seen[to]
          if (!source || !target || !counts || from === to) return 0
          const news = source.out.slice(counts[from], (counts[from] ?? 0) + most)
          counts[from] = (counts[from] ?? 0) + news.length
          for (const update of news) target.receive(update)
          return news.length
        }
        for (const one of steps) {
          const peer = peers[one.peer]
          if (!peer) continue
          if (one.what === 'deliver') deliver(one.peer, one.a % 3, 1 + (one.b % 5))
          else if (one.what === 'timers') peer.runTimers()
          else act(peer, one)
          peer.state.doc.check()
        }
        // Everyone hears everything; repairs settle within a few rounds instead of answering each other for ever.
        let rounds = 0
        for (let isQuiet = false; !isQuiet; rounds++) {
          expect(rounds).toBeLessThan(12)
          let count = 0
          for (let to = 0; to < 3; to++) for (let from = 0; from < 3; from++) count += deliver(to, from, Infinity)
          for (const peer of peers) {
            peer.runTimers()
            const mend = repairOf(peer.state)
            if (mend) {
              peer.dispatch(mend)
              count++
            }
          }
          isQuiet = count === 0
        }
        const [first, ...others] = peers
        if (!first) return
        for (const other of others) expect(other.state.doc.toJSON()).toEqual(first.state.doc.toJSON())
        const ids = check(first)
        expect(ids.every((id) => id !== '')).toBe(true)
        expect(new Set(ids).size).toBe(ids.length)
        for (const pos of tablePositions(first.state.doc)) {
          const table = first.state.doc.nodeAt(pos)
          expect(table && isRagged(table)).toBe(false)
        }
      }),
      { seed, numRuns: 150 },
    )
  }, 120_000)
})

describe('[RI2] an id belongs to its row', () => {
  const one = () => new Peer(createUpdate(PLAN))
  const idsOf = (peer: Peer) =>
    processTables(peer.state.doc)
      .flatMap((table) => table.rows)
      .map((row) => row.rowId)
  test('through typing, moving, undo and redo', () => {
    const peer = one()
    const { row } = findRow(peer.state.doc, 'row-3') ?? {}
    if (!row) throw new Error('the plan has row-3')
    peer.dispatch(peer.state.tr.insertText('新', row.pos + 4))
    stepRow(peer.view, 'row-3', -1)
    expect(idsOf(peer)).toEqual(['row-3', 'row-1', 'row-2'])
    peer.undo.undo()
    expect(idsOf(peer)).toEqual(['row-1', 'row-2', 'row-3'])
    peer.undo.redo()
    expect(idsOf(peer)).toEqual(['row-3', 'row-1', 'row-2'])
  })
  test('a split keeps the id above and gives a new one below, and one undo takes both back', () => {
    const peer = one()
    const before = peer.state.doc.toJSON()
    const { row } = findRow(peer.state.doc, 'row-3') ?? {}
    if (!row) throw new Error('the plan has row-3')
    peer.dispatch(peer.state.tr.setSelection(TextSelection.create(peer.state.doc, row.pos + 4)))
    splitRow(peer.view, 'row-3')
    const ids = idsOf(peer)
    expect(ids.slice(0, 3)).toEqual(['row-1', 'row-2', 'row-3'])
    expect(ids[3]).toMatch(/^[0-9a-z]{16}$/)
    peer.undo.undo()
    expect(peer.state.doc.toJSON()).toEqual(before)
  })
  test('a row inserted by each of two people at once has an id of its own on both sides', () => {
    const base = createUpdate(PLAN)
    const [a, b] = [new Peer(base), new Peer(base)]
    insertRow(a.view, 'row-3', 'below')
    insertRow(b.view, 'row-3', 'below')
    for (const update of a.out.slice()) b.receive(update)
    for (const update of b.out.slice()) a.receive(update)
    expect(idsOf(a)).toEqual(idsOf(b))
    expect(new Set(idsOf(a)).size).toBe(5)
  })
  test('a copy gets a new id and the row that was there keeps its own, also when the copy stands above', () => {
    const peer = one()
    const { row } = findRow(peer.state.doc, 'row-3') ?? {}
    if (!row) throw new Error('the plan has row-3')
    peer.dispatch(peer.state.tr.insert(row.pos, row.node))
    const ids = idsOf(peer)
    expect(ids[3]).toBe('row-3')
    expect(ids[2]).not.toBe('row-3')
  })
  test('[RI3] undo takes back my typing and never a change of someone else', () => {
    const base = createUpdate(PLAN)
    const [a, b] = [new Peer(base), new Peer(base)]
    const at = (peer: Peer) => (findRow(peer.state.doc, 'row-3')?.row.pos ?? 0) + 4
    a.dispatch(a.state.tr.insertText('甲', at(a)))
    for (const update of a.out.splice(0)) b.receive(update)
    b.dispatch(b.state.tr.insertText('乙', at(b)))
    insertRow(b.view, 'row-1', 'above')
    for (const update of b.out.splice(0)) a.receive(update)
    a.runTimers()
    a.undo.undo()
    expect(a.state.doc.textContent).toContain('乙')
    expect(a.state.doc.textContent).not.toContain('甲')
    expect(idsOf(a)).toHaveLength(4)
    a.undo.undo()
    expect(idsOf(a)).toHaveLength(4)
  })
  test('[RI3] a note takes back its own step, not what was written since', () => {
    const peer = one()
    const before = peer.state.doc.toJSON()
    deleteRow(peer.view, 'row-3')
    const takeBack = rememberStep(peer.undo)
    peer.dispatch(peer.state.tr.insertText('新', 1))
    insertRow(peer.view, 'row-1', 'above')
    expect(idsOf(peer)).toHaveLength(3)
    expect(takeBack()).toBe(true)
    expect(idsOf(peer)).toEqual([expect.stringMatching(/^[0-9a-z]{16}$/), 'row-1', 'row-2', 'row-3'])
    expect(peer.state.doc.textContent).toMatch(/^新/)
    // The others are still there to be taken back, and this one is not taken back twice.
    expect(takeBack()).toBe(false)
    peer.undo.undo()
    peer.undo.undo()
    expect(peer.state.doc.toJSON()).toEqual(before)
  })
  test('[RI4] my caret stays in my sentence while a colleague writes before it and moves the row', async () => {
    const base = createUpdate(PLAN)
    const [a, b] = [new Peer(base), new Peer(base)]
    const at = (peer: Peer) => {
      let pos = 0
      peer.state.doc.descendants((node, where) => {
        if (node.isText && node.text?.includes('剪一剪')) pos = where
        return true
      })
      return pos
    }
    a.dispatch(a.state.tr.setSelection(TextSelection.create(a.state.doc, at(a) + 2)))
    const around = () => {
      const { $head } = a.state.selection
      return [
        $head.parent.textBetween(0, $head.parentOffset),
        $head.parent.textBetween($head.parentOffset, $head.parent.content.size),
      ]
    }
    expect(around()).toEqual(['剪一', '剪'])
    b.dispatch(b.state.tr.insertText('先请同桌', at(b)))
    for (const update of b.out.splice(0)) a.receive(update)
    expect(around()).toEqual(['先请同桌剪一', '剪'])
    stepRow(b.view, 'row-3', -1)
    for (const update of b.out.splice(0)) a.receive(update)
    await Promise.resolve()
    expect(around()).toEqual(['先请同桌剪一', '剪'])
  })
})
