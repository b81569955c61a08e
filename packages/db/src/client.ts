import postgres from 'postgres'

type Types = { bigint: number }
export type Sql = postgres.Sql<Types>
export type TransactionSql = postgres.TransactionSql<Types>
/** Where a query may run: the pool, or one transaction. */
export type Queryable = Sql | TransactionSql

/** PostgreSQL's bigint as a number; one that a number cannot hold exactly is a bug, not a rounding. */
const bigint = {
  to: 20,
  from: [20],
  serialize: (value: number) => String(value),
  parse: (value: string): number => {
    const number = Number(value)
    if (!Number.isSafeInteger(number)) throw new RangeError(`bigint beyond 2^53: ${value}`)
    return number
  },
}

export interface SqlOptions {
  /** Largest number of connections. */
  readonly max?: number
  /** As PostgreSQL shows it in pg_stat_activity. */
  readonly applicationName?: string
  /** How long a statement waits for a row another transaction holds. */
  readonly lockTimeoutMs?: number
}

/** Where each pool goes, for connections beside it. */
const urls = new WeakMap<object, string>()

/** A pool of connections; it opens the first one with the first query and must be ended by its owner. */
export function createSql(url: string, options: SqlOptions = {}): Sql {
  const sql: Sql = postgres(url, {
    max: options.max ?? 20,
    connect_timeout: 5,
    // postgres.js waits up to 20 s before it tries a database that was away again, and whoever asks waits along.
    backoff: () => 0.1 + Math.random() * 0.2,
    // Frees what a quiet night does not need, and notices a database that moved.
    idle_timeout: 60,
    max_lifetime: 30 * 60,
    onnotice: () => {},
    connection: {
      application_name: options.applicationName ?? 'gongyan',
      statement_timeout: 30_000,
      lock_timeout: options.lockTimeoutMs ?? 10_000,
    },
    types: { bigint },
  })
  urls.set(sql, url)
  return sql
}

/** Connections of their own to the database of a pool, which nobody else's queries can hold up. */
export function createSqlBeside(sql: Sql, options: SqlOptions): Sql {
  const url = urls.get(sql)
  if (url === undefined) throw new Error('not a pool of createSql')
  return createSql(url, options)
}

/** Fragments in a row. postgres.js takes an empty array for a parameter, so none of them becomes an empty fragment. */
export const inARow = (sql: Queryable, fragments: postgres.Fragment[]): postgres.Fragment | postgres.Fragment[] =>
  fragments.length === 0 ? sql`` : fragments
