import { existsSync } from 'node:fs'
import { readConfig, STOP_MS } from '@gongyan/config'
import type { Config } from '@gongyan/config'
import { choosePostgresPlace, findPostgresBinaries, prepareCluster, startCluster } from '../postgres/index.ts'
import type { RunningPostgres } from '../postgres/index.ts'
import { findFreePort, keepSecret, whyPortIsClosed } from '../process/index.ts'
import { openDataFolder, tailOf } from './data-folder.ts'
import type { DataFolder } from './data-folder.ts'
import { Keeper } from './keeper.ts'
import { prepareLiveKit } from './livekit-part.ts'
import type { LiveKitPart } from './livekit-part.ts'
import type { FromServer } from './protocol.ts'
import { explain, isDiskFull, StartRefused } from './refusal.ts'
import { startServer } from './server-process.ts'
import type { RunningServer } from './server-process.ts'
import type { WebBuild } from './web-build.ts'
import { words } from './words.ts'

/** What the supervisor runs and how it speaks. */
export interface Supervision {
  readonly env: NodeJS.ProcessEnv
  /** The server process's main file. */
  readonly serverEntry: string
  readonly buildWeb: (options: { onStart: () => void; abort: AbortSignal }) => Promise<WebBuild>
  readonly say: (line: string) => void
}

/** A product that has been started. */
export interface Supervised {
  /** Stops every part in order, in five seconds at most. */
  stop(): Promise<void>
}

/** One start, as its steps see it. */
interface Start extends Supervision {
  readonly config: Config
  readonly folder: DataFolder
  /** Breaks off what is going on. */
  readonly abort: AbortSignal
  /** The parts that run; stopped in reverse. */
  readonly parts: Part[]
}

interface Part {
  /** What its stop may take when those before it took all of theirs. */
  readonly stopMs: number
  stop(withinMs: number): Promise<void>
}

/**
 * Starts the product: data folder, port, web app and database, server, LiveKit, in that order, saying each step, and at last
 * `ready` and the address. Throws what `explain` puts into words; then nothing is left running. Aborting breaks it off.
 */
export async function supervise(what: Supervision, abort: AbortSignal): Promise<Supervised> {
  const config = readConfig(what.env)
  const folder = openDataFolder(config.dataDir)
  const failed = new AbortController()
  const parts: Part[] = []
  const stop = async (): Promise<void> => {
    let end = performance.now()
    for (const part of parts.splice(0).toReversed()) {
      end += part.stopMs
      await part.stop(end - performance.now())
    }
    folder.release()
  }
  try {
    await startAll({ ...what, config, folder, abort: AbortSignal.any([abort, failed.signal]), parts }, failed)
    return { stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startAll(start: Start, failed: AbortController): Promise<void> {
  const { config, folder, abort, say } = start
  const port = await requirePort(config)
  const [database, web] = await Promise.allSettled([
    breakOffOthers(startDatabase(start), failed),
    breakOffOthers(buildWebPages(start), failed),
  ])
  if (failed.signal.aborted) throw failed.signal.reason
  abort.throwIfAborted()
  if (database.status === 'rejected') throw database.reason
  if (web.status === 'rejected') throw web.reason

  const liveKit = await prepareLiveKit(config, port, folder, say, abort)
  start.parts.push({ stopMs: STOP_MS.liveKit, stop: (withinMs) => liveKit.stop(withinMs) })
  const url = await startKeptServer(start, port, database.value, liveKit)
  abort.throwIfAborted()
  folder.announce(url)
  say(`ready ${url}`)
  liveKit.begin()
}

/** Of two steps at a time, the failure of one breaks off the other; the first failure is the reason. */
async function breakOffOthers<T>(step: Promise<T>, failed: AbortController): Promise<T> {
  try {
    return await step
  } catch (error) {
    failed.abort(error)
    throw error
  }
}

async function buildWebPages({ buildWeb, say, abort }: Start): Promise<void> {
  const built = await buildWeb({ onStart: () => say(words.building), abort })
  if (built.ok) return
  say(built.log)
  throw new StartRefused('网页构建失败（原因见上）', '改正后重新运行 npm start')
}

/** Starts PostgreSQL unless the environment names one, keeps it running, and returns its address. */
async function startDatabase({ config, folder, env, say, abort, parts }: Start): Promise<string> {
  if (config.databaseUrl !== null) {
    say(words.databaseExternal)
    return config.databaseUrl
  }
  const binaries = findPostgresBinaries()
  const place = choosePostgresPlace(folder.path, binaries, env.GONGYAN_PG_AS === 'account' ? 'account' : undefined)
  const password = keepSecret(folder.file('postgres.password'))
  const logFile = folder.log('postgres')
  say(existsSync(place.cluster) ? words.database : words.databaseFirst)
  await prepareCluster(place, password, binaries.majorVersion, { abort })
  abort.throwIfAborted()
  const port = await findFreePort()
  const start = (): Promise<RunningPostgres> => startCluster(place, password, logFile, { port, abort })
  const first = await start()
  const keeper = new Keeper({
    start,
    onDeath: (how, delayMs) => {
      const why = isDiskFull(tailOf(logFile, 20)) ? `${how}，磁盘已满，请清出空间` : how
      say(words.died(words.parts.database, why, String(delayMs / 1000)))
    },
    onBack: () => say(words.back(words.parts.database)),
  })
  keeper.keep(first)
  parts.push({ stopMs: STOP_MS.database, stop: (withinMs) => keeper.stop(withinMs) })
  return first.url
}

/** Starts the server process, keeps it running, and returns its address. */
async function startKeptServer(start: Start, port: number, databaseUrl: string, liveKit: LiveKitPart): Promise<string> {
  const { config, folder, say } = start
  const running: { server: RunningServer | null } = { server: null }
  liveKit.onChange((state) => running.server?.tell(state))
  const startIt = async (): Promise<RunningServer> => {
    const told = liveKit.state
    running.server = await startServer({
      entry: start.serverEntry,
      env: {
        ...start.env,
        ...liveKit.env,
        PORT: String(port),
        HOST: config.host,
        DATA_DIR: folder.path,
        DATABASE_URL: databaseUrl,
        // The demonstration is for the embedded database alone, and the server process cannot see which one it has.
        GONGYAN_SEED: config.seed,
      },
      logFile: folder.log('server'),
      liveKit: told,
      onMessage: (message) => passOn(message, say),
      abort: start.abort,
    })
    if (liveKit.state !== told) running.server.tell(liveKit.state)
    return running.server
  }
  const keeper = new Keeper({
    start: startIt,
    onDeath: (how, delayMs) => {
      running.server = null
      say(words.died(words.parts.server, how, String(delayMs / 1000)))
    },
    onBack: () => say(words.back(words.parts.server)),
    // What it cannot run with now may be over the next time: a database that is away, a full disk.
    onStartFailed: (error) => {
      const refusal = explain(error)
      if (refusal) say(words.refused(refusal.message, refusal.remedy))
    },
  })
  say(words.server)
  const first = await startIt()
  keeper.keep(first)
  start.parts.push({ stopMs: STOP_MS.server, stop: (withinMs) => keeper.stop(withinMs) })
  return first.url.replace(/\/$/, '')
}

function passOn(message: FromServer, say: (line: string) => void): void {
  if (message.type === 'progress') say(words.step(message.step, message.message))
  if (message.type === 'notice') for (const line of message.lines) say(line)
}

/** The port to serve: a free one for 0. After a crash of ours it may take a moment to be free again. */
async function requirePort({ port, host }: Config): Promise<number> {
  if (port === 0) return findFreePort(host)
  let why = await whyPortIsClosed(port, host)
  for (let attempt = 1; why === 'EADDRINUSE' && attempt < 10; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    why = await whyPortIsClosed(port, host)
  }
  switch (why) {
    case null:
      return port
    case 'EADDRINUSE':
      throw new StartRefused(
        `端口 ${port} 已被别的程序占用`,
        `停止那个程序，或换一个端口：PORT=${port < 65_535 ? port + 1 : 3000} npm start`,
      )
    case 'EACCES':
      throw new StartRefused(`没有权限使用端口 ${port}`, '换一个 1024 以上的端口，例如 PORT=3000 npm start')
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      throw new StartRefused(`这台机器没有地址 HOST=${host}`, '改为本机的地址，或 HOST=0.0.0.0')
    default:
      throw new StartRefused(`不能在 ${host}:${port} 提供服务（${why}）`, '检查 HOST 和 PORT')
  }
}
