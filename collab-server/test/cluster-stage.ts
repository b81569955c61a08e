import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createSql } from '@gongyan/db'
import { expect, onTestFinished } from 'vitest'
import type { HostCommand, HostNotice } from './cluster-host.ts'
import {
  type Entrance,
  type Peer,
  type Person,
  join,
  populate,
  settled,
  stored,
  textOf,
  until,
  write,
} from './harness.ts'
import { lastingPort } from './lasting-port.ts'
import { type PostgresProxy, startPostgresProxy } from './postgres-proxy.ts'
import { type Certificate, startTlsDoor } from './tls-door.ts'

const HOST = resolve(import.meta.dirname, 'cluster-host.ts')

/** A server in a process of its own, with a door to its database and a door its neighbours come through. */
export interface ClusterHost extends Entrance {
  readonly process: ChildProcess
  readonly database: PostgresProxy
  readonly peers: PostgresProxy
  /** As it announces itself: its door for neighbours, or TLS in front of that. */
  readonly peerUrl: string
  /** What it has warned of. */
  readonly warnings: readonly string[]
  command(command: HostCommand): void
}

/** Tickets that say themselves what they stand for, so that every process can read them. */
const office: Entrance['office'] = {
  issue: (person, _document, how) =>
    Buffer.from(
      JSON.stringify({ userId: person.id, name: person.name, sessionId: person.id, canWrite: how?.canWrite ?? true }),
    ).toString('base64url'),
}

export interface ClusterOptions {
  readonly people: number
  readonly plans?: number
  readonly limits?: Readonly<Record<string, string>>
  /** Changes of rights go through Redis instead of PostgreSQL. */
  readonly redisUrl?: string
  /** Servers reach each other by TLS, ended in front of each with this certificate, which all take for good. */
  readonly certificate?: Certificate
}

/** Two servers of one installation, and more with `start`, taken down when the test ends. */
export async function setClusterStage(databaseUrl: string, options: ClusterOptions) {
  const sql = createSql(databaseUrl, { max: 4 })
  const { people, documents } = await populate(sql, options.people, options.plans ?? 1)
  onTestFinished(() => sql.end({ timeout: 1 }))
  const env = {
    ...options.limits,
    ...(options.redisUrl === undefined ? {} : { REDIS_URL: options.redisUrl }),
    ...(options.certificate === undefined ? {} : { NODE_EXTRA_CA_CERTS: options.certificate.certFile }),
    PEER_KEY: randomBytes(32).toString('base64url'),
  }
  const hosts: ClusterHost[] = []
  const start = async (): Promise<ClusterHost> => {
    const database = await startPostgresProxy(databaseUrl)
    onTestFinished(() => database.close())
    const { child, port, warnings } = await startProcess(database, env, await lastingPort())
    const peers = await startPostgresProxy(`ws://127.0.0.1:${port}`)
    onTestFinished(() => peers.close())
    const peerUrl =
      options.certificate === undefined
        ? peers.url.replace(/\/$/, '')
        : await startTlsDoor(options.certificate, Number(new URL(peers.url).port))
    const host = hostOf({ child, port, warnings, database, peers, peerUrl })
    hosts.push(host)
    return host
  }
  /** Starts a process that has ended once more, at the same address; returns it in its place. */
  const startAgain = async (before: ClusterHost): Promise<ClusterHost> => {
    const started = await startProcess(before.database, env, before.port)
    const host = hostOf({ ...started, database: before.database, peers: before.peers, peerUrl: before.peerUrl })
    hosts.splice(hosts.indexOf(before), 1, host)
    return host
  }
  const [one, two] = await Promise.all([start(), start()])
  return {
    sql,
    people: people as [Person, Person, ...Person[]],
    document: documents[0] ?? '',
    documents,
    hosts: hosts as readonly ClusterHost[],
    one,
    two,
    start,
    startAgain,
  }
}

export type ClusterStage = Awaited<ReturnType<typeof setClusterStage>>

async function startProcess(database: PostgresProxy, env: Readonly<Record<string, string>>, port: number) {
  const child = fork(HOST, {
    env: { PATH: process.env.PATH ?? '', ...env, DATABASE_URL: database.url, PORT: String(port) },
  })
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
  const warnings: string[] = []
  const listening = await new Promise<number>((resolve) => {
    child.on('message', (notice: HostNotice) => {
      if (notice.kind === 'listening') resolve(notice.port)
      if (notice.kind === 'warning') warnings.push(notice.message)
    })
  })
  return { child, port: listening, warnings }
}

function hostOf(parts: {
  readonly child: ChildProcess
  readonly port: number
  readonly warnings: readonly string[]
  readonly database: PostgresProxy
  readonly peers: PostgresProxy
  readonly peerUrl: string
}): ClusterHost {
  const { child, port, warnings, database, peers, peerUrl } = parts
  const command = (wish: HostCommand): void => void child.send(wish)
  command({ kind: 'join', peerUrl })
  return { process: child, port, database, peers, peerUrl, warnings, command, office }
}

/** Later updates never carry an older fence: that would be two owners at once. Returns the fences in order. */
export async function fences(stage: ClusterStage): Promise<number[]> {
  const rows = await stored(stage, stage.document)
  const all = rows.map(({ fence }) => Number(fence))
  expect(all).toEqual(all.toSorted((a, b) => a - b))
  return [...new Set(all)].filter((fence) => fence > 0)
}

/** The server that has the document; null: nobody, or a server that has ended. */
export async function ownerOf(stage: ClusterStage): Promise<ClusterHost | null> {
  const [row] = await stage.sql<{ url: string }[]>`
    SELECT s.url FROM collab_documents d JOIN collab_servers s ON s.id = d.owner_id WHERE d.name = ${stage.document}`
  return stage.hosts.find(({ peerUrl }) => peerUrl === row?.url) ?? null
}

/** One who writes on each server; the first server has the document. */
export async function writeOnBoth(stage: ClusterStage): Promise<{ here: Peer; there: Peer }> {
  const here = join(stage.one, stage.people[0], stage.document)
  await settled(here)
  const there = join(stage.two, stage.people[1], stage.document)
  await settled(there)
  write(here.doc, '甲写的')
  write(there.doc, '乙写的')
  await Promise.all([settled(here), settled(there)])
  await until(() => textOf(here.doc) === textOf(there.doc), 'the same on both servers')
  expect(await ownerOf(stage)).toBe(stage.one)
  return { here, there }
}
