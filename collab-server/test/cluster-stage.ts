import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createSql } from '@gongyan/db'
import { onTestFinished } from 'vitest'
import type { HostCommand, HostNotice } from './cluster-host.ts'
import { type Entrance, type Person, populate } from './harness.ts'
import { type PostgresProxy, startPostgresProxy } from './postgres-proxy.ts'

const HOST = resolve(import.meta.dirname, 'cluster-host.ts')

/** A server in a process of its own, with a door to its database and a door its neighbours come through. */
export interface ClusterHost extends Entrance {
  readonly process: ChildProcess
  readonly database: PostgresProxy
  readonly peers: PostgresProxy
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

/** Two servers of one installation, taken down when the test ends. */
export async function setClusterStage(
  databaseUrl: string,
  options: { readonly people: number; readonly plans?: number; readonly limits?: Readonly<Record<string, string>> },
) {
  const sql = createSql(databaseUrl, { max: 4 })
  const { people, documents } = await populate(sql, options.people, options.plans ?? 1)
  onTestFinished(() => sql.end({ timeout: 1 }))
  const key = randomBytes(32).toString('base64url')
  const start = () => startHost(databaseUrl, key, options.limits ?? {})
  const [one, two] = await Promise.all([start(), start()])
  return {
    sql,
    people: people as [Person, Person, ...Person[]],
    document: documents[0] ?? '',
    documents,
    one,
    two,
    start,
  }
}

async function startHost(
  databaseUrl: string,
  key: string,
  limits: Readonly<Record<string, string>>,
): Promise<ClusterHost> {
  const database = await startPostgresProxy(databaseUrl)
  const child = fork(HOST, {
    env: { PATH: process.env.PATH ?? '', ...limits, DATABASE_URL: database.url, PEER_KEY: key },
  })
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    await database.close()
  })
  const warnings: string[] = []
  const port = await new Promise<number>((resolve) => {
    child.on('message', (notice: HostNotice) => {
      if (notice.kind === 'listening') resolve(notice.port)
      if (notice.kind === 'warning') warnings.push(notice.message)
    })
  })
  const peers = await startPostgresProxy(`ws://127.0.0.1:${port}`)
  onTestFinished(() => peers.close())
  const command = (wish: HostCommand): void => void child.send(wish)
  command({ kind: 'join', peerUrl: peers.url.replace(/\/$/, '') })
  return { process: child, port, database, peers, warnings, command, office }
}
