import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConfigError, isLoopback, readConfig, SERVER_STOP_MS } from '@gongyan/config'
import type { Config } from '@gongyan/config'
import { ChangedMigrationError, createSql, isEmpty, migrate, NewerDataError, readDatabaseNow } from '@gongyan/db'
import type { Sql } from '@gongyan/db'
import { pino } from 'pino'
import { assemble } from './assemble.ts'
import { createServerClock } from './clock.ts'
import { DEMO_SIGN_INS } from './demo/index.ts'
import { DEMO_PASSWORD, issueSetupCode, seedDemonstration } from './features/installation/index.ts'
import { isStorageFault } from './http/problem.ts'
import { startJobs } from './jobs.ts'
import { listen } from './listen.ts'
import { createLiveKitState, liveKitStateOf } from './livekit-state.ts'
import { createSupervisorLink } from './supervisor-link.ts'
import type { SupervisorLink } from './supervisor-link.ts'
import { START_WORDS } from './words.ts'

const WEB_FOLDER = resolve(import.meta.dirname, '../../web/dist')
/** For requests that are being answered when the stop comes. */
const REQUESTS_MS = 500
/** How long a database may take to answer at the start. */
const DATABASE_MS = 15_000

/** A reason not to start, in words for whoever started us. */
class CannotStart extends Error {
  readonly remedy: string
  constructor(message: string, remedy: string) {
    super(message)
    this.remedy = remedy
  }
}

/** What a start that failed means to a person; null for what may be different the next time. */
function explain(error: unknown, config: Config | null): { message: string; remedy: string } | null {
  if (error instanceof CannotStart) return { message: error.message, remedy: error.remedy }
  if (error instanceof ConfigError)
    return {
      message: START_WORDS.wrongVariable(error.message),
      remedy: START_WORDS.wrongVariableRemedy(error.variable),
    }
  if (error instanceof NewerDataError)
    return { message: START_WORDS.newerData(error.unknown), remedy: START_WORDS.newerDataRemedy }
  if (error instanceof ChangedMigrationError)
    return { message: START_WORDS.changedMigration(error.migration), remedy: START_WORDS.changedMigrationRemedy }
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
  if (code === 'EADDRINUSE' && config)
    return { message: START_WORDS.portTaken(config.port), remedy: START_WORDS.portTakenRemedy(config.port) }
  if ((code === 'EACCES' || code === 'EADDRNOTAVAIL') && config)
    return { message: START_WORDS.cannotListen(config.host, config.port), remedy: START_WORDS.cannotListenRemedy }
  if (code === 'ENOSPC') return { message: START_WORDS.diskFull, remedy: START_WORDS.diskFullRemedy }
  if (code === '28P01' || code === '28000' || code === '3D000')
    return { message: START_WORDS.databaseRefuses(code), remedy: START_WORDS.databaseRefusesRemedy }
  if (isStorageFault(error)) return { message: START_WORDS.databaseAway, remedy: START_WORDS.databaseAwayRemedy }
  return null
}

/** A county on an empty database, as the configuration asks: the demonstration's, or a code for its first administrator. */
async function populate(sql: Sql, config: Config, link: SupervisorLink, nowMs: number): Promise<void> {
  if (!(await isEmpty(sql))) return
  if (config.seed === 'demo') {
    link.progress('seed')
    if (await seedDemonstration(sql, new Date(nowMs)))
      link.notice(
        START_WORDS.demonstration(
          DEMO_SIGN_INS.map(({ account, duty }) => ({ account, duty })),
          DEMO_PASSWORD,
        ),
      )
    return
  }
  link.notice(START_WORDS.setupCode(await issueSetupCode(sql)))
}

function initialLiveKit(config: Config) {
  // The supervisor says more as soon as it knows more; without one, what is configured counts as running.
  if (config.liveKitSource === 'embedded') return { state: 'preparing', reason: null } as const
  return config.liveKit ? ({ state: 'ready' } as const) : ({ state: 'absent', reason: null } as const)
}

/** Tries for a while: after a crash the database may come back later than we do. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const end = performance.now() + DATABASE_MS
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isStorageFault(error) || performance.now() > end) throw error
      await sleep(250)
    }
  }
}

async function start(link: SupervisorLink, onConfig: (config: Config) => void): Promise<void> {
  const config = readConfig(process.env)
  onConfig(config)
  if (!config.databaseUrl) throw new CannotStart(START_WORDS.noDatabase, START_WORDS.noDatabaseRemedy)
  const log = pino({ level: config.logLevel, base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime })
  const liveKit = createLiveKitState(initialLiveKit(config))
  link.onMessage((message) => {
    const state = liveKitStateOf(message)
    if (state) liveKit.set(state)
  })
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 })

  link.progress('migrations')
  const { databaseUrl } = config
  const applied = await patiently(() => migrate(databaseUrl, { log: (name) => link.progress('migrations', name) }))
  if (applied.length > 0) log.info({ applied }, 'migrations applied')
  const sql = createSql(databaseUrl)
  const clock = await createServerClock({ readDatabaseNow: () => readDatabaseNow(sql) })
  await populate(sql, config, link, clock.nowMs())

  const assembly = await assemble({ config, sql, databaseUrl, clock, liveKit, log, webFolder: WEB_FOLDER })
  const { server, port } = await listen(assembly.app, assembly.collab, config)
  const stopJobs = startJobs(assembly)

  let isStopping = false
  const stop = async (why: string): Promise<void> => {
    if (isStopping) return
    isStopping = true
    log.info({ why }, 'stopping')
    // What hangs by then is not waited for: nothing that was acknowledged is lost with it.
    setTimeout(() => process.exit(1), SERVER_STOP_MS).unref()
    stopJobs()
    const answered = new Promise((resolve) => void server.close(resolve))
    server.closeIdleConnections()
    await assembly.close()
    await Promise.race([answered, sleep(REQUESTS_MS)])
    server.closeAllConnections()
    await sql.end({ timeout: 1 })
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal))
  // Without its supervisor nobody would stop it.
  process.on('disconnect', () => void stop('the supervisor has gone'))

  const host = isLoopback(config.host) || config.host === '0.0.0.0' || config.host === '::' ? '127.0.0.1' : config.host
  const url = config.publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  link.ready(url)
}

const link = createSupervisorLink()
let config: Config | null = null
start(link, (read) => {
  config = read
}).catch(async (error: unknown) => {
  const reason = explain(error, config)
  if (reason) await link.fatal(reason.message, reason.remedy)
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(1)
})
