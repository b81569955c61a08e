import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createUpdate, lessonPlanTemplate } from '@gongyan/documents'
import { readLog, type Sql } from '@gongyan/db'
import * as Y from 'yjs'
import { createReplica } from '../../collab-server/src/replica.ts'
import { askForTicket, createPlan, type Entrance, makeSchool } from '../collab/servers.ts'

/** A server process that is going to be killed. */
export interface Victim {
  readonly pid: number
  readonly exited: Promise<unknown>
  isDead(): boolean
  kill(): void
  /** Asks it to end. */
  terminate(): void
  isTerminated(): boolean
  /** Makes it kill itself at the n-th event of a kind from now on. */
  killAt(kind: string, nth: number): void
  enter(document: string, client: number): Promise<Entrance>
}

/** What is killed: our collaboration server alone, our whole server process, or the stock server. */
export type Kind = 'ours' | 'whole' | 'stock'

/** Where servers of one kind are started, one after another, on one database. */
export interface Site {
  readonly kind: Kind
  start(more?: Readonly<Record<string, string>>): Promise<Victim>
  createDocument(): Promise<string>
  /** The document as it would be built from what is stored; null where only the stored state is there to be read. */
  rebuild(document: string): Promise<Y.Doc | null>
  close(): Promise<void>
}

const SCRIPTS: Readonly<Record<Kind, string>> = {
  ours: './host.ts',
  whole: '../../apps/server/src/main.ts',
  stock: '../collab/stock-host.ts',
}
/** The lesson plan every history begins with. */
const plan = createUpdate(
  lessonPlanTemplate('standard', { title: '两位数乘两位数', subject: '数学', grade: null, lead: null }),
)

/** A place for servers of one kind; `people` write there. */
export async function openSite(kind: Kind, sql: Sql, databaseUrl: string, people: number): Promise<Site> {
  const school = await makeSchool(sql, people)
  const dataDir = await mkdtemp(join(tmpdir(), 'gongyan-crash-'))
  const env = {
    PATH: process.env.PATH ?? '',
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: '0',
    GONGYAN_SEED: 'empty',
    GONGYAN_LIVEKIT: 'absent',
    LOG_LEVEL: 'error',
  }
  return {
    kind,
    async start(more = {}) {
      const child = spawn(process.execPath, [resolve(import.meta.dirname, SCRIPTS[kind])], {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        env: { ...env, ...more },
      })
      const exited = once(child, 'exit')
      const url = await readyUrl(child, kind)
      let isTerminated = false
      const isDead = (): boolean => child.exitCode !== null || child.signalCode !== null
      return {
        pid: child.pid ?? 0,
        exited,
        isDead,
        kill: () => void child.kill('SIGKILL'),
        terminate() {
          isTerminated = true
          child.kill('SIGTERM')
        },
        isTerminated: () => isTerminated,
        killAt: (at, nth) => {
          if (!isDead()) child.send({ at, nth })
        },
        enter(document, client) {
          const person = school.people[client % school.people.length]
          if (!person) throw new Error('nobody is there')
          if (kind === 'whole') return askForTicket(url, person, document)
          return Promise.resolve({ url: `${url.replace(/^http/, 'ws')}/collab`, ticket: person.id })
        },
      }
    },
    createDocument: () => (kind === 'stock' ? createStored(sql) : createPlan(sql, school, plan)),
    async rebuild(document) {
      if (kind === 'stock') return null
      const ydoc = createReplica()
      const [head] = await sql<{ seq: string }[]>`SELECT seq::text FROM collab_documents WHERE name = ${document}`
      for await (const page of readLog(sql, document, 0n, BigInt(head?.seq ?? 0)))
        for (const { bytes } of page) Y.applyUpdate(ydoc, bytes)
      return ydoc
    },
    close: () => rm(dataDir, { recursive: true, force: true }),
  }
}

async function createStored(sql: Sql): Promise<string> {
  const name = `lessonPlan:${randomUUID()}`
  await sql`CREATE TABLE IF NOT EXISTS stock_documents (name text PRIMARY KEY, data bytea NOT NULL)`
  await sql`INSERT INTO stock_documents VALUES (${name}, ${Buffer.from(plan)})`
  return name
}

function readyUrl(child: ChildProcess, kind: Kind): Promise<string> {
  return new Promise((done, fail) => {
    child.on('message', (message: { type: string; url?: string; message?: string }) => {
      if (message.type === 'ready' && message.url) done(message.url)
      if (message.type === 'fatal') fail(new Error(message.message))
    })
    child.once('exit', (code, signal) => fail(new Error(`the ${kind} server ended with ${code ?? signal}`)))
  })
}
