import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ended, endProcess, findFreePort, guardedCommand, REPOSITORY } from '@gongyan/tools/process'
import type { FromServer, LiveKitState, ToServer } from '@gongyan/tools/protocol'
import { createTestDatabase } from './database.ts'
import { startTestPostgres } from './postgres.ts'

/** Our real server in a process of its own. */
export interface TestServer {
  readonly url: string
  readonly port: number
  readonly databaseUrl: string
  /** What it printed of notices: demonstration accounts, the first administrator's code. */
  readonly notices: readonly string[]
  /** Its log until now. */
  log(): string
  /** Tells it what the supervisor would tell it of LiveKit. */
  sayLiveKit(state: LiveKitState): void
  /** Stops it in order. */
  stop(): Promise<void>
  /** Kills it without warning and resolves when it is gone. */
  kill(): Promise<void>
}

/**
 * Starts the server on a random port (or `env.PORT`) and resolves when it is ready; `env` overrides. Without `databaseUrl` it
 * has an empty database of its own, removed when it stops or is killed. Rooms are absent unless the LIVEKIT_… variables are
 * given. Rejects with its log where it ends or refuses to start.
 */
export async function startTestServer({
  databaseUrl: given,
  env = {},
}: { databaseUrl?: string; env?: Readonly<Record<string, string>> } = {}): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'gongyan-server-'))
  const database = given === undefined ? await makeDatabase() : { url: given, remove: () => Promise.resolve() }
  const databaseUrl = database.url
  const port = env.PORT ?? String(await findFreePort())
  const { command, args } = guardedCommand(
    { command: process.execPath, args: [join(REPOSITORY, 'apps', 'server', 'src', 'main.ts')] },
    'SIGKILL',
  )
  const child = spawn(command, args, {
    cwd: REPOSITORY,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      PATH: process.env.PATH ?? '',
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      GONGYAN_SEED: 'empty',
      GONGYAN_LIVEKIT: env.LIVEKIT_URL ? 'external' : 'absent',
      ...env,
      PORT: port,
      DATABASE_URL: databaseUrl,
    },
  })
  const output: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => output.push(chunk))
  const log = (): string => Buffer.concat(output).toString('utf8')
  const notices: string[] = []
  const clean = async (): Promise<void> => {
    await database.remove()
    await rm(dataDir, { recursive: true, force: true })
  }
  const url = await new Promise<string>((resolve, reject) => {
    let isDecided = false
    const fail = (why: string): void => {
      // Killing it ends it as well; what it said itself is the reason that counts. Once it was ready, whoever stops or kills
      // it cleans up.
      if (isDecided) return
      isDecided = true
      child.kill('SIGKILL')
      const report = (): void => reject(new Error(`the server ${why}\n${log()}`))
      clean().then(report, report)
    }
    child.on('message', (message: FromServer) => {
      if (message.type === 'notice') notices.push(...message.lines)
      if (message.type === 'ready') {
        isDecided = true
        resolve(message.url)
      }
      if (message.type === 'fatal') fail(`refused to start: ${message.message} ${message.remedy}`)
    })
    child.once('error', (error) => fail(error.message))
    child.once('exit', (code, signal) => fail(`ended (${signal ?? code})`))
  })
  const sayLiveKit = (state: LiveKitState): void => {
    child.send({ type: 'livekit', ...state } satisfies ToServer)
  }
  return {
    url,
    port: Number(port),
    databaseUrl,
    notices,
    log,
    sayLiveKit,
    stop: async () => {
      await endProcess(child, [
        ['SIGTERM', 5000],
        ['SIGKILL', 1000],
      ])
      await clean()
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended(child)
      await clean()
    },
  }
}

/** On the PostgreSQL that all tests share where there is one, else on one of its own. */
async function makeDatabase(): Promise<{ url: string; remove: () => Promise<void> }> {
  if (process.env.VITEST) {
    const database = await createTestDatabase({ empty: true })
    return { url: database.url, remove: () => database.drop() }
  }
  const server = await startTestPostgres()
  return { url: server.url, remove: () => server.stop() }
}
