/**
 * `npm run bench:wal`: what a typed character adds to PostgreSQL's write-ahead log, in plans of 1 KB, 100 KB and 1 MB, typed by one
 * person and by twenty at five keys a second each: right after a checkpoint, where the first change of a page writes all of
 * it, with the snapshots, search texts and vacuums that fall due meanwhile, and with what the leaving and the two minutes
 * after it write. Beside it the stock server with its database extension. Four minutes. Ends with 1 where the bound is
 * passed. `SEED`.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Sql, createSql, migrate } from '@gongyan/db'
import { seeded, startTestPostgres } from '@gongyan/testing'
import * as Y from 'yjs'
import { type Host, startOurs, startStock } from './servers.ts'
import { type Sink, openSink, wire } from './sinks.ts'

const MOST_BYTES_PER_CHARACTER = 800
const KEYS_PER_SECOND = 5
/** A typist goes on at another place after so many characters. */
const RUN = 40
const [TYPED_MS, BACKGROUND_MS] = [75_000, 20_000]
/** Longer than nobody may have written for a snapshot to fall due. */
const QUIET_MS = 130_000
const STOCK_QUIET_MS = 15_000
/** Enough for the pasted text to be stored, and to be found by a search. */
const SETTLED_MS = 20_000
const STORED_WITHIN_MS = 15_000
const [PARAGRAPH, UTF8_BYTES] = [200, 3]
const MOST_KINDS = 7

interface Shape {
  readonly label: string
  readonly bytes: number
  readonly typists: number
}
const SHAPES: readonly Shape[] = [
  { label: '1 KB', bytes: 1_000 },
  { label: '100 KB', bytes: 100_000 },
  { label: '1 MB', bytes: 1_000_000 },
].flatMap((size) => [1, 20].map((typists) => ({ ...size, typists })))

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
const random = seeded(seed)
const below = (bound: number): number => Math.floor(random() * bound)
/** Text that packs worse than any a teacher writes: each of 3,000 characters is as likely as the others. */
const text = (length: number): string =>
  Array.from({ length }, () => String.fromCodePoint(0x4e00 + below(3_000))).join('')

/** What was written to the log between two moments, of one kind of record or of all. */
interface Written {
  readonly kind: string
  readonly records: number
  readonly bytes: number
  /** Of these in images of whole pages. */
  readonly pages: number
}
interface Measured {
  readonly shape: Shape
  readonly characters: number
  readonly typing: Written
  readonly leaving: Written
  readonly kinds: readonly Written[]
  readonly seconds: number
  readonly backgroundPerSecond: number
}

/** A place in the log up to which all is on disk. */
async function position(sql: Sql): Promise<string> {
  await sql`SELECT pg_logical_emit_message(true, '', '')`
  return (await sql<{ at: string }[]>`SELECT pg_current_wal_flush_lsn()::text AS at`)[0]?.at ?? ''
}

async function between(sql: Sql, from: string, to: string): Promise<{ all: Written; kinds: readonly Written[] }> {
  const kinds = await sql<Written[]>`
    SELECT "resource_manager/record_type" AS kind, count::float8 AS records, combined_size::float8 AS bytes, fpi_size::float8 AS pages
    FROM pg_get_wal_stats(${from}::pg_lsn, ${to}::pg_lsn, true) WHERE count > 0 ORDER BY combined_size DESC`
  // The distance is more than the records: it has the heads of the log's own pages in it.
  const [{ bytes } = { bytes: 0 }] = await sql<{ bytes: number }[]>`
    SELECT (${to}::pg_lsn - ${from}::pg_lsn)::float8 AS bytes`
  const sum = (of: 'records' | 'pages'): number => kinds.reduce((total, one) => total + one[of], 0)
  return { all: { kind: 'all', records: sum('records'), bytes, pages: sum('pages') }, kinds }
}

/** A sink that must last: whatever ends it before it is let go ends the measurement. */
interface Line {
  readonly sink: Sink
  sent: number
  isOver: boolean
}
const lost = (label: string, line: Line): Promise<never> =>
  line.sink.over.then((code) => {
    if (!line.isOver) throw new Error(`${label}: the server cut a typist with ${code}`)
    return new Promise<never>(() => {})
  })

async function open(host: Host, document: string, client: number): Promise<Line> {
  return { sink: await openSink(await host.enter(document, client), document), sent: 0, isOver: false }
}
function say(line: Line, document: string, update: Uint8Array): void {
  line.sink.send(wire(document, 0, 2, update))
  line.sent += 1
}
/** Leaves once everything that was sent is acknowledged. */
async function leave(label: string, lines: readonly Line[]): Promise<void> {
  const deadline = performance.now() + STORED_WITHIN_MS
  while (lines.some(({ sink, sent }) => sink.acknowledged < sent)) {
    if (performance.now() > deadline) throw new Error(`${label}: what was typed is not acknowledged`)
    await Promise.race([sleep(50), ...lines.map((line) => lost(label, line))])
  }
  for (const line of lines) {
    line.isOver = true
    line.sink.close()
  }
}

/**
 * What the pasting and a cluster that has just been made left to do. Its other databases are analysed too, once in their life;
 * the statistics that brings are frozen at once, or autovacuum would do it beside some document that is measured.
 */
async function settleCluster(sql: Sql, databaseUrl: string): Promise<void> {
  for (const { name } of await sql<{ name: string }[]>`SELECT datname AS name FROM pg_database WHERE datallowconn`) {
    const url = new URL(databaseUrl)
    url.pathname = `/${name}`
    const database = createSql(url.href, { max: 1 })
    await database`VACUUM (ANALYZE)`
    // Of the statistics that were taken before, too.
    await (database.options.database === sql.options.database ? database`VACUUM` : database`VACUUM (FREEZE)`)
    await database.end({ timeout: 1 })
  }
}

async function measure(host: Host, databaseUrl: string, shape: Shape): Promise<Measured> {
  const sql = createSql(databaseUrl, { max: 1 })
  await sql`CREATE EXTENSION pg_walinspect`
  const label = `${host.label}, ${shape.label} × ${shape.typists}`
  const document = await host.createDocument()
  const storedUpdates = async (): Promise<number> =>
    (await sql<{ seq: number }[]>`SELECT seq::float8 AS seq FROM collab_documents WHERE name = ${document}`)[0]?.seq ??
    0
  const author = new Y.Doc()
  const paste = await open(host, document, 0)
  author.on('update', (update: Uint8Array) => say(paste, document, update))
  const paragraphs = Math.ceil(shape.bytes / UTF8_BYTES / PARAGRAPH)
  author.transact(() => {
    for (let index = 0; index < paragraphs; index++) {
      const paragraph = new Y.XmlElement('paragraph')
      paragraph.insert(0, [new Y.XmlText(text(PARAGRAPH))])
      author.getXmlFragment('body').push([paragraph])
    }
  })
  await leave(label, [paste])
  await sleep(SETTLED_MS)
  const lines = await Promise.all(Array.from({ length: shape.typists }, (_, client) => open(host, document, client)))
  const state = Y.encodeStateAsUpdate(author)
  const typists = lines.map((line) => {
    const ydoc = new Y.Doc()
    Y.applyUpdate(ydoc, state)
    ydoc.on('update', (update: Uint8Array) => say(line, document, update))
    const body = ydoc.getXmlFragment('body')
    let [run, at, left]: [unknown, number, number] = [null, 0, 0]
    return (): void => {
      if (left-- === 0 || !(run instanceof Y.XmlText)) {
        const paragraph = body.get(below(body.length))
        run = paragraph instanceof Y.XmlElement ? paragraph.get(0) : null
        at = run instanceof Y.XmlText ? below(run.length) : 0
        left = RUN - 1
      }
      if (run instanceof Y.XmlText) run.insert(at++, text(1))
    }
  })
  await settleCluster(sql, databaseUrl)
  const idle = await position(sql)
  await sleep(BACKGROUND_MS)
  const background = await between(sql, idle, await position(sql))
  const before = await storedUpdates()
  await sql`CHECKPOINT`
  const [begin, begun] = [await position(sql), performance.now()]
  const keys = typists.map(async (press) => {
    await sleep(below(1000 / KEYS_PER_SECOND))
    while (performance.now() - begun < TYPED_MS) {
      press()
      await sleep(1000 / KEYS_PER_SECOND)
    }
  })
  await Promise.race([Promise.all(keys), ...lines.map((line) => lost(label, line))])
  await leave(label, lines)
  const sent = lines.reduce((sum, line) => sum + line.sent, 0)
  const [middle, seconds] = [await position(sql), (performance.now() - begun) / 1000]
  const isOurs = host.label === 'ours'
  const characters = isOurs ? (await storedUpdates()) - before : sent
  if (characters !== sent) throw new Error(`${label}: of ${sent} characters ${characters} are stored`)
  await sleep(isOurs ? QUIET_MS : STOCK_QUIET_MS)
  const end = await position(sql)
  const [typing, leaving, both] = [
    await between(sql, begin, middle),
    await between(sql, middle, end),
    await between(sql, begin, end),
  ]
  await sql.end({ timeout: 1 })
  const backgroundPerSecond = background.all.bytes / (BACKGROUND_MS / 1000)
  // The beats of two minutes in which nobody types are no part of a character; those while it is typed are.
  const quietMs = isOurs ? QUIET_MS : STOCK_QUIET_MS
  const own = Math.max(0, leaving.all.bytes - (backgroundPerSecond * quietMs) / 1000)
  return {
    shape,
    characters,
    typing: typing.all,
    leaving: { ...leaving.all, bytes: own },
    kinds: both.kinds,
    seconds,
    backgroundPerSecond,
  }
}

/** One server alone on a PostgreSQL of its own: the log is the whole cluster's. */
async function alone(shape: Shape, start: (databaseUrl: string) => Promise<Host>): Promise<Measured> {
  const postgres = await startTestPostgres({ durable: true })
  try {
    // The cluster holds what an installation's does: a second database would be vacuumed beside it.
    const { url } = postgres
    await migrate(url)
    const host = await start(url)
    try {
      return await measure(host, url, shape)
    } finally {
      await host.stop()
    }
  } finally {
    await postgres.stop()
  }
}

/** Bytes per character with everything, and without what is written when nobody types. */
function perCharacter({ characters, typing, leaving, seconds, backgroundPerSecond }: Measured): [number, number] {
  const all = (typing.bytes + leaving.bytes) / characters
  return [all, all - (backgroundPerSecond * seconds) / characters]
}

function print(label: string, measured: Measured): void {
  const { shape, characters, typing, leaving, backgroundPerSecond, kinds } = measured
  const [all, without] = perCharacter(measured)
  const cells = [
    characters,
    typing.bytes + leaving.bytes,
    typing.pages + leaving.pages,
    typing.records + leaving.records,
    leaving.bytes / characters,
    backgroundPerSecond,
    without,
    all,
  ]
  console.log(
    `${`${shape.label} × ${shape.typists}`.padEnd(13)}${label.padEnd(7)}${cells.map((cell) => cell.toFixed(0).padStart(12)).join('')}`,
  )
  if (label !== 'ours') return
  const parts = kinds.slice(0, MOST_KINDS).map(({ kind, bytes }) => `${kind} ${(bytes / characters).toFixed(0)}`)
  console.log(`${''.padEnd(13)}${parts.join(', ')}`)
}

console.log(`seed ${seed}; ${KEYS_PER_SECOND} keys/s each for ${TYPED_MS / 1000} s; stock: debounce 2 s, at most 10 s`)
// The stock server's turn is while ours waits for the quiet: the log does not depend on how busy the machine is.
const [ours, stock] = await Promise.all([
  Promise.all(SHAPES.map((shape) => alone(shape, (url) => startOurs(url, shape.typists)))),
  sleep(SETTLED_MS + BACKGROUND_MS + TYPED_MS).then(() =>
    Promise.all(SHAPES.filter(({ typists }) => typists > 1).map((shape) => alone(shape, (url) => startStock(url, 0)))),
  ),
])
console.log(
  `\n${'plan × people'.padEnd(20)}${['characters', 'bytes', 'whole pages', 'records', 'leaving B/c', 'idle B/s', 'B/c no idle', 'B/character'].map((name) => name.padStart(12)).join('')}`,
)
for (const measured of ours) print('ours', measured)
for (const measured of stock) print('stock', measured)
const isWithin = ours.every((measured) => perCharacter(measured)[0] <= MOST_BYTES_PER_CHARACTER)
console.log(`bound ${MOST_BYTES_PER_CHARACTER}: ${isWithin ? 'held' : 'passed'}`)
process.exitCode = isWithin ? 0 : 1
