import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createLog, createSession, createSql, type Sql } from '@gongyan/db'
import { hashSecret, newToken, SESSION_COOKIE } from '../../apps/server/src/http/session-cookie.ts'
import * as Y from 'yjs'

/** Where a client goes and what it shows there. */
export interface Entrance {
  readonly url: string
  readonly ticket: string
}

/** A collaboration server in a process of its own. */
export interface Host {
  readonly label: string
  readonly pids: readonly number[]
  /** A new document that a number of people may write. */
  createDocument(): Promise<string>
  /** Asks for the URL and ticket of the n-th client of a document, as a page does. */
  enter(document: string, client: number): Promise<Entrance>
  stop(): Promise<void>
}

/** How many clients one person has at most in these measurements; below LIMIT_SOCKETS_PER_PERSON. */
const CLIENTS_PER_PERSON = 20
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
  const child = spawn('taskset', ['-c', '0', process.execPath, script], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { PATH: process.env.PATH ?? '', ...env },
  })
  const exited = once(child, 'exit')
  const url = await new Promise<string>((done, fail) => {
    child.on('message', (message: { type: string; url?: string; message?: string }) => {
      if (message.type === 'ready' && message.url) done(message.url)
      if (message.type === 'fatal') fail(new Error(message.message))
    })
    child.once('exit', (code) => fail(new Error(`${script} ended with ${code}`)))
  })
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    const killer = setTimeout(() => child.kill('SIGKILL'), 6000)
    await exited
    clearTimeout(killer)
  }
  return { url, pid: child.pid ?? 0, stop }
}

/** Our server process as it is deployed, over a migrated database. */
export async function startOurs(databaseUrl: string, people: number): Promise<Host> {
  const sql = createSql(databaseUrl, { max: 4 })
  const dataDir = await mkdtemp(join(tmpdir(), 'gongyan-bench-'))
  const { url, pid, stop } = await start(resolve(import.meta.dirname, '../../apps/server/src/main.ts'), {
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: '0',
    GONGYAN_SEED: 'empty',
    GONGYAN_LIVEKIT: 'absent',
    LOG_LEVEL: 'error',
  })
  const school = await makeSchool(sql, people)
  return {
    label: 'ours',
    pids: [pid],
    createDocument: () => createPlan(sql, school, Y.encodeStateAsUpdate(new Y.Doc())),
    enter(document, client) {
      const person = school.people[Math.floor(client / CLIENTS_PER_PERSON) % school.people.length]
      if (!person) throw new Error('nobody is there')
      return askForTicket(url, person, document)
    },
    async stop() {
      await stop()
      await sql.end({ timeout: 1 })
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** The stock server with its database extension on the same PostgreSQL; `flushDelay` is its batch window, ms. */
export async function startStock(databaseUrl: string, flushDelay: number): Promise<Host> {
  const { url, pid, stop } = await start(resolve(import.meta.dirname, 'stock-host.ts'), {
    DATABASE_URL: databaseUrl,
    FLUSH_DELAY: String(flushDelay),
  })
  return {
    label: `stock ${flushDelay}`,
    pids: [pid],
    createDocument: async () => `lessonPlan:${randomUUID()}`,
    enter: async () => ({ url: url.replace(/^http/, 'ws'), ticket: 'any' }),
    stop,
  }
}

/** Somebody who has signed in. */
export interface Colleague {
  readonly id: string
  readonly cookie: string
}

export interface School {
  readonly unit: string
  readonly people: readonly Colleague[]
}

/** Asks a server for the URL and a ticket of a document, as a page does. */
export async function askForTicket(url: string, person: Colleague, document: string): Promise<Entrance> {
  const response = await fetch(`${url}/api/v1/collab-tickets`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: person.cookie },
    body: JSON.stringify({ document }),
  })
  if (response.status !== 201 && response.status !== 200)
    throw new Error(`no ticket: ${response.status} ${await response.text()}`)
  const { collabUrl, ticket } = (await response.json()) as { collabUrl: string; ticket: string }
  return { url: collabUrl, ticket }
}

/** A school with so many people who have signed in. */
export async function makeSchool(sql: Sql, count: number): Promise<School> {
  const unit = randomUUID()
  await sql`
    INSERT INTO org_units (id, path, kind, level, name, short_name)
    VALUES (${unit}, ARRAY[${unit}]::uuid[], 'school', 'school', '柳河镇中心小学', '柳河小学')`
  const people: Colleague[] = []
  for (let index = 0; index < count; index++) {
    const id = randomUUID()
    const token = newToken()
    await sql`INSERT INTO users (id, account, name, password_hash) VALUES (${id}, ${id}, ${`教师${index + 1}`}, 'none')`
    await sql`INSERT INTO identities (user_id, org_id, role, is_default) VALUES (${id}, ${unit}, 'teacher', true)`
    await createSession(sql, {
      id: token.id,
      secretHash: hashSecret(token.secret),
      userId: id as Parameters<typeof createSession>[1]['userId'],
      createdAt: new Date(),
      expiresAt: new Date(Date.now() + 86_400_000),
      remember: false,
    })
    people.push({ id, cookie: `${SESSION_COOKIE}=${token.id}.${token.secret}` })
  }
  return { unit, people }
}

/** A plan of the school's first person that all others may write; `bytes` is its first update. */
export async function createPlan(sql: Sql, { unit, people }: School, bytes: Uint8Array): Promise<string> {
  const id = randomUUID()
  const owner = people[0]?.id ?? ''
  const name = `lessonPlan:${id}`
  await sql.begin(async (tx) => {
    await tx`
      INSERT INTO lesson_plans (id, org_id, org_path, owner_id, title)
      VALUES (${id}, ${unit}, ARRAY[${unit}]::uuid[], ${owner}, '两位数乘两位数')`
    for (const person of people.slice(1))
      await tx`
        INSERT INTO lesson_plan_members (plan_id, user_id, role, invited_by) VALUES (${id}, ${person.id}, 'editor', ${owner})`
    await createLog(tx, {
      name,
      layout: 1,
      authorId: owner,
      source: 'template',
      at: new Date(),
      bytes,
    })
  })
  return name
}
