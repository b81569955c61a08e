import { once } from 'node:events'
import { seeded, useTestDatabase } from '@gongyan/testing'
import { expect, test } from 'vitest'
import { fences, ownerOf, setClusterStage, writeOnBoth } from './cluster-stage.ts'
import { keepTyping, typist } from './typist.ts'
import { type Peer, committedText, join, settled, stored, textOf, until, write } from './harness.ts'

/** From the owner's end until an edit is stored by another. */
const TAKEOVER_MS = 5_000

/** Writes until it is stored, and says how long that took. */
async function takenOver(peer: Peer, since: number): Promise<number> {
  write(peer.doc, '之后写的')
  await settled(peer, 15_000)
  return performance.now() - since
}

test('[SRV5] the owner is killed: another serves within five seconds, and what was acknowledged is there', async () => {
  const stage = await setClusterStage(await useTestDatabase(), { people: 2 })
  const { there } = await writeOnBoth(stage)
  const before = textOf(there.doc)
  const killed = performance.now()
  stage.one.process.kill('SIGKILL')
  const tookOver = await takenOver(there, killed)
  console.log(`takeover after a kill: ${tookOver.toFixed(0)} ms`)
  expect(tookOver).toBeLessThan(TAKEOVER_MS)
  expect(textOf(there.doc).startsWith(before.slice(0, -1))).toBe(true)
  expect(await committedText(stage, stage.document)).toBe(textOf(there.doc))
  expect(await fences(stage)).toHaveLength(2)
})

test('[SRV5] three servers, people typing on all: the owner is killed, and then the next while it takes over', async () => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
  const random = seeded(seed)
  const stage = await setClusterStage(await useTestDatabase(), { people: 6 })
  await stage.start()
  const typists = await Promise.all(
    stage.people.map(async (person, index) => typist(stage, stage.hosts[index % 3] ?? stage.one, person)),
  )
  const stop = keepTyping(typists, random)
  await until(() => typists.every(({ acknowledged }) => acknowledged > 2), 'all type')
  const first = await ownerOf(stage)
  first?.process.kill('SIGKILL')
  await until(async () => ![null, first].includes(await ownerOf(stage)), 'another has it')
  await new Promise((resolve) => void setTimeout(resolve, random() * 300))
  const second = await ownerOf(stage)
  second?.process.kill('SIGKILL')
  const killed = performance.now()
  const living = typists.filter(({ host }) => host !== first && host !== second)
  const gone = typists.filter((one) => !living.includes(one))
  const acknowledged = typists.flatMap(({ tokens, acknowledged }) => tokens.slice(0, acknowledged))
  const before = living.map(({ tokens }) => tokens.length)
  await until(() => living.every(({ acknowledged }, index) => acknowledged > (before[index] ?? 0)), 'the third serves')
  const tookOver = performance.now() - killed
  stop()
  console.log(
    `seed ${seed}: second takeover after ${tookOver.toFixed(0)} ms, ${acknowledged.length} acknowledged before`,
  )
  expect(tookOver).toBeLessThan(TAKEOVER_MS)
  for (const { peer } of gone) peer.destroy()
  await Promise.all(living.map(({ peer }) => settled(peer)))
  const text = await committedText(stage, stage.document)
  expect(acknowledged.filter((token) => !text.includes(token))).toEqual([])
  for (const { peer } of living) await until(() => textOf(peer.doc) === text, 'the same as the log')
  expect((await fences(stage)).length).toBeGreaterThanOrEqual(2)
})

test('[SRV6] an owner that is stopped and goes on finds itself replaced, and drops all before it does anything', async () => {
  const stage = await setClusterStage(await useTestDatabase(), { people: 2 })
  const { here, there } = await writeOnBoth(stage)
  const stopped = performance.now()
  stage.one.process.kill('SIGSTOP')
  // Sent to a process that does not run: it lies in its socket when it goes on.
  write(here.doc, '停住时写的')
  const tookOver = await takenOver(there, stopped)
  console.log(`takeover after SIGSTOP: ${tookOver.toFixed(0)} ms`)
  expect(tookOver).toBeLessThan(TAKEOVER_MS)
  stage.one.process.kill('SIGCONT')
  await until(() => here.closes.length > 0, 'its clients are let go')
  expect(here.closes[0]).toEqual({ code: 1013, reason: 'unavailable' })
  await settled(here)
  await until(() => textOf(here.doc) === textOf(there.doc), 'the same on both servers')
  expect(textOf(there.doc)).toContain('停住时写的')
  expect(await committedText(stage, stage.document)).toBe(textOf(there.doc))
  expect(await ownerOf(stage)).toBe(stage.two)
  await fences(stage)
})

test('[SRV6] whoever was stopped for longer than it counts as alive gives up what nobody took, and opens it anew', async () => {
  const stage = await setClusterStage(await useTestDatabase(), { people: 2 })
  const here = join(stage.one, stage.people[0], stage.document)
  await settled(here)
  write(here.doc, '之前写的')
  await settled(here)
  const [before = 0] = await fences(stage)
  stage.one.process.kill('SIGSTOP')
  // It lies in its socket when the process goes on, and is not taken in under the old fence.
  write(here.doc, '停住时写的')
  await new Promise((resolve) => void setTimeout(resolve, 3_300))
  expect(here.provider.hasUnsyncedChanges).toBe(true)
  stage.one.process.kill('SIGCONT')
  await until(() => here.closes.length > 0, 'its clients are let go')
  expect(here.closes[0]).toEqual({ code: 1013, reason: 'unavailable' })
  await settled(here)
  const rows = await stored(stage, stage.document)
  expect(rows.at(-1)?.fence).toBeGreaterThan(BigInt(before))
  expect(rows.filter(({ fence }) => fence === BigInt(before))).toHaveLength(1)
  expect(await committedText(stage, stage.document)).toBe(textOf(here.doc))
})

test('[SRV6] whoever was stopped for a second keeps all: nobody is let go', async () => {
  const stage = await setClusterStage(await useTestDatabase(), { people: 2 })
  const { here, there } = await writeOnBoth(stage)
  stage.one.process.kill('SIGSTOP')
  write(here.doc, '停住时写的')
  await new Promise((resolve) => void setTimeout(resolve, 1_000))
  stage.one.process.kill('SIGCONT')
  await settled(here)
  await until(() => textOf(here.doc) === textOf(there.doc), 'the same on both servers')
  expect([...here.closes, ...there.closes]).toEqual([])
  expect(await fences(stage)).toHaveLength(1)
})

test.each([
  ['the database', false],
  ['the database and its neighbours', true],
])(
  '[SRV7] an owner cut off from %s is replaced; nobody was told that what it took in meanwhile is stored',
  async (_, isAlone) => {
    const stage = await setClusterStage(await useTestDatabase(), { people: 2 })
    const { here, there } = await writeOnBoth(stage)
    stage.one.database.freeze()
    if (isAlone) stage.one.peers.freeze()
    const cut = performance.now()
    write(here.doc, '断开时写的')
    const tookOver = await takenOver(there, cut)
    console.log(`takeover after a partition: ${tookOver.toFixed(0)} ms`)
    expect(tookOver).toBeLessThan(TAKEOVER_MS)
    expect(here.provider.hasUnsyncedChanges).toBe(true)
    stage.one.database.heal()
    stage.one.peers.heal()
    await settled(here, 20_000)
    await until(() => textOf(here.doc) === textOf(there.doc), 'the same on both servers')
    expect(await committedText(stage, stage.document)).toBe(textOf(there.doc))
    await fences(stage)
  },
)

test('[SRV7] while the database is away for all nothing is dropped: who was there stays, and what waits is stored', async () => {
  const stage = await setClusterStage(await useTestDatabase(), { people: 2 })
  const { here, there } = await writeOnBoth(stage)
  for (const { database } of [stage.one, stage.two]) database.breakDown()
  write(here.doc, '没有数据库时写的')
  await until(() => textOf(there.doc).includes('没有数据库时写的'), 'seen on the other server all the same')
  await new Promise((resolve) => void setTimeout(resolve, 4_000))
  for (const { database } of [stage.one, stage.two]) database.heal()
  await Promise.all([settled(here), settled(there)])
  expect([...here.closes, ...there.closes]).toEqual([])
  expect(await committedText(stage, stage.document)).toBe(textOf(there.doc))
  expect(await fences(stage)).toHaveLength(1)
})

test('[SRV8] servers that cannot reach each other: the one that is asked takes over after a while, and it does not go to and fro', async () => {
  const stage = await setClusterStage(await useTestDatabase(), { people: 2 })
  const { here, there } = await writeOnBoth(stage)
  for (const { peers } of [stage.one, stage.two]) peers.breakDown()
  const cut = performance.now()
  const tookOver = await takenOver(there, cut)
  console.log(`takeover from a server that cannot be reached: ${tookOver.toFixed(0)} ms`)
  expect(tookOver).toBeLessThan(TAKEOVER_MS)
  expect(await ownerOf(stage)).toBe(stage.two)
  write(here.doc, '在旧主人那里写的')
  await until(() => here.closes.length > 0, 'the old owner lets its clients go')
  const moves = await fences(stage)
  for (const { peers } of [stage.one, stage.two]) peers.heal()
  await settled(here, 20_000)
  await until(() => textOf(here.doc) === textOf(there.doc), 'the same on both servers')
  expect(await ownerOf(stage)).toBe(stage.two)
  expect((await fences(stage)).length).toBe(moves.length)
  expect(await committedText(stage, stage.document)).toBe(textOf(there.doc))
})

test('[SRV8] a link cut again, the other way round, right after it was mended: the other takes over within five seconds too', async () => {
  const stage = await setClusterStage(await useTestDatabase(), { people: 2 })
  const { here, there } = await writeOnBoth(stage)
  for (const [cut, peer, owner] of [
    [1, there, stage.two],
    [2, here, stage.one],
    [3, there, stage.two],
  ] as const) {
    for (const { peers } of [stage.one, stage.two]) peers.freeze()
    const tookOver = await takenOver(peer, performance.now())
    console.log(`takeover at cut ${cut} of the link: ${tookOver.toFixed(0)} ms`)
    expect(tookOver).toBeLessThan(TAKEOVER_MS)
    expect(await ownerOf(stage)).toBe(owner)
    for (const { peers } of [stage.one, stage.two]) peers.heal()
    for (const other of [here, there]) {
      write(other.doc, '又通了')
      await settled(other)
    }
    await until(() => textOf(here.doc) === textOf(there.doc), 'the same on both servers')
  }
  await fences(stage)
  expect(await committedText(stage, stage.document)).toBe(textOf(there.doc))
})

test('[SRV8] as long as two servers cannot reach each other, what is typed on either is stored within five seconds', async () => {
  const stage = await setClusterStage(await useTestDatabase(), { people: 2 })
  const { here, there } = await writeOnBoth(stage)
  for (const { peers } of [stage.one, stage.two]) peers.freeze()
  const cut = performance.now()
  const waits: number[] = []
  const writeOn = async (peer: Peer): Promise<void> => {
    while (performance.now() - cut < 12_000) {
      const begun = performance.now()
      await takenOver(peer, begun)
      waits.push(performance.now() - begun)
    }
  }
  await Promise.all([writeOn(here), writeOn(there)])
  const moves = (await fences(stage)).length - 1
  console.log(`${moves} moves in 12 s, stored after ${Math.max(...waits).toFixed(0)} ms at most`)
  expect(Math.max(...waits)).toBeLessThan(TAKEOVER_MS)
  // Not more often than it rests: three seconds.
  expect(moves).toBeLessThanOrEqual(6)
  for (const { peers } of [stage.one, stage.two]) peers.heal()
  write(here.doc, '又通了')
  await Promise.all([settled(here, 20_000), settled(there, 20_000)])
  await until(() => textOf(here.doc) === textOf(there.doc), 'the same on both servers')
  expect(await committedText(stage, stage.document)).toBe(textOf(there.doc))
})

test('[SRV9] a server that stops hands its documents over at once, with all that was typed', async () => {
  const stage = await setClusterStage(await useTestDatabase(), { people: 2 })
  const { here, there } = await writeOnBoth(stage)
  for (const peer of [here, there]) write(peer.doc, '最后一刻写的')
  await new Promise((resolve) => void setTimeout(resolve, 5))
  const begun = performance.now()
  stage.one.process.kill('SIGTERM')
  await once(stage.one.process, 'exit')
  // Sooner than the time for which a server counts as alive after it said so.
  await settled(there)
  const handedOver = performance.now() - begun
  console.log(`handed over in ${handedOver.toFixed(0)} ms`)
  expect(handedOver).toBeLessThan(TAKEOVER_MS)
  expect(here.closes[0]?.reason).toBe('server-stopping')
  expect(await stage.sql`SELECT url FROM collab_servers`).toHaveLength(1)
  write(there.doc, '交接之后写的')
  await settled(there)
  expect(await ownerOf(stage)).toBe(stage.two)
  const text = await committedText(stage, stage.document)
  expect(text).toBe(textOf(there.doc))
  expect(text).toContain('最后一刻写的')
  await fences(stage)
})

test('[SRV9] a server that is killed and started again at its address takes the place of the dead one before that one’s time is up', async () => {
  const stage = await setClusterStage(await useTestDatabase(), { people: 2 })
  const { here, there } = await writeOnBoth(stage)
  const servers = () => stage.sql<{ id: string }[]>`SELECT id FROM collab_servers ORDER BY id`
  const before = await servers()
  const killed = performance.now()
  stage.one.process.kill('SIGKILL')
  // As if it had said only now that it lives, for much longer than this takes.
  await stage.sql`UPDATE collab_servers SET alive_until = clock_timestamp() + interval '1 minute'
    WHERE id = (SELECT owner_id FROM collab_documents WHERE name = ${stage.document})`
  const again = await stage.startAgain(stage.one)
  write(here.doc, '回来写的')
  write(there.doc, '等着写的')
  await Promise.all([settled(here), settled(there)])
  console.log(`started again and served after ${(performance.now() - killed).toFixed(0)} ms`)
  const after = await servers()
  expect(after).toHaveLength(2)
  expect(after.filter(({ id }) => before.some((old) => old.id === id))).toHaveLength(1)
  expect([again, stage.two]).toContain(await ownerOf(stage))
  await until(() => textOf(here.doc) === textOf(there.doc), 'the same on both servers')
  expect(await committedText(stage, stage.document)).toBe(textOf(there.doc))
  await fences(stage)
})

test('[ACK7] a server that is stopped while the database is away ends within five seconds, and its documents go on elsewhere', async () => {
  const stage = await setClusterStage(await useTestDatabase(), { people: 2 })
  const { here, there } = await writeOnBoth(stage)
  stage.one.database.freeze()
  write(here.doc, '没有存上')
  const stopped = performance.now()
  stage.one.process.kill('SIGTERM')
  await once(stage.one.process, 'exit')
  expect(performance.now() - stopped).toBeLessThan(5_000)
  expect(here.provider.hasUnsyncedChanges).toBe(true)
  write(there.doc, '接着写')
  await settled(there)
  expect(await ownerOf(stage)).toBe(stage.two)
  // Who had seen what was never stored brings it along.
  expect(await committedText(stage, stage.document)).toBe(textOf(there.doc))
})

test('[SRV9] a document that has left memory is nobody’s: who opens it next has it', async () => {
  const stage = await setClusterStage(await useTestDatabase(), { people: 2 })
  const { here, there } = await writeOnBoth(stage)
  here.destroy()
  write(there.doc, '还在')
  await settled(there)
  expect(await ownerOf(stage)).toBe(stage.one)
  there.destroy()
  const isNobodys = async () => {
    const [row] = await stage.sql`SELECT 1 FROM collab_documents WHERE name = ${stage.document} AND owner_id IS NULL`
    return row !== undefined
  }
  await until(isNobodys, 'given back')
  const next = join(stage.two, stage.people[0], stage.document)
  await settled(next)
  expect(await ownerOf(stage)).toBe(stage.two)
  expect(textOf(next.doc)).toContain('还在')
})
