import { spawn } from 'node:child_process'
import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  openSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import {
  endProcess,
  findFreePort,
  guardedCommand,
  hasEnded,
  isAlive,
  readIfPresent,
  syncFolder,
  waitUntil,
} from '../process/index.ts'
import type { Command } from '../process/index.ts'
import { PostgresFault, PostgresVersionFault } from './faults.ts'
import type { PostgresPlace } from './run-as.ts'

export const DATABASE = 'gongyan'
const SUPERUSER = 'gongyan'
const UNFINISHED = 'postgres.new-'

export interface RunningPostgres {
  /** With the password: never to be printed. */
  readonly url: string
  readonly port: number
  readonly process: ChildProcess
  /**
   * Ends it in at most `withinMs`: connections are cut, what is committed is kept. What does not end in order is killed, and
   * its next start reads the log it was writing.
   */
  stop(withinMs?: number): Promise<void>
}

/**
 * Makes the cluster if there is none. It is made aside and renamed into place when it is complete and on disk, so an
 * interruption at any moment leaves no half cluster; what an interrupted attempt left is removed.
 */
export async function prepareCluster(
  place: PostgresPlace,
  password: string,
  majorVersion: number,
  { durable = true, abort }: { durable?: boolean; abort?: AbortSignal } = {},
): Promise<'made' | 'present'> {
  const found = readIfPresent(join(place.cluster, 'PG_VERSION'))
  if (found !== null) {
    if (Number(found) !== majorVersion) throw new PostgresVersionFault(Number(found), majorVersion)
    return 'present'
  }
  const parent = dirname(place.cluster)
  // A process of that attempt may still be ending, and writing.
  for (const name of readdirSync(parent))
    if (name.startsWith(UNFINISHED))
      rmSync(join(parent, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  const temporary = join(parent, UNFINISHED + randomBytes(4).toString('hex'))
  const passwordFile = `${temporary}.password`
  const descriptor = openSync(passwordFile, 'wx', 0o600)
  writeSync(descriptor, `${password}\n`)
  closeSync(descriptor)
  if (place.runAs.kind === 'account') chownSync(passwordFile, place.runAs.uid, place.runAs.gid)
  try {
    await runToEnd(
      place,
      {
        command: join(place.home, 'bin', 'initdb'),
        args: [
          `--pgdata=${temporary}`,
          `--username=${SUPERUSER}`,
          `--pwfile=${passwordFile}`,
          '--auth=scram-sha-256',
          '--encoding=UTF8',
          '--locale=C',
          '--locale-provider=builtin',
          '--builtin-locale=C.UTF-8',
          '--no-instructions',
          ...(durable ? [] : ['--no-sync']),
        ],
      },
      null,
      abort,
    )
    await runToEnd(
      place,
      {
        command: join(place.home, 'bin', 'postgres'),
        args: ['--single', '-D', temporary, ...(durable ? [] : ['-F']), 'postgres'],
      },
      `CREATE DATABASE ${DATABASE};\n`,
      abort,
    )
  } finally {
    rmSync(passwordFile, { force: true })
  }
  renameSync(temporary, place.cluster)
  syncFolder(parent)
  return 'made'
}

/**
 * Starts the cluster on loopback and resolves when it takes connections. An earlier server of it is ended first. Where not
 * `durable`, what is committed outlasts a kill, since it was handed to the system, but not a power cut.
 */
export async function startCluster(
  place: PostgresPlace,
  password: string,
  logFile: string,
  {
    port,
    durable = true,
    settings = {},
    abort,
  }: { port?: number; durable?: boolean; settings?: Readonly<Record<string, string>>; abort?: AbortSignal } = {},
): Promise<RunningPostgres> {
  await freeCluster(place.cluster)
  const chosen = port ?? (await findFreePort())
  const options = {
    listen_addresses: '127.0.0.1',
    port: String(chosen),
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    max_connections: '100',
    shared_buffers: '128MB',
    max_wal_size: '512MB',
    // The first change of a page after a checkpoint writes the whole page to the log: seldom, and packed. After a power cut
    // at most max_wal_size is read again.
    checkpoint_timeout: '15min',
    wal_compression: 'pglz',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'warning',
    ...(durable
      ? { fsync: 'on', synchronous_commit: 'on' }
      : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'on' }),
    ...settings,
  }
  const command = guardedCommand(
    {
      command: join(place.home, 'bin', 'postgres'),
      args: ['-D', place.cluster, ...Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    },
    'SIGINT',
    place.runAs,
  )
  const log = openSync(logFile, 'a', 0o600)
  const logStart = statSync(logFile).size
  const child = spawn(command.command, command.args, postgresOptions(place, ['ignore', log, log]))
  closeSync(log)
  child.on('error', () => undefined)
  const onAbort = (): void => void child.kill('SIGINT')
  abort?.addEventListener('abort', onAbort)
  const lockFile = join(place.cluster, 'postmaster.pid')
  try {
    await waitUntil(
      'PostgreSQL to take connections',
      () => {
        if (hasEnded(child)) throw new PostgresFault('PostgreSQL ended while starting', logTail(logFile, logStart))
        const [pid, , , , , , , status] = (readIfPresent(lockFile) ?? '').split('\n')
        return Number(pid) === child.pid && status?.trim() === 'ready'
      },
      { timeoutMs: 120_000 },
    )
  } catch (error) {
    await endProcess(child, [
      ['SIGQUIT', 1000],
      ['SIGKILL', 1000],
    ])
    throw error
  } finally {
    abort?.removeEventListener('abort', onAbort)
  }
  return {
    url: `postgres://${SUPERUSER}:${password}@127.0.0.1:${chosen}/${DATABASE}`,
    port: chosen,
    process: child,
    stop: (withinMs = 60_000) =>
      endProcess(child, [
        ['SIGINT', Math.max(0, withinMs - 300)],
        ['SIGQUIT', 200],
        ['SIGKILL', 100],
      ]),
  }
}

function postgresOptions(place: PostgresPlace, stdio: SpawnOptions['stdio']): SpawnOptions {
  // A session of its own: Ctrl-C in the terminal must reach only the supervisor, which stops things in order.
  const { PATH = '/usr/bin:/bin' } = process.env
  return {
    cwd: dirname(place.cluster),
    detached: true,
    stdio: stdio ?? 'ignore',
    env: { PATH, LC_ALL: 'C', TZ: 'UTC' },
  }
}

async function runToEnd(
  place: PostgresPlace,
  what: Command,
  input: string | null,
  abort: AbortSignal | undefined,
): Promise<void> {
  const { command, args } = guardedCommand(what, 'SIGKILL', place.runAs)
  const child = spawn(command, args, postgresOptions(place, ['pipe', 'pipe', 'pipe']))
  const onAbort = (): void => void child.kill('SIGKILL')
  abort?.addEventListener('abort', onAbort)
  const output: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => output.push(chunk))
  const failure = new Promise<Error | null>((resolve) =>
    child.once('error', resolve).once('close', () => resolve(null)),
  )
  child.stdin?.on('error', () => undefined).end(input ?? '')
  const error = await failure
  abort?.removeEventListener('abort', onAbort)
  const said = Buffer.concat(output).toString('utf8')
  if (error ?? child.exitCode !== 0)
    throw new PostgresFault(
      `${what.command}: ${error?.message ?? child.signalCode ?? `exit ${child.exitCode}`}`,
      lastLines(said),
    )
}

/**
 * Frees a cluster that an earlier server still holds. Call only while holding the data folder's lock: then a living server
 * has lost its supervisor and is ending, or must be ended; and a lock file that names a living process which is no server
 * of this cluster (numbers are given again after a power cut) is stale. PostgreSQL itself handles the other stale ones.
 */
async function freeCluster(cluster: string): Promise<void> {
  const lockFile = join(cluster, 'postmaster.pid')
  const pid = Number((readIfPresent(lockFile) ?? '').split('\n')[0])
  const servers = processesIn(cluster)
  if (servers === null) return
  if (servers.length === 0) {
    if (pid > 0 && isAlive(pid)) unlinkSync(lockFile)
    return
  }
  for (const [signal, timeoutMs] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    for (const server of servers) if (isAlive(server)) process.kill(server, signal)
    try {
      await waitUntil('the earlier PostgreSQL to end', () => processesIn(cluster)?.length === 0, { timeoutMs })
      return
    } catch {
      continue
    }
  }
}

/** The processes whose working folder is the cluster (all of PostgreSQL's), or null where the system does not tell. */
export function processesIn(cluster: string): number[] | null {
  let names: string[]
  try {
    names = readdirSync('/proc')
  } catch {
    return null
  }
  return names
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readlinkSync(`/proc/${name}/cwd`) === cluster
      } catch {
        return false
      }
    })
    .map(Number)
}

const lastLines = (text: string): string => text.trimEnd().split('\n').slice(-12).join('\n')

function logTail(file: string, from: number): string {
  return lastLines(readFileSync(file).subarray(from).toString('utf8'))
}
