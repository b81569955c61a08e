import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createSql } from '@gongyan/db'
import * as Y from 'yjs'
import { askForTicket, type Colleague, createPlan, createStored, type Entrance, makeSchool } from '../school.ts'
import { serverEnv, startServerProcess } from '../server-process.ts'
import type { Inside, Question } from './probe.ts'
import { copyLog, type OldPlan, seedLog } from './old-plan.ts'

/** A collaboration server in a process of its own. */
export interface Host {
  readonly label: string
  readonly pids: readonly number[]
  /** A new document that a number of people may write. */
  createDocument(): Promise<string>
  /** So many documents that were written as this plan was. */
  createOld(plan: OldPlan, count: number): Promise<string[]>
  /** A new document of the person whose client this is. */
  createOwn(client: number): Promise<string>
  /** Asks for the URL and ticket of the n-th client of a document, as a page does. */
  enter(document: string, client: number): Promise<Entrance>
  /** What only the process itself knows. */
  ask(question: Question): Promise<Inside>
  stop(): Promise<void>
}

/** How many clients one person has at most in these measurements; below LIMIT_SOCKETS_PER_PERSON. */
export const CLIENTS_PER_PERSON = 20
const TICKS_PER_SECOND = 100

/** Processor time that processes with all their threads have used, ms. */
export async function cpuMs(pids: readonly number[]): Promise<number> {
  let ticks = 0
  for (const pid of pids) {
    const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? []
    ticks += Number(fields[11]) + Number(fields[12])
  }
  return (ticks * 1000) / TICKS_PER_SECOND
}

/** Resident memory of a process, bytes. */
export async function rssBytes(pid: number): Promise<number> {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) * 1024
}

async function start(script: string, env: Readonly<Record<string, string>>) {
  // The server has one processor, the clients and PostgreSQL the other.
  const { child, url, exited } = await startServerProcess(script, env, [
    'taskset',
    '-c',
    '0',
    process.execPath,
    '--expose-gc',
    '--import',
    resolve(import.meta.dirname, 'probe.ts'),
  ])
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    const killer = setTimeout(() => child.kill('SIGKILL'), 6000)
    await exited
    clearTimeout(killer)
  }
  const ask = (question: Question): Promise<Inside> =>
    new Promise((done, fail) => {
      const onMessage = (message: { inside?: Inside }): void => {
        if (!message.inside) return
        child.off('message', onMessage)
        done(message.inside)
      }
      child.on('message', onMessage)
      child.send({ question }, (error) => {
        if (error) fail(error)
      })
    })
  return { url, pid: child.pid ?? 0, stop, ask }
}

const EMPTY = Y.encodeStateAsUpdate(new Y.Doc())

/** Ours, which people sign in to. */
export interface OurHost extends Host {
  readonly url: string
  readonly people: readonly Colleague[]
}

/** Our server process as it is deployed, over a migrated database; `more` is said to it besides. */
export async function startOurs(
  databaseUrl: string,
  people: number,
  more: Readonly<Record<string, string>> = {},
): Promise<OurHost> {
  const sql = createSql(databaseUrl, { max: 4 })
  const dataDir = await mkdtemp(join(tmpdir(), 'gongyan-bench-'))
  const { url, pid, stop, ask } = await start(resolve(import.meta.dirname, '../../apps/server/src/main.ts'), {
    ...serverEnv(databaseUrl, dataDir),
    ...more,
  })
  const school = await makeSchool(sql, people)
  const personOf = (client: number) => {
    const person = school.people[Math.floor(client / CLIENTS_PER_PERSON) % school.people.length]
    if (!person) throw new Error('nobody is there')
    return person
  }
  return {
    label: 'ours',
    pids: [pid],
    ask,
    url,
    people: school.people,
    createDocument: () => createPlan(sql, school, EMPTY),
    createOwn: (client) => createPlan(sql, { unit: school.unit, people: [personOf(client)] }, EMPTY),
    async createOld(plan, count) {
      const first = await seedLog(sql, databaseUrl, school, plan)
      const names = [first]
      while (names.length < count) names.push(await copyLog(sql, school, first))
      return names
    },
    enter: (document, client) => askForTicket(url, personOf(client), document),
    async stop() {
      await stop()
      await sql.end({ timeout: 1 })
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** The stock server with its database extension on the same PostgreSQL; `flushDelay` is its batch window, ms. */
export async function startStock(databaseUrl: string, flushDelay: number): Promise<Host> {
  const sql = createSql(databaseUrl, { max: 1 })
  const { url, pid, stop, ask } = await start(resolve(import.meta.dirname, 'stock-host.ts'), {
    PATH: process.env.PATH ?? '',
    DATABASE_URL: databaseUrl,
    FLUSH_DELAY: String(flushDelay),
  })
  return {
    label: `stock ${flushDelay}`,
    pids: [pid],
    ask,
    createDocument: async () => `lessonPlan:${randomUUID()}`,
    createOwn: async () => `lessonPlan:${randomUUID()}`,
    createOld: ({ state }, count) => Promise.all(Array.from({ length: count }, () => createStored(sql, state))),
    enter: async () => ({ url: url.replace(/^http/, 'ws'), ticket: 'any' }),
    async stop() {
      await stop()
      await sql.end({ timeout: 1 })
    },
  }
}
