import { createUpdate } from '@gongyan/documents'
import { TextSelection } from '@tiptap/pm/state'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import { presence } from './presence.ts'
import { Peer, PLAN } from './test-peer.ts'

/** A page with its presence, and how many messages it sent about itself. */
function aPage(seed: Uint8Array) {
  const peer = new Peer(seed)
  const awareness = new Awareness(peer.ydoc)
  let sent = 0
  awareness.on('update', (_change: unknown, origin: unknown) => {
    if (origin === 'local') sent++
  })
  const dom = new EventTarget()
  const view = Object.assign(peer.view, { dom, hasFocus: () => true, isDestroyed: false })
  const plugin = presence(awareness)
  const made = plugin.spec.view?.(view)
  const dispatch = peer.view.dispatch.bind(peer.view)
  peer.view.dispatch = (transaction) => {
    const before = peer.state
    dispatch(transaction)
    made?.update?.(peer.view, before)
  }
  /** Time enough for all that is waiting to be said. */
  const settle = () => vi.advanceTimersByTime(1_000)
  return { peer, awareness, settle, sent: () => sent, end: () => awareness.destroy() }
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('a page says where it is once for each move, and nothing when a colleague writes elsewhere', () => {
  const base = createUpdate(PLAN)
  const [mine, theirs] = [aPage(base), new Peer(base)]
  mine.peer.view.dispatch(mine.peer.state.tr.setSelection(TextSelection.create(mine.peer.state.doc, 3)))
  mine.settle()
  expect(mine.sent()).toBe(1)
  expect(mine.awareness.getLocalState()).toMatchObject({ place: { rowId: null, section: null } })
  for (let n = 0; n < 3; n++) {
    theirs.dispatch(theirs.state.tr.insertText('字', theirs.state.doc.content.size - 4))
    for (const update of theirs.out.splice(0)) mine.peer.receive(update)
    mine.settle()
  }
  expect(mine.sent()).toBe(1)
  mine.peer.view.dispatch(mine.peer.state.tr.setSelection(TextSelection.create(mine.peer.state.doc, 5)))
  mine.settle()
  expect(mine.sent()).toBe(2)
  mine.end()
})
