/**
 * `npm run bench:storage`: what a lesson plan takes in PostgreSQL after a year, with every keystroke kept: a year of sittings is
 * written to the log week by week, the worker keeps states and packs old updates as it does in a running server, and
 * PostgreSQL says how large its tables are. `PLANS` (20), `SEED`.
 */
import { randomUUID } from 'node:crypto'
import { type Sql, appendUpdates, createLog, createSql } from '@gongyan/db'
import { cloneTemplateDatabase, makeTemplateDatabase, seeded, startTestPostgres } from '@gongyan/testing'
import * as Y from 'yjs'
import { PACE, isDue } from '../../collab-server/src/compaction/pace.ts'
import { type WorkerThread, createWorkerThread } from '../../collab-server/src/compaction/thread.ts'

/** How a plan is worked on: sittings of one person each, in some weeks of the year. */
interface Kind {
  readonly label: string
  readonly sittings: number
  readonly editsPerSitting: number
}
const KINDS: readonly Kind[] = [
  { label: 'one teacher’s plan', sittings: 8, editsPerSitting: 1_500 },
  { label: 'a plan of a research group', sittings: 40, editsPerSitting: 1_500 },
]
const TABLES = ['collab_updates', 'collab_segments', 'collab_snapshots', 'collab_documents'] as const
const [SECOND_MS, WEEK_MS] = [1_000, 7 * 24 * 3_600_000]
const WEEKS = 52
const YEAR_BEGINS = Date.UTC(2026, 8, 1)
const PARAGRAPH = 120

const plans = Number(process.env.PLANS ?? 20)
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
const random = seeded(seed)
const below = (bound: number): number => Math.floor(random() * bound)
const character = (): string => String.fromCodePoint(0x4e00 + below(3_000))

class Plan {
  readonly name = `lessonPlan:${randomUUID()}`
  readonly ydoc = new Y.Doc()
  readonly #body = this.ydoc.getXmlFragment('body')
  #updates: Uint8Array[] = []
  seq = 1
  snapshotSeq = 0
  snapshotBytes = 0

  constructor() {
    this.#addParagraph(0)
  }
  #addParagraph(at: number): void {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText()])
    this.#body.insert(at, [paragraph])
  }
  #run(index: number): Y.XmlText | null {
    const paragraph = this.#body.get(index)
    const run = paragraph instanceof Y.XmlElement ? paragraph.get(0) : null
    return run instanceof Y.XmlText ? run : null
  }
  /** What one person does to it in one sitting: mostly types on, sometimes takes back, marks, or goes elsewhere. */
  sit(edits: number): Uint8Array[] {
    // A page that is opened again writes under a number of its own.
    this.ydoc.clientID = below(2 ** 32)
    this.#updates = []
    const remember = (update: Uint8Array): void => void this.#updates.push(update)
    this.ydoc.on('update', remember)
    let paragraph = below(this.#body.length)
    let at = this.#run(paragraph)?.length ?? 0
    for (let edit = 0; edit < edits; edit++) {
      const run = this.#run(paragraph)
      if (!run) continue
      const what = random()
      if (run.length > PARAGRAPH || what < 0.01) {
        this.#addParagraph((paragraph += 1))
        at = 0
      } else if (what < 0.03) {
        paragraph = below(this.#body.length)
        at = below((this.#run(paragraph)?.length ?? 0) + 1)
      } else if (what < 0.12 && at > 0) run.delete((at -= 1), 1)
      else if (what < 0.125 && at > 3) run.format(at - 3, 3, { strong: true })
      else {
        run.insert(at, character())
        at += 1
      }
    }
    this.ydoc.off('update', remember)
    return this.#updates
  }
}

async function write(sql: Sql, plan: Plan, authorId: string, updates: readonly Uint8Array[], beginMs: number) {
  const source = randomUUID()
  let at = beginMs
  await appendUpdates(sql, [
    {
      document: plan.name,
      after: BigInt(plan.seq),
      fence: 0n,
      title: null,
      updates: updates.map((bytes) => ({ authorId, source, at: new Date((at += below(2 * SECOND_MS))), bytes })),
    },
  ])
  plan.seq += updates.length
}

async function keepState(thread: WorkerThread, plan: Plan): Promise<void> {
  if (!isDue(PACE, plan.seq - plan.snapshotSeq, plan.snapshotBytes, true)) return
  const answer = await thread.ask('snapshot', { name: plan.name })
  if (answer.kind !== 'kept') throw new Error(`no state is kept: ${answer.kind}`)
  plan.snapshotSeq = Number(answer.seq)
  plan.snapshotBytes = answer.bytes
}

async function packOld(thread: WorkerThread, now: number): Promise<void> {
  const rule = {
    keptRows: PACE.keptRows,
    leastRows: PACE.leastSealed,
    olderThan: new Date(now - PACE.sealAfterMs),
  }
  for (let afterName = ''; ;) {
    const answer = await thread.ask('seal', { rule, afterName })
    if (answer.kind === 'none') return
    if (answer.kind === 'failed') throw new Error(answer.fault)
    afterName = answer.name
  }
}

async function tableBytes(sql: Sql): Promise<number[]> {
  const sizes = await sql<{ bytes: number }[]>`
    SELECT pg_total_relation_size(t::regclass)::float8 AS bytes FROM unnest(${[...TABLES]}::text[]) WITH ORDINALITY u(t, n) ORDER BY n`
  return sizes.map(({ bytes }) => bytes)
}

async function spendYear(databaseUrl: string, kind: Kind): Promise<void> {
  const sql = createSql(databaseUrl, { max: 2 })
  const thread = createWorkerThread({ databaseUrl })
  const authors = Array.from({ length: 6 }, () => randomUUID())
  const empty = await tableBytes(sql)
  const written = Array.from({ length: plans }, () => new Plan())
  for (const plan of written)
    await createLog(sql, {
      name: plan.name,
      layout: 1,
      authorId: authors[0] ?? '',
      source: 'template',
      at: new Date(YEAR_BEGINS),
      bytes: Y.encodeStateAsUpdate(plan.ydoc),
    })
  // Each plan is written in weeks of its own.
  const sittings = written.map(() => Array.from({ length: kind.sittings }, () => below(WEEKS)))
  let payload = 0
  for (let week = 0; week < WEEKS; week++) {
    const begin = YEAR_BEGINS + week * WEEK_MS
    for (const [index, plan] of written.entries())
      for (const sitting of sittings[index]?.filter((one) => one === week).keys() ?? []) {
        const updates = plan.sit(kind.editsPerSitting)
        payload += updates.reduce((sum, { length }) => sum + length, 0)
        await write(sql, plan, authors[below(authors.length)] ?? '', updates, begin + sitting * 2 * 3_600_000)
        await keepState(thread, plan)
      }
    await packOld(thread, begin + WEEK_MS)
    // As PostgreSQL does by itself on a running server.
    for (const table of TABLES) await sql.unsafe(`VACUUM ${table}`)
  }
  const [one] = written
  const state = one && (await thread.ask('stateAt', { name: one.name, moment: { seq: one.seq } }))
  const rebuilt = new Y.Doc()
  if (state) Y.applyUpdate(rebuilt, state.update)
  if (rebuilt.getXmlFragment('body').toString() !== one?.ydoc.getXmlFragment('body').toString())
    throw new Error('a plan cannot be read back')

  const sizes = (await tableBytes(sql)).map((bytes, index) => (bytes - (empty[index] ?? 0)) / plans)
  const updates = written.reduce((sum, { seq }) => sum + seq, 0) / plans
  const total = sizes.reduce((sum, bytes) => sum + bytes, 0)
  const characters =
    written.reduce(
      (sum, { ydoc }) =>
        sum +
        ydoc
          .getXmlFragment('body')
          .toString()
          .replaceAll(/<[^>]*>/g, '').length,
      0,
    ) / plans
  const kb = (bytes: number): string => `${(bytes / 1000).toFixed(1)} KB`
  console.log(
    `${kind.label}: ${updates.toFixed(0)} updates in ${kind.sittings} sittings, ${characters.toFixed(0)} characters in the end\n` +
      `  ${kb(total)} a year, ${(total / updates).toFixed(1)} bytes per update (the updates alone: ${(payload / plans / updates).toFixed(1)})\n` +
      `  ${TABLES.map((table, index) => `${table} ${kb(sizes[index] ?? 0)}`).join(', ')}`,
  )
  await thread.close()
  await sql.end({ timeout: 1 })
}

console.log(`seed ${seed}; ${plans} plans of each kind; sizes as PostgreSQL reports them, per plan`)
const postgres = await startTestPostgres()
try {
  await makeTemplateDatabase(postgres.url)
  for (const kind of KINDS) await spendYear((await cloneTemplateDatabase(postgres.url)).url, kind)
} finally {
  await postgres.stop()
}
