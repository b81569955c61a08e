import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { lastingPort } from '../../collab-server/test/lasting-port.ts'
import { type PostgresProxy, startPostgresProxy } from '../../collab-server/test/postgres-proxy.ts'

const MAIN = resolve(import.meta.dirname, '../../apps/server/src/main.ts')

/** A whole server process as it is deployed, with a door to its database and one its neighbours come through. */
export interface ClusterHost {
  readonly label: string
  readonly url: string
  readonly database: PostgresProxy
  readonly peers: PostgresProxy
  /** Starts it, or starts it again at the same address; ready when it resolves. */
  start(): Promise<void>
  kill(signal: NodeJS.Signals): Promise<void>
  close(): Promise<void>
}

export async function createClusterHost(label: string, databaseUrl: string): Promise<ClusterHost> {
  const port = await lastingPort()
  const database = await startPostgresProxy(databaseUrl)
  const peers = await startPostgresProxy(`ws://127.0.0.1:${port}`)
  const dataDir = await mkdtemp(join(tmpdir(), 'gongyan-cluster-'))
  let child: ChildProcess | null = null

  async function start(): Promise<void> {
    const started = spawn(process.execPath, [MAIN], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: {
        PATH: process.env.PATH ?? '',
        DATABASE_URL: database.url,
        DATA_DIR: dataDir,
        HOST: '127.0.0.1',
        PORT: String(port),
        PEER_URL: peers.url,
        GONGYAN_SEED: 'empty',
        GONGYAN_LIVEKIT: 'absent',
        LOG_LEVEL: 'error',
        ...(process.env.REDIS_URL ? { REDIS_URL: process.env.REDIS_URL } : {}),
      },
    })
    child = started
    await new Promise<void>((done, fail) => {
      started.on('message', (message: { readonly type: string; readonly message?: string }) => {
        if (message.type === 'ready') done()
        if (message.type === 'fatal') fail(new Error(message.message))
      })
      started.once('exit', (code) => fail(new Error(`${label} ended with ${code}`)))
    })
  }

  async function kill(signal: NodeJS.Signals): Promise<void> {
    if (!child) return
    child.kill(signal)
    if (signal === 'SIGSTOP' || signal === 'SIGCONT') return
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    child = null
  }

  return {
    label,
    url: `http://127.0.0.1:${port}`,
    database,
    peers,
    start,
    kill,
    async close() {
      await kill('SIGKILL')
      await Promise.all([database.close(), peers.close()])
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
