/** A cluster that cannot be made or started; `log` is what PostgreSQL said last. */
export class PostgresFault extends Error {
  override readonly name = 'PostgresFault'
  readonly log: string
  constructor(message: string, log: string) {
    super(log === '' ? message : `${message}\n${log}`)
    this.log = log
  }
}

/** The cluster was made by another major version of PostgreSQL, which this one cannot read. */
export class PostgresVersionFault extends Error {
  override readonly name = 'PostgresVersionFault'
  readonly found: number
  readonly ours: number
  constructor(found: number, ours: number) {
    super(`the cluster was made by PostgreSQL ${found}, the binaries are PostgreSQL ${ours}`)
    this.found = found
    this.ours = ours
  }
}
