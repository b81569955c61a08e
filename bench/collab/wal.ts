/**
 * `npm run bench:wal`: what a typed character adds to PostgreSQL's write-ahead log, for documents of 1 KB, 100 KB and 1 MB, with
 * the snapshots that fall due while it is typed, two minutes after it, and with the leaving. One person types, so every
 * character is a commit of its own: the dearest case. Beside it the stock server with its database extension. Ends with 1
 * where a bound is passed. `SEED`.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { createSql } from '@gongyan/db'
import { cloneTemplateDatabase, makeTemplateDatabase, seeded, startTestPostgres } from '@gongyan/testing'
import * as Y from 'yjs'
import { type Host, startOurs, startStock } from './servers.ts'
import { openReader, wire } from './sinks.ts'

const MOST_BYTES_PER_CHARACTER = 800
const BETWEEN_KEYS_MS = 30
/** Longer than nobody may have written for a snapshot to fall due. */
const QUIET_MS = 135_000
/** Enough for the pasted text to be stored, and to be found by a search. */
const SETTLED_MS = 20_000
const PARAGRAPH = 200
const UTF8_BYTES = 3

interface Size {
  readonly label: string
  readonly bytes: number
  /** Enough for snapshots of ours, and for what a server writes by itself, such as statistics, not to count. */
  readonly typed: number
  /** Of the stock server, which writes the whole document every few seconds. */
  readonly typedOnStock: number
}
const SIZES: readonly Size[] = [
  { label: '1 KB', bytes: 1_000, typed: 11_500, typedOnStock: 500 },
  { label: '100 KB', bytes: 100_000, typed: 11_500, typedOnStock: 500 },
  { label: '1 MB', bytes: 1_000_000, typed: 11_500, typedOnStock: 500 },
]

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
const random = seeded(seed)
/** Text that packs worse than any a teacher writes: each of 3,000 characters is as likely as the others. */
const text = (length: number): string =>
  Array.from({ length }, () => String.fromCodePoint(0x4e00 + Math.floor(random() * 3_000))).join('')

/** Opens a document as a page does; what is changed in the copy is sent. */
async function visit(host: Host, document: string, ydoc: Y.Doc): Promise<{ close(): void }> {
  const reader = await openReader(await host.enter(document, 0), document, ydoc)
  ydoc.on('update', (update: Uint8Array, origin) => {
    if (origin !== 'server') reader.send(wire(document, 0, 2, update))
  })
  return reader
}

async function measure(host: Host, databaseUrl: string, size: Size): Promise<number> {
  const sql = createSql(databaseUrl, { max: 1 })
  const position = async (): Promise<bigint> =>
    BigInt((await sql<{ at: string }[]>`SELECT (pg_current_wal_lsn() - '0/0'::pg_lsn)::text AS at`)[0]?.at ?? 0)
  const document = await host.createDocument()
  const [author, ydoc] = [new Y.Doc(), new Y.Doc()]
  const paste = await visit(host, document, author)
  const paragraphs = Math.ceil(size.bytes / UTF8_BYTES / PARAGRAPH)
  author.transact(() => {
    for (let index = 0; index < paragraphs; index++) {
      const paragraph = new Y.XmlElement('paragraph')
      paragraph.insert(0, [new Y.XmlText(text(Math.min(PARAGRAPH, Math.ceil(size.bytes / UTF8_BYTES))))])
      author.getXmlFragment('body').push([paragraph])
    }
  })
  await sleep(SETTLED_MS)
  paste.close()
  await sleep(SETTLED_MS)
  const reader = await visit(host, document, ydoc)
  await sleep(2_000)
  const body = ydoc.getXmlFragment('body')
  if (body.length !== paragraphs) throw new Error('the document did not arrive')
  // What the pasting and a database that has just been made left to do is done; every page that is touched from now on is
  // written whole once more.
  await sql`VACUUM (ANALYZE)`
  await sql`CHECKPOINT`
  const before = await position()
  const typed = host.label === 'ours' ? size.typed : size.typedOnStock
  for (let key = 0; key < typed; key++) {
    const paragraph = body.get(Math.floor((key / typed) * body.length))
    const run = paragraph instanceof Y.XmlElement ? paragraph.get(0) : null
    if (run instanceof Y.XmlText) run.insert(run.length >> 1, text(1))
    await sleep(BETWEEN_KEYS_MS)
  }
  reader.close()
  await sleep(host.label === 'ours' ? QUIET_MS : 15_000)
  const written = Number((await position()) - before)
  if (host.label === 'ours') {
    const [log] = await sql<{ seq: number; snapshots: number; bytes: number }[]>`
      SELECT d.seq, count(s)::int AS snapshots, coalesce(max(length(s.bytes)), 0) AS bytes
      FROM collab_documents d LEFT JOIN collab_snapshots s ON s.document = d.name WHERE d.name = ${document} GROUP BY d.seq`
    if ((log?.seq ?? 0) < typed) throw new Error(`of ${typed} characters only ${log?.seq} updates are stored`)
    console.log(
      `${size.label}: ${log?.seq} updates stored, the newest snapshots ${log?.snapshots} × ${log?.bytes} bytes`,
    )
  }
  await sql.end({ timeout: 1 })
  return written / typed
}

/** One server alone on a PostgreSQL of its own: the log is the whole cluster's. */
async function alone(size: Size, start: (databaseUrl: string) => Promise<Host>): Promise<number> {
  const postgres = await startTestPostgres({ durable: true })
  await makeTemplateDatabase(postgres.url)
  const { url } = await cloneTemplateDatabase(postgres.url)
  const host = await start(url)
  try {
    return await measure(host, url, size)
  } finally {
    await host.stop()
    await postgres.stop()
  }
}

console.log(`seed ${seed}; a character every ${BETWEEN_KEYS_MS} ms; stock: debounce 2 s, at most 10 s`)
const results = await Promise.all(
  SIZES.map(async (size) => ({
    size,
    ours: await alone(size, (url) => startOurs(url, 1)),
    stock: await alone(size, (url) => startStock(url, 0)),
  })),
)
console.log('\ndocument      ours B/character     stock B/character    ratio')
for (const { size, ours, stock } of results)
  console.log(
    `${size.label.padEnd(10)}${ours.toFixed(0).padStart(20)}${stock.toFixed(0).padStart(22)}${(ours / stock).toFixed(3).padStart(9)}`,
  )
const isWithin = results.every(({ ours }) => ours <= MOST_BYTES_PER_CHARACTER)
console.log(`bound ${MOST_BYTES_PER_CHARACTER}: ${isWithin ? 'held' : 'passed'}`)
process.exitCode = isWithin ? 0 : 1
