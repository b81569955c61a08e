import { CLOSE_REASONS } from '@gongyan/contract/collab'
import { useTestDatabase } from '@gongyan/testing'
import { expect, test } from 'vitest'
import { attack, authFrame, awarenessFrame, isIn, step1 } from './attacker.ts'
import { type Peer, type Person, type Stage, join, joinYjs, setStage, settled, until } from './harness.ts'

const set = async (options: Partial<Parameters<typeof setStage>[0]> = {}) =>
  setStage({ databaseUrl: await useTestDatabase(), people: 14, ...options })
const cast = (stage: Stage) => {
  const [document = ''] = stage.documents
  const [one, two] = stage.people
  if (!one || !two) throw new Error('two people are needed')
  return { document, one, two }
}
const states = (peer: Pick<Peer, 'provider'>): Map<number, Record<string, unknown>> =>
  peer.provider.awareness?.getStates() ?? new Map()
const seenBy = (peer: Peer, clientId: number): Record<string, unknown> | undefined => states(peer).get(clientId)

async function enter(stage: Stage, person: Person) {
  const { document } = cast(stage)
  const attacker = await attack(stage)
  attacker.send(authFrame(document, stage.office.issue(person, document)))
  attacker.send(step1(document))
  await until(() => isIn(attacker, document), 'in')
  return attacker
}

test('[PRES1] who somebody is, is written by the server, whatever the client says', async () => {
  const stage = await set()
  const { document, one, two } = cast(stage)
  const [liar, witness] = [join(stage, one, document), join(stage, two, document)]
  await Promise.all([settled(liar), settled(witness)])
  liar.provider.setAwarenessField('user', { id: two.id, name: '县教育局', color: 99, role: 'admin' })
  liar.provider.setAwarenessField('cursor', { anchor: 3 })
  await until(() => seenBy(witness, liar.doc.clientID)?.cursor !== undefined, 'seen')
  expect(seenBy(witness, liar.doc.clientID)).toEqual({
    cursor: { anchor: 3 },
    user: { id: one.id, name: '教师1', color: 1 },
  })
})

test('[PRES2] nobody sets, changes or removes the presence of somebody else', async () => {
  const stage = await set()
  const { document, one, two } = cast(stage)
  const [victim, witness] = [join(stage, one, document), join(stage, one, document)]
  await Promise.all([settled(victim), settled(witness)])
  victim.provider.setAwarenessField('cursor', '真的')
  await until(() => seenBy(witness, victim.doc.clientID)?.cursor === '真的', 'seen')
  const attacker = await enter(stage, two)
  attacker.send(awarenessFrame(document, [[victim.doc.clientID, 1000, '{"cursor":"假的"}']]))
  attacker.send(awarenessFrame(document, [[victim.doc.clientID, 1001, 'null']]))
  attacker.send(awarenessFrame(document, [[4711, 1, '{"cursor":"自己的"}']]))
  await until(() => seenBy(witness, 4711) !== undefined, 'his own state came through after them')
  expect(seenBy(witness, victim.doc.clientID)).toMatchObject({ cursor: '真的', user: { id: one.id } })
  victim.provider.setAwarenessField('cursor', '还是真的')
  await until(() => seenBy(witness, victim.doc.clientID)?.cursor === '还是真的', 'the victim is not shut out')
  expect(attacker.closed).toBeNull()
})

test('[PRES2] a y-websocket client that echoes everybody does not become them', async () => {
  const stage = await set()
  const { document, one, two } = cast(stage)
  const [left, witness] = [join(stage, one, document), join(stage, one, document)]
  const echo = joinYjs(stage, two, document)
  await Promise.all([settled(left), settled(witness)])
  await until(() => echo.provider.synced, 'synchronised')
  for (let i = 0; i < 20; i++) left.provider.setAwarenessField('cursor', i)
  await until(
    () =>
      (echo.provider.awareness.getStates().get(left.doc.clientID) as { cursor?: number } | undefined)?.cursor === 19,
    'the echo has seen all',
  )
  left.destroy()
  await until(() => seenBy(witness, left.doc.clientID) === undefined, 'left')
  echo.provider.awareness.setLocalStateField('cursor', '我')
  await until(() => seenBy(witness, echo.doc.clientID)?.cursor === '我', 'the echo is itself')
  expect(seenBy(witness, left.doc.clientID)).toBeUndefined()
})

test('[PRES3] a presence state that is too large, and too many of them, end the socket', async () => {
  const stage = await set()
  const { document, one } = cast(stage)
  const large = await enter(stage, one)
  large.send(awarenessFrame(document, [[1, 1, JSON.stringify({ x: 'y'.repeat(4_001) })]]))
  await until(() => large.closed !== null, 'closed')
  expect(large.closed).toEqual({ code: CLOSE_REASONS['presence-too-large'], reason: 'presence-too-large' })
  const many = await enter(stage, one)
  many.send(
    awarenessFrame(
      document,
      Array.from({ length: 5_000 }, (_, index) => [index + 10, 1, '{}'] as const),
    ),
  )
  await until(() => many.closed !== null, 'closed')
  expect(many.closed?.reason).toBe('too-many-presences')
  const patient = await enter(stage, one)
  for (let i = 0; i < 5; i++) patient.send(awarenessFrame(document, [[9000 + i, 1, '{}']]))
  await until(() => patient.closed !== null, 'closed')
  expect(patient.closed?.reason).toBe('too-many-presences')
})

test('[PRES4] colours are given in the order people join, and stay a person’s own', async () => {
  const stage = await set()
  const { document } = cast(stage)
  const witness = join(stage, stage.people[0] ?? { id: '', name: '' }, document)
  await settled(witness)
  const colours: unknown[] = []
  for (const person of stage.people.slice(0, 14)) {
    const peer = join(stage, person, document)
    await settled(peer)
    peer.provider.setAwarenessField('cursor', 1)
    await until(() => seenBy(witness, peer.doc.clientID) !== undefined, 'seen')
    colours.push((seenBy(witness, peer.doc.clientID)?.user as { color: number } | undefined)?.color)
    peer.destroy()
  }
  expect(colours).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2])
  const back = join(stage, stage.people[4] ?? { id: '', name: '' }, document)
  await settled(back)
  back.provider.setAwarenessField('cursor', 1)
  await until(() => seenBy(witness, back.doc.clientID) !== undefined, 'seen again')
  expect(seenBy(witness, back.doc.clientID)?.user).toMatchObject({ color: 5 })
})

test('[PRES5] after a drop a person is seen again at once, and leaving is seen at once', async () => {
  const stage = await set()
  const { document, one, two } = cast(stage)
  const [person, witness] = [join(stage, one, document), join(stage, two, document)]
  await Promise.all([settled(person), settled(witness)])
  person.provider.setAwarenessField('cursor', 1)
  await until(() => seenBy(witness, person.doc.clientID) !== undefined, 'seen')
  await person.drop()
  await until(() => seenBy(witness, person.doc.clientID) === undefined, 'gone')
  person.connect()
  await until(() => seenBy(witness, person.doc.clientID) !== undefined, 'seen again', 3_000)
  person.provider.setAwarenessField('cursor', 2)
  person.provider.setAwarenessField('cursor', 3)
  await until(() => seenBy(witness, person.doc.clientID)?.cursor === 3, 'and it moves')
})
