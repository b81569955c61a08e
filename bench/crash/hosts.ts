import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createUpdate, lessonPlanTemplate } from '@gongyan/documents'
import { readLog, type Sql } from '@gongyan/db'
import { createReplica } from '@gongyan/documents/replica'
import * as Y from 'yjs'
import { askForTicket, createPlan, createStored, type Entrance, makeSchool } from '../school.ts'
import { serverEnv, startServerProcess } from '../server-process.ts'

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
  const env = serverEnv(databaseUrl, dataDir)
  return {
    kind,
    async start(more = {}) {
      const script = resolve(import.meta.dirname, SCRIPTS[kind])
      const { child, url, exited } = await startServerProcess(script, { ...env, ...more })
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
    createDocument: () => (kind === 'stock' ? createStored(sql, plan) : createPlan(sql, school, plan)),
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
