import { useTestDatabase } from '@gongyan/testing'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { attack, authFrame, bytes, isIn, step1, updateFrame } from './attacker.ts'
import { cast, setStageBehindProxy, slowLog } from './cast.ts'
import { committedText, join, setStage, settled, textOf, until, write } from './harness.ts'

test('[ACK5] a document with unstored updates stays in memory when everybody has left', async () => {
  const { proxy, stage } = await setStageBehindProxy()
  const { document, one, two } = cast(stage)
  const writer = join(stage, one, document)
  await settled(writer)
  proxy.breakDown()
  write(writer.doc, '走之前写的')
  await until(() => stage.server.metrics().updates > 0, 'the server has it')
  writer.destroy()
  await until(() => stage.server.metrics().sockets === 0, 'gone')
  expect(stage.server.metrics().documents).toBe(1)
  proxy.heal()
  await until(async () => (await committedText(stage, document)).includes('走之前写的'), 'stored after all')
  await until(() => stage.server.metrics().documents === 0, 'then it leaves memory')
  const next = join(stage, two, document)
  await settled(next)
  expect(textOf(next.doc)).toContain('走之前写的')
})

test('[ACK5] whoever comes at any moment of a document’s leaving, writes and goes: it stays until that is stored', async () => {
  const stage = await setStage({ databaseUrl: await useTestDatabase() })
  const { document, one } = cast(stage)
  const authorise = stage.office.authorise.bind(stage.office)
  let turns = 0
  stage.office.authorise = async (ticket, name) => {
    // In steps far smaller than the leaving, so that some of these let somebody in halfway.
    for (let turn = 0; turn < turns; turn++) await Promise.resolve()
    return authorise(ticket, name)
  }
  await stage.sql.unsafe(slowLog(0.15))
  for (let round = 0; round < 24; round++) {
    turns = 0
    const attacker = await attack(stage)
    attacker.send(authFrame(document, stage.office.issue(one, document)))
    attacker.send(step1(document))
    await until(() => isIn(attacker, document), 'in')
    turns = round
    const word = `赶上的第${round}句`
    const late = new Y.Doc()
    write(late, word)
    // Who leaves and who comes are handled in one turn.
    attacker.send(bytes(document, 7, 'bye'))
    attacker.frames.length = 0
    attacker.send(authFrame(document, stage.office.issue(one, document)))
    attacker.send(step1(document))
    await until(() => isIn(attacker, document), 'in again')
    attacker.send(updateFrame(document, Y.encodeStateAsUpdate(late)))
    attacker.send(bytes(document, 7, 'bye'))
    await until(() => stage.server.metrics().connections === 0, 'gone')
    attacker.ws.terminate()
    await until(async () => {
      const inMemory = stage.server.metrics().documents
      if ((await committedText(stage, document)).includes(word)) return true
      expect(inMemory).toBe(1)
      return false
    }, 'stored')
    await until(() => stage.server.metrics().documents === 0, 'then it leaves memory')
  }
})

test('[ACK10] leaving and coming back at every moment never meets a document that has left memory', async () => {
  const stage = await setStage({ databaseUrl: await useTestDatabase() })
  const { document, one } = cast(stage)
  for (let round = 0; round < 25; round++) {
    const peer = join(stage, one, document)
    await until(() => peer.provider.isSynced, 'synchronised')
    write(peer.doc, `第${round}次`)
    await settled(peer)
    peer.destroy()
    // Some rounds come back at once, some while it is leaving memory, some after.
    await new Promise((resolve) => void setTimeout(resolve, round % 5))
  }
  const text = await committedText(stage, document)
  for (let round = 0; round < 25; round++) expect(text).toContain(`第${round}次`)
  expect(stage.events.filter(({ kind }) => kind === 'unloaded').length).toBeGreaterThan(0)
})

test('[ACK10] a document on its way out stays for somebody who is on his way in', async () => {
  const stage = await setStage({ databaseUrl: await useTestDatabase() })
  const { document, one, two } = cast(stage)
  const first = join(stage, one, document)
  await settled(first)
  // He has the document and waits for his rights to be looked at once more.
  const authorise = stage.office.authorise.bind(stage.office)
  const recheck = stage.office.recheck.bind(stage.office)
  stage.office.authorise = async (ticket, name) => {
    const answer = await authorise(ticket, name)
    await stage.server.accessChanged({ userIds: [two.id] })
    return answer
  }
  stage.office.recheck = async (grant, name) => {
    first.destroy()
    await until(() => stage.server.metrics().sockets === 1, 'the last one there is gone')
    await new Promise((resolve) => void setTimeout(resolve, 50))
    return recheck(grant, name)
  }
  const late = join(stage, two, document)
  await settled(late)
  write(late.doc, '还在')
  await settled(late)
  expect(late.closes).toEqual([])
  expect(await committedText(stage, document)).toContain('还在')
})

test('[ACK11] a document that cannot be loaded closes the socket with a passing fault and is never shown empty', async () => {
  const { proxy, stage } = await setStageBehindProxy()
  const { document, one } = cast(stage)
  proxy.breakDown()
  const peer = join(stage, one, document)
  await until(() => peer.closes.length >= 2, 'refused for now, again and again', 20_000)
  expect(peer.closes[0]).toEqual({ code: 1013, reason: 'unavailable' })
  expect(peer.failures).toEqual([])
  expect(peer.provider.isSynced).toBe(false)
  expect(stage.server.metrics().documents).toBe(0)
  write(peer.doc, '离线写的')
  proxy.heal()
  await settled(peer)
  const text = await committedText(stage, document)
  expect(text).toContain('教案 1')
  expect(text).toContain('离线写的')
})

/** Counts intervals that are set and not cleared from now on, such as the one of every presence object. */
function countIntervals(): () => number {
  const [set, clear] = [globalThis.setInterval, globalThis.clearInterval]
  const live = new Set<unknown>()
  const counting = (...args: Parameters<typeof setInterval>) => {
    const timer = set(...args)
    live.add(timer)
    return timer
  }
  globalThis.setInterval = counting as unknown as typeof setInterval
  globalThis.clearInterval = (timer) => {
    live.delete(timer)
    clear(timer)
  }
  onTestFinished(() => {
    globalThis.setInterval = set
    globalThis.clearInterval = clear
  })
  return () => live.size
}

test('[ACK11] a document with a torn log is not opened, and loads that fail leave nothing behind', async () => {
  const stage = await setStage({ databaseUrl: await useTestDatabase() })
  const { document, one } = cast(stage)
  const missing = 'lessonPlan:00000000-0000-4000-8000-000000000000'
  await stage.sql`DELETE FROM collab_updates WHERE document = ${document}`
  const intervals = countIntervals()
  for (let round = 1; round <= 15; round++) {
    const attacker = await attack(stage)
    attacker.send(authFrame(missing, stage.office.issue(one, missing)))
    await until(() => stage.server.metrics().refusals['not-found'] === round, 'the missing one is refused')
    attacker.send(authFrame(document, stage.office.issue(one, document)))
    await until(() => attacker.closed !== null, 'the torn one closes the socket')
    expect(attacker.closed).toEqual({ code: 1013, reason: 'unavailable' })
    expect(isIn(attacker, document)).toBe(false)
  }
  await until(() => stage.server.metrics().sockets === 0, 'all gone')
  expect(stage.server.metrics().documents).toBe(0)
  expect(stage.server.metrics().loadFailures).toBe(15)
  expect(intervals()).toBe(0)
})
