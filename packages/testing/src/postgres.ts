import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '@gongyan/db'
import { choosePostgresPlace, findPostgresBinaries, prepareCluster, startCluster } from '@gongyan/tools/postgres'
import postgres from 'postgres'

/** A throw-away PostgreSQL. */
export interface TestPostgres {
  /** Of its superuser, on a database that nothing uses. */
  readonly url: string
  /** Kills it without warning, as a power cut would. */
  kill(): void
  /** Starts it again on the same port and data after `kill`. */
  restart(): Promise<void>
  /** Stops it and removes its data. */
  stop(): Promise<void>
}

/**
 * Starts an empty PostgreSQL in a temporary folder. It does not wait for the disk, so it outlasts a kill but not a power cut.
 * `durable` makes it wait as in production; `settings` are postgresql.conf's.
 */
export async function startTestPostgres({
  durable = false,
  settings = {},
}: { durable?: boolean; settings?: Readonly<Record<string, string>> } = {}): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'gongyan-pg-'))
  const password = randomBytes(16).toString('hex')
  const binaries = findPostgresBinaries()
  const place = choosePostgresPlace(folder, binaries)
  await prepareCluster(place, password, binaries.majorVersion, { durable })
  const start = (port?: number) =>
    startCluster(place, password, join(folder, 'postgres.log'), {
      durable,
      settings: { max_connections: '300', ...settings },
      ...(port === undefined ? {} : { port }),
    })
  let running = await start()
  return {
    url: running.url,
    kill: () => void running.process.kill('SIGKILL'),
    restart: async () => {
      running = await start(running.port)
    },
    stop: async () => {
      await running.stop(5000)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const TEMPLATE = 'gongyan_template'

/** Brings a database of this server to the newest schema, so that databases can be cloned from it. */
export async function makeTemplateDatabase(serverUrl: string): Promise<string> {
  await runSql(serverUrl, `CREATE DATABASE ${TEMPLATE}`)
  const url = withDatabase(serverUrl, TEMPLATE)
  await migrate(url)
  return url
}

export interface TestDatabase {
  readonly url: string
  /** Cuts its connections and removes it. */
  drop(): Promise<void>
}

/** A database of its own with the newest schema and no rows. `serverUrl` is of the server that holds the template. */
export async function cloneTemplateDatabase(
  serverUrl: string,
  template: string | null = TEMPLATE,
): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await runSql(serverUrl, `CREATE DATABASE ${name}${template === null ? '' : ` TEMPLATE ${template}`}`)
  return {
    url: withDatabase(serverUrl, name),
    drop: () => runSql(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  }
}

async function runSql(url: string, statements: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    await sql.unsafe(statements)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}
