import * as encoding from 'lib0/encoding'
import { applyAwarenessUpdate, Awareness } from 'y-protocols/awareness'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { type PresenceOwner, type PresenceRules, admitPresence } from './presence.ts'

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

const rules = (more: Partial<PresenceRules> = {}): PresenceRules => ({
  holder: {},
  user: { id: 'u1', name: '王老师', color: 3 },
  owners: new Map(),
  claimed: new Set(),
  known: () => null,
  largestState: 100,
  mostClaims: 2,
  ...more,
})

function read(bytes: Uint8Array | null): Map<number, Record<string, unknown>> {
  const doc = new Y.Doc()
  const awareness = new Awareness(doc)
  onTestFinished(() => doc.destroy())
  awareness.setLocalState(null)
  if (bytes) applyAwarenessUpdate(awareness, bytes, null)
  return awareness.getStates()
}

test('[PRES1] the person is written over whatever stands there', () => {
  const answer = admitPresence(update([[7, 1, '{"user":{"name":"别人"},"cursor":5}']]), rules())
  expect(answer.ok && read(answer.value).get(7)).toEqual({ cursor: 5, user: { id: 'u1', name: '王老师', color: 3 } })
})

test('[PRES1] a state with the key of the prototype is data, not a prototype', () => {
  const answer = admitPresence(update([[7, 1, '{"__proto__":{"user":{"name":"x"}}}']]), rules())
  expect(answer.ok && read(answer.value).get(7)?.user).toEqual({ id: 'u1', name: '王老师', color: 3 })
})

test('[PRES2] a client id belongs to the person who showed it first; his other connection may take it over', () => {
  const owners = new Map<number, PresenceOwner>()
  const [first, second] = [{}, {}]
  expect(admitPresence(update([[7, 1, '{}']]), rules({ owners, holder: first }))).toMatchObject({ ok: true })
  const stranger = admitPresence(
    update([
      [7, 9, '{}'],
      [7, 10, 'null'],
    ]),
    rules({ owners, user: { id: 'u2', name: '李', color: 1 } }),
  )
  expect(stranger).toEqual({ ok: true, value: null })
  expect(owners.get(7)?.holder).toBe(first)
  admitPresence(update([[7, 2, '{}']]), rules({ owners, holder: second }))
  expect(owners.get(7)?.holder).toBe(second)
})

test('[PRES2] removing what nobody has shown claims nothing', () => {
  const owners = new Map<number, PresenceOwner>()
  expect(admitPresence(update([[7, 1, 'null']]), rules({ owners }))).toEqual({ ok: true, value: null })
  expect(owners.size).toBe(0)
})

test('[PRES3] size and number are bounded, over many messages too', () => {
  expect(admitPresence(update([[1, 1, `{"x":"${'y'.repeat(100)}"}`]]), rules())).toMatchObject({
    ok: false,
    refusal: 'presence-too-large',
  })
  const patient = rules()
  for (const clientId of [1, 2])
    expect(admitPresence(update([[clientId, 1, '{}']]), patient)).toMatchObject({ ok: true })
  expect(admitPresence(update([[3, 1, '{}']]), patient)).toMatchObject({ ok: false, refusal: 'too-many-presences' })
  expect(admitPresence(update(Array.from({ length: 1025 }, (_, i) => [i, 1, '{}'] as const)), rules())).toMatchObject({
    ok: false,
  })
})

test('[PRES5] a state shown again after a drop gets a newer clock, one that goes on keeps its own', () => {
  const shownAgain = admitPresence(update([[7, 5, '{}']]), rules({ known: () => ({ clock: 5, isShown: false }) }))
  expect(shownAgain.ok && shownAgain.value).toEqual(update([[7, 6, '{"user":{"id":"u1","name":"王老师","color":3}}']]))
  const goingOn = admitPresence(update([[7, 5, '{}']]), rules({ known: () => ({ clock: 5, isShown: true }) }))
  expect(goingOn.ok && goingOn.value).toEqual(update([[7, 5, '{"user":{"id":"u1","name":"王老师","color":3}}']]))
})
