import * as encoding from 'lib0/encoding'
import { applyAwarenessUpdate, Awareness } from 'y-protocols/awareness'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { Presence, type Speaker } from './presence.ts'

const update = (entries: readonly (readonly [number, number, string])[]): Uint8Array => {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, entries.length)
  for (const [clientId, clock, json] of entries) {
    encoding.writeVarUint(encoder, clientId)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarString(encoder, json)
  }
  return encoding.toUint8Array(encoder)
}

const LIMITS = { largestState: 100, mostClaims: 2 }
const speaker = (userId = 'u1', userName = '王老师'): Speaker => ({ userId, userName, claimed: new Set() })
const SIGNED = '"user":{"id":"u1","name":"王老师","color":1}'

function read(bytes: Uint8Array | null): Map<number, Record<string, unknown>> {
  const doc = new Y.Doc()
  const awareness = new Awareness(doc)
  onTestFinished(() => doc.destroy())
  awareness.setLocalState(null)
  if (bytes) applyAwarenessUpdate(awareness, bytes, null)
  return awareness.getStates()
}

/** What is new, as an awareness update. */
function takeChanges(presence: Presence): Uint8Array | null {
  const changed = presence.takeChanged()
  return changed.length === 0 ? null : presence.statesOf(changed)
}

test('[PRES1] the person is written over whatever stands there', () => {
  const presence = new Presence(LIMITS)
  expect(presence.show(update([[7, 1, '{"user":{"name":"别人"},"cursor":5}']]), speaker(), 0)).toEqual({
    ok: true,
    value: true,
  })
  expect(read(takeChanges(presence)).get(7)).toEqual({ cursor: 5, user: { id: 'u1', name: '王老师', color: 1 } })
})

test('[PRES1] a state with the key of the prototype is data, not a prototype', () => {
  const presence = new Presence(LIMITS)
  presence.show(update([[7, 1, '{"__proto__":{"user":{"name":"x"}}}']]), speaker(), 0)
  expect(read(presence.everybody()).get(7)?.user).toEqual({ id: 'u1', name: '王老师', color: 1 })
})

test('[PRES2] a client id belongs to the person who showed it first; his other connection may take it over', () => {
  const presence = new Presence(LIMITS)
  const [first, second, stranger] = [speaker(), speaker(), speaker('u2', '李')]
  presence.show(update([[7, 1, '{}']]), first, 0)
  const foreign = update([
    [7, 9, '{}'],
    [7, 10, 'null'],
  ])
  expect(presence.show(foreign, stranger, 0)).toEqual({ ok: true, value: false })
  expect(presence.leave(stranger, 0)).toBe(false)
  presence.show(update([[7, 2, '{}']]), second, 0)
  expect(presence.leave(first, 0)).toBe(false)
  expect(read(presence.everybody()).has(7)).toBe(true)
  expect(presence.leave(second, 0)).toBe(true)
  expect(presence.everybody()).toBeNull()
})

test('[PRES2] an old goodbye of a person’s earlier connection does not hide what his new one shows', () => {
  const presence = new Presence(LIMITS)
  const [first, second] = [speaker(), speaker()]
  presence.show(update([[7, 1, '{}']]), first, 0)
  presence.show(update([[7, 5, '{}']]), second, 0)
  expect(presence.show(update([[7, 2, 'null']]), first, 0)).toEqual({ ok: true, value: false })
  expect(presence.leave(second, 0)).toBe(true)
})

test('[PRES2] removing what nobody has shown claims nothing', () => {
  const presence = new Presence(LIMITS)
  const early = speaker()
  expect(presence.show(update([[7, 1, 'null']]), early, 0)).toEqual({ ok: true, value: false })
  expect(early.claimed.size).toBe(0)
  expect(presence.show(update([[7, 1, '{}']]), speaker('u2', '李'), 0)).toEqual({ ok: true, value: true })
})

test('[PRES3] size and number are bounded, over many messages too', () => {
  const presence = new Presence(LIMITS)
  expect(presence.show(update([[1, 1, `{"x":"${'y'.repeat(100)}"}`]]), speaker(), 0)).toEqual({
    ok: false,
    refusal: 'presence-too-large',
  })
  // Thirty-four characters of three bytes each.
  expect(presence.show(update([[1, 1, `{"x":"${'字'.repeat(34)}"}`]]), speaker(), 0)).toMatchObject({ ok: false })
  const patient = speaker()
  for (const clientId of [1, 2])
    expect(presence.show(update([[clientId, 1, '{}']]), patient, 0)).toMatchObject({ ok: true })
  expect(presence.show(update([[3, 1, '{}']]), patient, 0)).toEqual({ ok: false, refusal: 'too-many-presences' })
  const many = update(Array.from({ length: 1025 }, (_, i) => [i, 1, '{}'] as const))
  expect(presence.show(many, speaker(), 0)).toEqual({ ok: false, refusal: 'too-many-presences' })
})

test('[PRES3] what is not shown again runs out, and in the end even its number is forgotten', () => {
  const presence = new Presence(LIMITS)
  presence.show(update([[7, 1, '{}']]), speaker(), 0)
  presence.show(update([[8, 1, '{}']]), speaker('u2', '李'), 20_000)
  takeChanges(presence)
  expect(presence.expire(29_999)).toBe(false)
  expect(presence.expire(30_000)).toBe(true)
  expect(takeChanges(presence)).toEqual(update([[7, 1, 'null']]))
  expect(read(presence.everybody()).has(8)).toBe(true)
  // Until then it is nobody else's.
  expect(presence.show(update([[7, 2, '{}']]), speaker('u2', '李'), 80_000)).toEqual({ ok: true, value: false })
  presence.expire(90_000)
  expect(presence.show(update([[7, 2, '{}']]), speaker('u2', '李'), 90_000)).toEqual({ ok: true, value: true })
})

test('[PRES4] colours are given in the order people join and stay theirs', () => {
  const presence = new Presence(LIMITS)
  for (const [clientId, userId] of [
    [1, 'u1'],
    [2, 'u2'],
    [3, 'u1'],
  ] as const)
    presence.show(update([[clientId, 1, '{}']]), speaker(userId), 0)
  const shown = read(presence.everybody())
  expect([1, 2, 3].map((id) => shown.get(id)?.user)).toMatchObject([{ color: 1 }, { color: 2 }, { color: 1 }])
})

test('[PRES5] a state shown again after a drop gets a newer clock, one that goes on keeps its own', () => {
  const presence = new Presence(LIMITS)
  const first = speaker()
  presence.show(update([[7, 5, '{}']]), first, 0)
  expect(takeChanges(presence)).toEqual(update([[7, 5, `{${SIGNED}}`]]))
  // The same again says nothing new.
  expect(presence.show(update([[7, 5, '{}']]), first, 0)).toEqual({ ok: true, value: false })
  presence.leave(first, 0)
  expect(takeChanges(presence)).toEqual(update([[7, 5, 'null']]))
  presence.show(update([[7, 5, '{}']]), speaker(), 0)
  expect(takeChanges(presence)).toEqual(update([[7, 6, `{${SIGNED}}`]]))
})

test('[PRES5] of many changes between two tellings only the last is told', () => {
  const presence = new Presence(LIMITS)
  const one = speaker()
  for (const clock of [1, 2, 3]) presence.show(update([[7, clock, `{"cursor":${clock}}`]]), one, 0)
  expect(takeChanges(presence)).toEqual(update([[7, 3, `{"cursor":3,${SIGNED}}`]]))
  expect(takeChanges(presence)).toBeNull()
})
