import { CLOSE_REASONS } from '@gongyan/contract/collab'
import { useTestDatabase } from '@gongyan/testing'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { authFrame, attack, bytes, isIn, statuses, step1, updateFrame } from './attacker.ts'
import { type Stage, committedText, join, joinYjs, setStage, settled, stored, textOf, until, write } from './harness.ts'

function cast(stage: Stage) {
  const [document = '', other = ''] = stage.documents
  const [one, two, three] = stage.people
  if (!one || !two || !three) throw new Error('three people are needed')
  return { document, other, one, two, three }
}
const set = async (options: Partial<Parameters<typeof setStage>[0]> = {}) =>
  setStage({ databaseUrl: await useTestDatabase(), plans: 2, ...options })

test('[DOOR1] the official provider and the official y-websocket client converge and see each other', async () => {
  const stage = await set()
  const { document, one, two } = cast(stage)
  const peer = join(stage, one, document)
  const yjs = joinYjs(stage, two, document)
  await settled(peer)
  await until(() => yjs.provider.synced, 'the y-websocket client is synchronised')
  expect(textOf(yjs.doc)).toContain('教案 1')
  peer.provider.setAwarenessField('user', { name: 'x' })
  yjs.provider.awareness.setLocalStateField('user', { name: 'y' })
  for (let i = 0; i < 10; i++) {
    write(peer.doc, `甲${i}`)
    write(yjs.doc, `乙${i}`)
  }
  await until(
    () => textOf(peer.doc) === textOf(yjs.doc) && textOf(peer.doc).includes('乙9') && textOf(peer.doc).includes('甲9'),
    'the same text',
  )
  await until(
    () => names(peer.provider.awareness).includes('教师2') && names(yjs.provider.awareness).includes('教师1'),
    'both present',
  )
  await settled(peer)
  await until(async () => (await committedText(stage, document)) === textOf(peer.doc), 'stored')
})
const names = (awareness: { getStates(): Map<number, Record<string, unknown>> } | null): unknown[] =>
  [...(awareness?.getStates().values() ?? [])].map((state) => (state.user as { name?: unknown } | undefined)?.name)

test('[DOOR2] a read-only ticket writes through neither door', async () => {
  const stage = await set()
  const { document, one, two } = cast(stage)
  const before = await stored(stage, document)
  const reader = join(stage, one, document, { canWrite: false })
  const yjs = joinYjs(stage, two, document, { canWrite: false })
  await settled(reader)
  await until(() => yjs.provider.synced, 'synchronised')
  write(reader.doc, '偷偷写的')
  write(yjs.doc, '也偷偷写')
  const attacker = await attack(stage)
  attacker.send(authFrame(document, stage.office.issue(one, document, { canWrite: false })))
  attacker.send(step1(document))
  await until(() => isIn(attacker, document), 'in')
  attacker.send(updateFrame(document, Y.encodeStateAsUpdate(reader.doc)))
  attacker.send(bytes(document, 0, 1, Y.encodeStateAsUpdate(reader.doc)))
  attacker.send(bytes(document, 4, 2, Y.encodeStateAsUpdate(reader.doc)))
  await until(() => statuses(attacker, document, false) === 3, 'refused three times')
  expect(statuses(attacker, document, true)).toBe(0)
  expect(reader.provider.hasUnsyncedChanges).toBe(true)
  const witness = join(stage, one, document)
  await settled(witness)
  expect(textOf(witness.doc)).not.toContain('偷')
  expect((await stored(stage, document)).length).toBe(before.length)
})

test('[DOOR3] a bad ticket reaches the official provider as authenticationFailed with the code', async () => {
  const stage = await set()
  const { document, other, one } = cast(stage)
  const used = stage.office.issue(one, document)
  await stage.office.authorise(used, document)
  const cases = [
    ['no-such-ticket', 'ticket-invalid'],
    [used, 'ticket-used'],
    [stage.office.issue(one, document, { isExpired: true }), 'ticket-expired'],
    [stage.office.issue(one, other), 'ticket-other-document'],
  ] as const
  for (const [ticket, reason] of cases) {
    const peer = join(stage, one, document, { token: ticket })
    await until(() => peer.failures.length > 0, reason)
    expect(peer.failures[0]).toBe(reason)
    expect(peer.provider.isSynced).toBe(false)
    peer.destroy()
  }
  const nonsense = join(stage, one, 'lessonPlan:../../etc', { token: used })
  await until(() => nonsense.failures[0] === 'not-found', 'a name that is none')
  const shouted = document.toUpperCase().replace('LESSONPLAN', 'lessonPlan')
  const alias = join(stage, one, shouted, { token: stage.office.issue(one, shouted) })
  await until(() => alias.failures[0] === 'not-found', 'a second spelling of the same name')
})

test('[DOOR3] a bad ticket closes the official y-websocket client for good, with 44xx and the code', async () => {
  const stage = await set()
  const { document, other, one } = cast(stage)
  const used = stage.office.issue(one, document)
  await stage.office.authorise(used, document)
  const cases = [
    ['', 'ticket-invalid'],
    [used, 'ticket-used'],
    [stage.office.issue(one, document, { isExpired: true }), 'ticket-expired'],
    [stage.office.issue(one, other), 'ticket-other-document'],
  ] as const
  for (const [ticket, reason] of cases) {
    const client = joinYjs(stage, one, document, { ticket })
    await until(() => client.closed.length > 0, reason)
    expect(client.closed[0]).toMatchObject({ code: CLOSE_REASONS[reason], reason })
    expect(CLOSE_REASONS[reason]).toBeGreaterThanOrEqual(4400)
    expect(CLOSE_REASONS[reason]).toBeLessThan(4500)
  }
  const nonsense = joinYjs(stage, one, 'lessonPlan:1', { ticket: used })
  await until(() => nonsense.closed[0]?.reason === 'not-found', 'a name that is none')
})

test('[DOOR4] a passing fault is no refusal: both clients come back by themselves', async () => {
  const stage = await set()
  const { document, one, two } = cast(stage)
  stage.office.isAway = true
  const peer = join(stage, one, document)
  const yjs = joinYjs(stage, two, document)
  await until(() => peer.closes.length > 1, 'closed for now')
  expect(peer.closes[0]).toEqual({ code: 1013, reason: 'unavailable' })
  expect(yjs.closed).toEqual([])
  stage.office.isAway = false
  await settled(peer)
  await until(() => yjs.provider.synced, 'back')
})

test('[DOOR5] an editor who becomes a commenter is read-only within a second, and what he sends after that is never applied', async () => {
  const stage = await set()
  const { document, one, two } = cast(stage)
  const [editor, witness] = [join(stage, one, document), join(stage, two, document)]
  await Promise.all([settled(editor), settled(witness)])
  write(editor.doc, '还可以写')
  await settled(editor)
  stage.office.setRight(one, document, 'read')
  // Long enough for what he types now to arrive before the decision.
  const recheck = stage.office.recheck.bind(stage.office)
  stage.office.recheck = async (grant, name) => {
    await new Promise((resolve) => void setTimeout(resolve, 300))
    return recheck(grant, name)
  }
  const begun = performance.now()
  const decided = stage.server.accessChanged({ documents: [document], userIds: [one.id] })
  write(editor.doc, '已经不能写')
  await decided
  expect(performance.now() - begun).toBeLessThan(1000)
  await until(() => editor.closes.length > 0, 'closed')
  expect(editor.closes[0]).toEqual({ code: CLOSE_REASONS['access-changed'], reason: 'access-changed' })
  await until(
    () => editor.provider.isSynced && editor.provider.authorizedScope === 'readonly',
    'back with what he still may',
  )
  expect(editor.provider.hasUnsyncedChanges).toBe(true)
  write(witness.doc, '别人照写')
  await settled(witness)
  expect(await committedText(stage, document)).not.toContain('已经不能写')
  expect(textOf(witness.doc)).not.toContain('已经不能写')
  expect(textOf(editor.doc)).toContain('别人照写')
  // The witness, whose rights are as they were, kept his socket.
  expect(witness.closes).toEqual([])
})

test('[DOOR5] who loses a document altogether is closed behind both doors and not let in again', async () => {
  const stage = await set()
  const { document, one, two } = cast(stage)
  const peer = join(stage, one, document)
  const yjs = joinYjs(stage, two, document)
  await settled(peer)
  await until(() => yjs.provider.synced, 'synchronised')
  stage.office.setRight(one, document, 'none')
  stage.office.setRight(two, document, 'none')
  await stage.server.accessChanged({ documents: [document] })
  await until(() => peer.failures.includes('forbidden'), 'the provider came back and was refused')
  await until(() => yjs.closed.length > 0, 'the y-websocket client is closed')
  expect(yjs.closed[0]).toMatchObject({ code: CLOSE_REASONS['access-changed'], reason: 'access-changed' })
})

test('[DOOR5] signing out closes the sockets of that session only', async () => {
  const stage = await set()
  const { document, one } = cast(stage)
  const school = joinYjs(stage, one, document, { ticket: stage.office.issue(one, document, { sessionId: 'school' }) })
  const home = joinYjs(stage, one, document, { ticket: stage.office.issue(one, document, { sessionId: 'home' }) })
  await until(() => school.provider.synced && home.provider.synced, 'both there')
  stage.office.setRight(one, document, 'none')
  await stage.server.accessChanged({ sessionIds: ['school'] })
  await until(() => school.closed.length > 0, 'signed out')
  expect(school.closed[0]).toMatchObject({ code: CLOSE_REASONS['signed-out'], reason: 'signed-out' })
  expect(home.provider.wsconnected).toBe(true)
})

test('[DOOR5] a right withdrawn while the document is being opened is not missed', async () => {
  const stage = await set()
  const { document, one } = cast(stage)
  const authorise = stage.office.authorise.bind(stage.office)
  let release = (): void => {}
  const gate = new Promise<void>((resolve) => (release = resolve))
  stage.office.authorise = async (ticket, name) => {
    const answer = await authorise(ticket, name)
    await gate
    return answer
  }
  const attacker = await attack(stage)
  attacker.send(authFrame(document, stage.office.issue(one, document)))
  await until(() => stage.server.metrics().receivedBytes > 0, 'the ticket is being looked at')
  stage.office.setRight(one, document, 'none')
  await stage.server.accessChanged({ userIds: [one.id] })
  release()
  await until(() => attacker.closed !== null, 'closed')
  expect(attacker.closed).toEqual({ code: CLOSE_REASONS['access-changed'], reason: 'access-changed' })
  expect(isIn(attacker, document)).toBe(false)
})

test('[DOOR5] who cannot be judged in time is let go', async () => {
  const stage = await set()
  const { document, one } = cast(stage)
  const peer = join(stage, one, document)
  await settled(peer)
  stage.office.recheck = () => new Promise(() => {})
  const begun = performance.now()
  await stage.server.accessChanged({ userIds: [one.id] })
  expect(performance.now() - begun).toBeLessThan(1000)
  await until(() => peer.closes.length > 0, 'closed')
  expect(peer.closes[0]).toEqual({ code: 1013, reason: 'unavailable' })
})

test('[DOOR6] an empty scope is a mistake', async () => {
  const stage = await set()
  await expect(stage.server.accessChanged({})).rejects.toThrow('must not be empty')
  await expect(stage.server.accessChanged({ userIds: [] })).rejects.toThrow('must not be empty')
})

test('[DOOR7] a provider destroyed and made again at once on the same socket is let in', async () => {
  const stage = await set()
  const { document, one } = cast(stage)
  const attacker = await attack(stage)
  for (let round = 1; round <= 4; round++) {
    attacker.send(authFrame(document, stage.office.issue(one, document)))
    attacker.send(step1(document))
    if (round % 2 === 0) await until(() => isIn(attacker, document), 'in')
    if (round < 4) attacker.send(bytes(document, 7, 'bye'))
  }
  await until(() => stage.server.metrics().connections === 1, 'the last one is in')
  expect(attacker.closed).toBeNull()
})
