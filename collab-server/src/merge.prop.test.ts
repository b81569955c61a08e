import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { mergeAll } from './merge.ts'

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
console.log(`merge: seed ${seed}`)

/** So many updates of three people who now and then have what the others did. */
function history(count: number, start: number): Uint8Array[] {
  let state = start
  const below = (bound: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * bound)
  }
  const people = [new Y.Doc(), new Y.Doc(), new Y.Doc()]
  const updates: Uint8Array[] = []
  for (const [index, person] of people.entries()) {
    person.clientID = index + 1
    person.on('update', (update: Uint8Array, origin) => {
      if (origin !== 'other') updates.push(update)
    })
  }
  while (updates.length < count) {
    const person = people[below(people.length)]
    const text = person?.getText('body')
    if (!person || !text) continue
    if (below(20) === 0) for (const update of updates) Y.applyUpdate(person, update, 'other')
    const at = below(text.length + 1)
    if (at > 2 && below(4) === 0) text.delete(at - 2, 2)
    else text.insert(at, '秋雨'.slice(0, 1 + below(2)))
  }
  return updates
}

test.for([0, 1, 2, 31, 32, 33, 500])(
  '[FAN2] %i updates merged in lots are the bytes that Yjs makes of them',
  (count) => {
    const updates = history(count, seed)
    expect(Buffer.compare(mergeAll(updates), Y.mergeUpdates(updates))).toBe(0)
  },
)

test('[FAN2] so also where one is missing', () => {
  const updates = history(300, seed).filter((_, index) => index % 37 !== 5)
  const [mine, theirs] = [new Y.Doc(), new Y.Doc()]
  Y.applyUpdate(mine, mergeAll(updates))
  Y.applyUpdate(theirs, Y.mergeUpdates(updates))
  expect(Buffer.compare(Y.encodeStateAsUpdate(mine), Y.encodeStateAsUpdate(theirs))).toBe(0)
  expect(mine.store.pendingStructs?.missing).toEqual(theirs.store.pendingStructs?.missing)
})
