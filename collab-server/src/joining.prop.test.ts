import { seeded } from '@gongyan/testing'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { joinUpdates } from './joining.ts'

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
console.log(`joining: seed ${seed}`)

/** What three people write who have all that was written before: text, marks, elements with attributes, maps, deletions. */
function history(count: number, from: number): Uint8Array[] {
  const random = seeded(from)
  const below = (bound: number): number => Math.floor(random() * bound)
  const updates: Uint8Array[] = []
  const people = Array.from({ length: 3 }, () => {
    const person = new Y.Doc()
    person.clientID = below(2 ** 32)
    person.on('update', (update: Uint8Array, origin) => {
      if (origin !== 'other') updates.push(update)
    })
    return { person, seen: 0 }
  })
  while (updates.length < count) {
    const next = people[below(people.length)]
    if (!next) continue
    const { person } = next
    for (; next.seen < updates.length; next.seen++)
      Y.applyUpdate(person, updates[next.seen] ?? new Uint8Array(), 'other')
    const body = person.getXmlFragment('body')
    const text = person.getText('text')
    const at = below(text.length + 1)
    const what = below(12)
    if (what < 5) text.insert(at, ['秋', '雨a', 'ü', '😀', ''][what] ?? '')
    else if (what < 8 && text.length > 3) text.delete(below(text.length - 2), 1 + below(2))
    else if (what === 8 && text.length > 3) text.format(below(text.length - 2), 2, { strong: below(2) === 0 || null })
    else if (what === 9) person.getMap('map').set(`k${below(3)}`, [1.5, null, 'x', { a: [true] }][below(4)])
    else if (what === 10) {
      const element = new Y.XmlElement('row')
      element.setAttribute('id', `r${below(9)}`)
      body.insert(below(body.length + 1), [element])
    } else if (body.length > 0) {
      const element = body.get(below(body.length))
      if (element instanceof Y.XmlElement && below(2) === 0) element.setAttribute('id', `s${below(9)}`)
      else body.delete(below(body.length), 1)
    }
  }
  return updates
}

const stateOf = (...updates: readonly Uint8Array[]): Uint8Array => {
  const ydoc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(ydoc, update)
  expect(ydoc.store.pendingStructs).toBe(null)
  return Y.encodeStateAsUpdate(ydoc)
}

test('[FAN2] updates that follow each other are joined into what Yjs makes of them', () => {
  for (let round = 0; round < 30; round++) {
    const updates = history(10 + round * 7, seed + round)
    const joined = joinUpdates(updates)
    expect(joined, `round ${round}`).not.toBe(null)
    if (!joined) continue
    // An attribute's name may be announced where it is not said: whoever reads passes over the sign.
    expect(Y.decodeUpdate(joined)).toEqual(Y.decodeUpdate(Y.mergeUpdates(updates)))
    expect(Buffer.compare(stateOf(joined), stateOf(Y.mergeUpdates(updates)))).toBe(0)
    const [head, rest] = [stateOf(...updates.slice(0, round)), updates.slice(round)]
    const tail = joinUpdates(rest)
    expect(tail && Buffer.compare(stateOf(head, tail), stateOf(head, Y.mergeUpdates(rest)))).toBe(0)
  }
})

test('[FAN2] so are a whole state and what was written after it', () => {
  const updates = history(300, seed)
  const [state, tail] = [stateOf(...updates.slice(0, 150)), updates.slice(150)]
  const joined = joinUpdates([state, ...tail])
  // Where Yjs would join what is gone for good with what is gone for good, it is left to Yjs.
  if (joined) expect(Buffer.compare(stateOf(joined), stateOf(Y.mergeUpdates([state, ...tail])))).toBe(0)
  else expect(Y.decodeUpdate(state).structs.some((struct) => struct instanceof Y.GC)).toBe(true)
})

test('[FAN2] what has a gap, comes twice or comes too early is left to Yjs', () => {
  const ydoc = new Y.Doc()
  const updates: Uint8Array[] = []
  ydoc.on('update', (update: Uint8Array) => updates.push(update))
  for (const letter of '风雨同舟') ydoc.getText('text').insert(0, letter)
  const [a = NONE, b = NONE, c = NONE, d = NONE] = updates
  expect(joinUpdates([a, b, d])).toBe(null)
  expect(joinUpdates([a, b, b, c])).toBe(null)
  expect(joinUpdates([b, a])).toBe(null)
  expect(joinUpdates([Y.mergeUpdates([a, b, d]), c])).toBe(null)
  expect(joinUpdates([b, c, d])).toEqual(Y.mergeUpdates([b, c, d]))
})

const NONE = new Uint8Array()
