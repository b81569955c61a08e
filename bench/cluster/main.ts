/**
 * `npm run bench:cluster`: whole server processes over one database, people typing on all through both doors, while the server
 * that has the document is killed, and the next one with it, cut off from its database, from its neighbours, again as soon as
 * that was mended, from both, or stopped for a while and let go on. Prints what was lost of what had been acknowledged, how long
 * it took until another server stored what was typed, rows of the log whose fence is older than one before (two owners at once),
 * and the bytes between the servers for a keystroke. `SERVERS` (3), `ROUNDS` (3) of each trouble, `SEED`; `REDIS_URL` for changes
 * of rights through Redis. Ends with 1 where a bound is passed.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { createSql, listUpdates } from '@gongyan/db'
import { cloneTemplateDatabase, makeTemplateDatabase, seeded, startTestPostgres } from '@gongyan/testing'
import * as Y from 'yjs'
import { createPlan, makeSchool } from '../school.ts'
import { type ClusterHost, createClusterHost } from './hosts.ts'
import { type Writer, joinCollab, joinYjs } from './writers.ts'

const TROUBLES = [
  'killed',
  'killed, and the next one too',
  'stopped and let go on',
  'cut off from the database',
  'cut off from its neighbours',
  'cut off again at once',
  'cut off from both',
] as const
type Trouble = (typeof TROUBLES)[number]

const TAKEOVER_MS = 5_000
const BYTES_PER_UPDATE_BYTE = 10
const WRITERS_PER_SERVER = 3
/** Keystrokes of one writer in a second. */
const PER_SECOND = 5
const PATIENCE_MS = 40_000

const servers = Number(process.env.SERVERS ?? 3)
const rounds = Number(process.env.ROUNDS ?? 3)
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
const random = seeded(seed)
console.log(
  `seed ${seed}; ${servers} servers; ${rounds} of each trouble; ${servers * WRITERS_PER_SERVER} providers and ${servers} y-websocket clients, ${PER_SECOND} keys/s each`,
)

const postgres = await startTestPostgres({ durable: true })
await makeTemplateDatabase(postgres.url)
const { url } = await cloneTemplateDatabase(postgres.url)
const sql = createSql(url, { max: 4 })
const hosts: ClusterHost[] = []
for (let index = 0; index < servers; index++) hosts.push(await createClusterHost('ABCDEFGH'[index] ?? '?', url))
const writers: { readonly host: ClusterHost; readonly writer: Writer }[] = []
const typing = new AbortController()
let typedBytes = 0
let isWithin = true

try {
  for (const host of hosts) await host.start()
  const school = await makeSchool(sql, servers * (WRITERS_PER_SERVER + 1))
  const document = await createPlan(sql, school, Y.encodeStateAsUpdate(new Y.Doc()))
  for (const [index, person] of school.people.entries()) {
    const host = hosts[index % servers]
    if (!host) throw new Error('no server')
    const join = index < servers * WRITERS_PER_SERVER ? joinCollab : joinYjs
    writers.push({ host, writer: join(host.url, person, document, `w${index}`, random) })
  }
  await until(() => writers.every(({ writer }) => writer.isSettled()), 'all are there')
  for (const { writer } of writers) {
    writer.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === null) typedBytes += update.length
    })
    void keepTyping(writer)
  }
  await weigh('an empty plan')
  console.log(
    '\ntrouble                        owner   acknowledged   lost   stored elsewhere after   last writer after',
  )
  const takeovers: number[] = []
  for (let round = 0; round < rounds; round++)
    for (const trouble of shuffled(TROUBLES.filter((one) => servers > 2 || !one.includes('next'))))
      takeovers.push(await suffer(trouble, document))
  await weigh(`a plan with ${(await listUpdates(sql, document, 0n)).length} updates`)
  typing.abort()
  await until(() => writers.every(({ writer }) => writer.isSettled()), 'all is stored')
  await judge(document, takeovers)
} finally {
  typing.abort()
  for (const { writer } of writers) writer.close()
  await Promise.all(hosts.map((host) => host.close()))
  await sql.end({ timeout: 1 })
  await postgres.stop()
}
process.exit(isWithin ? 0 : 1)

async function keepTyping(writer: Writer): Promise<void> {
  while (!typing.signal.aborted) {
    await sleep((1000 / PER_SECOND) * (0.5 + random()))
    if (!typing.signal.aborted) writer.type()
  }
}

/** Bytes between the servers while all type for a few seconds, in bytes of the updates typed. */
async function weigh(what: string): Promise<void> {
  const bytes = () => hosts.reduce((sum, { peers }) => sum + peers.bytes, 0)
  await sleep(1_000)
  const [before, typedBefore] = [bytes(), typedBytes]
  await sleep(5_000)
  const ratio = (bytes() - before) / (typedBytes - typedBefore)
  const keys = 5 * PER_SECOND * writers.length
  console.log(
    `${what}: ${((typedBytes - typedBefore) / keys).toFixed(0)} bytes a key, ${ratio.toFixed(2)} times that between the servers (bound ${BYTES_PER_UPDATE_BYTE})`,
  )
  if (ratio > BYTES_PER_UPDATE_BYTE) isWithin = false
}

/** Troubles the owner while all type; returns the milliseconds until somebody else has stored something typed since. */
async function suffer(trouble: Trouble, document: string): Promise<number> {
  await sleep(random() * 1_000)
  const troubled = [await ownerOf(document)]
  if (trouble === 'killed, and the next one too') {
    await troubled[0]?.kill('SIGKILL')
    // While it takes over: its clients are on their way back.
    troubled.push(await ownerOf(document, troubled[0] ?? null))
    await sleep(random() * 500)
  }
  if (trouble === 'cut off again at once') {
    const before = await highestFence(document)
    cutLinks(await ownerOf(document))
    await until(async () => (await highestFence(document)) > before, 'somebody else stores')
    for (const { peers } of hosts) peers.heal()
    await untilAllAreTold(() => true)
    troubled.splice(0, 1, await ownerOf(document))
  }
  const [owner] = troubled.slice(-1)
  if (!owner) throw new Error('nobody has the document')
  const begun = performance.now()
  await cause(trouble, owner)
  const acknowledged = writers.map(({ writer }) => ({
    writer,
    tokens: writer.typed.slice(0, writer.acknowledged || 0),
  }))
  const fence = await highestFence(document)
  // What was acknowledged is there already, not only when those who typed it come back.
  const text = (await replay(document)).getText('body').toString()
  const lost = acknowledged.flatMap(({ tokens }) => tokens.filter((token) => !text.includes(token)))
  await until(async () => (await highestFence(document)) > fence, `somebody else stores after the owner was ${trouble}`)
  const takeover = performance.now() - begun
  await untilAllAreTold(({ host }) => !troubled.includes(host))
  const last = performance.now() - begun
  await mend(trouble, troubled)
  // Those of the troubled servers too.
  await untilAllAreTold(() => true)
  const total = acknowledged.reduce((sum, { tokens }) => sum + tokens.length, 0)
  console.log(
    `${trouble.padEnd(31)}${owner.label}   ${String(total).padStart(15)}${String(lost.length).padStart(7)}${`${takeover.toFixed(0)} ms`.padStart(25)}${`${last.toFixed(0)} ms`.padStart(20)}`,
  )
  if (lost.length > 0 || takeover > TAKEOVER_MS) isWithin = false
  return takeover
}

/** Waits until each of these writers is told that something is stored which it typed after now. */
async function untilAllAreTold(concerns: (one: (typeof writers)[number]) => boolean): Promise<void> {
  const before = writers.filter(concerns).map(({ writer }) => ({ writer, typed: writer.typed.length }))
  await until(
    () => before.every(({ writer, typed }) => Number.isNaN(writer.acknowledged) || writer.acknowledged > typed),
    'all writers are told that their typing is stored',
  )
}

async function highestFence(document: string): Promise<number> {
  const [row] = await sql<{ fence: number | null }[]>`
    SELECT max(fence) AS fence FROM collab_updates WHERE document = ${document} AND source <> 'template'`
  return row?.fence ?? 0
}

async function cause(trouble: Trouble, owner: ClusterHost): Promise<void> {
  if (trouble.startsWith('killed')) await owner.kill('SIGKILL')
  if (trouble === 'stopped and let go on') await owner.kill('SIGSTOP')
  if (trouble === 'cut off from the database' || trouble === 'cut off from both') owner.database.freeze()
  if (['cut off from its neighbours', 'cut off again at once', 'cut off from both'].includes(trouble)) cutLinks(owner)
}

/** Nobody reaches it any more; of two servers neither reaches the other. */
function cutLinks(owner: ClusterHost): void {
  for (const { peers } of servers > 2 ? [owner] : hosts) peers.freeze()
}

async function mend(trouble: Trouble, troubled: readonly ClusterHost[]): Promise<void> {
  if (trouble.startsWith('killed')) for (const host of troubled) await host.start()
  if (trouble === 'stopped and let go on') for (const host of troubled) await host.kill('SIGCONT')
  for (const { database, peers } of hosts) {
    database.heal()
    peers.heal()
  }
}

/** The living server that has the document; waits for another one than `before`, which is taken for alive for a while yet. */
async function ownerOf(document: string, before: ClusterHost | null = null): Promise<ClusterHost> {
  let found: ClusterHost | undefined
  await until(async () => {
    const [row] = await sql<{ url: string }[]>`
      SELECT s.url FROM collab_documents d JOIN collab_servers s ON s.id = d.owner_id
      WHERE d.name = ${document} AND s.alive_until > clock_timestamp()`
    found = hosts.find(({ peers }) => peers.url.replace(/\/$/, '') === row?.url)
    return found !== undefined && found !== before
  }, 'somebody has the document')
  if (!found) throw new Error('nobody has the document')
  return found
}

async function replay(document: string): Promise<Y.Doc> {
  const doc = new Y.Doc()
  for (const { bytes } of await listUpdates(sql, document, 0n)) Y.applyUpdate(doc, bytes)
  return doc
}

async function judge(document: string, takeovers: readonly number[]): Promise<void> {
  const logged = await replay(document)
  const text = logged.getText('body').toString()
  const typed = writers.flatMap(({ writer }) => writer.typed)
  const missing = typed.filter((token) => !text.includes(token))
  const state = Y.encodeStateAsUpdate(logged)
  await until(
    () => writers.every(({ writer }) => Buffer.compare(Y.encodeStateAsUpdate(writer.doc), state) === 0),
    'all copies are equal to the log, byte for byte',
  )
  const rows = await listUpdates(sql, document, 0n)
  const doubled = rows.filter(({ fence }, index) => fence < (rows[index - 1]?.fence ?? 0n)).length
  const owners = new Set(rows.map(({ fence }) => fence)).size
  console.log(
    `\n${typed.length} tokens typed, ${missing.length} missing; ${writers.length} copies equal to the log byte for byte\n` +
      `${owners} owners one after another, ${doubled} rows with an older fence than the one before\n` +
      `another server stored after ${Math.max(...takeovers).toFixed(0)} ms at most (bound ${TAKEOVER_MS})`,
  )
  if (missing.length > 0 || doubled > 0) isWithin = false
}

function shuffled<T>(list: readonly T[]): T[] {
  return list
    .map((value) => ({ value, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ value }) => value)
}

async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + PATIENCE_MS
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`still not after ${PATIENCE_MS} ms: ${what}`)
    await sleep(20)
  }
}
