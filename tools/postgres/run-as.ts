import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { commandAs, findOnPath, readIfPresent, syncFolder, writeWhole } from '../process/index.ts'
import type { RunAs } from '../process/index.ts'
import type { PostgresBinaries } from './binaries.ts'

/** Where PostgreSQL's files are and as whom it runs: it refuses to run as root. */
export interface PostgresPlace {
  readonly runAs: RunAs
  /** Holds `bin`, `lib` and `share`. */
  readonly home: string
  /** The cluster's folder; its parent is writable for `runAs`. */
  readonly cluster: string
}

const ACCOUNT = 'gongyan-postgres'
const ACCOUNT_FOLDER = '/var/lib/gongyan-postgres'

/**
 * Chooses the place for a data folder. An ordinary user runs PostgreSQL in it as he is. Root runs it in a user namespace, as
 * an ordinary user that outside is root, so that it works under folders only root may enter. Where namespaces are forbidden,
 * or once that was so for this data folder, an account of its own runs a copy of the binaries on a cluster outside of it.
 */
export function choosePostgresPlace(dataDir: string, binaries: PostgresBinaries, wish?: 'account'): PostgresPlace {
  const cluster = join(dataDir, 'postgres')
  if (process.getuid?.() !== 0) return { runAs: { kind: 'self' }, home: binaries.home, cluster }
  const elsewhere = join(dataDir, 'postgres.location')
  if (wish !== 'account' && !existsSync(elsewhere) && hasUserNamespaces())
    return { runAs: { kind: 'namespace' }, home: binaries.home, cluster }
  const account = requireAccount()
  const home = copyBinaries(binaries)
  const moved = readIfPresent(elsewhere)?.trim() ?? accountCluster(dataDir)
  if (!existsSync(elsewhere)) {
    if (existsSync(cluster) && !existsSync(moved)) copyCluster(cluster, moved, account)
    writeWhole(elsewhere, `${moved}\n`)
    rmSync(cluster, { recursive: true, force: true })
  }
  mkdirSync(dirname(moved), { recursive: true })
  giveTo(dirname(moved), account)
  return { runAs: account, home, cluster: moved }
}

function hasUserNamespaces(): boolean {
  if (!findOnPath('unshare')) return false
  const { command, args } = commandAs({ command: 'true', args: [] }, { kind: 'namespace' })
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}

function requireAccount(): { kind: 'account'; uid: number; gid: number } {
  const ids = (): [number, number] | null => {
    const line = spawnSync('getent', ['passwd', ACCOUNT], { encoding: 'utf8' }).stdout?.trim()
    const [, , uid, gid] = line ? line.split(':') : []
    return uid && gid ? [Number(uid), Number(gid)] : null
  }
  if (!ids()) {
    const made = spawnSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', ACCOUNT], {
      encoding: 'utf8',
    })
    if (made.error ?? made.status !== 0) throw new Error(`useradd ${ACCOUNT}: ${made.error?.message ?? made.stderr}`)
  }
  const found = ids()
  if (!found) throw new Error(`the account ${ACCOUNT} was made but is not known to the system`)
  return { kind: 'account', uid: found[0], gid: found[1] }
}

function copyBinaries({ home, version }: PostgresBinaries): string {
  const copy = join(ACCOUNT_FOLDER, `binaries-${version}`)
  if (existsSync(copy)) return copy
  mkdirSync(ACCOUNT_FOLDER, { recursive: true })
  chmodSync(ACCOUNT_FOLDER, 0o755)
  moveIntoPlace(copy, (temporary) => {
    cpSync(home, temporary, { recursive: true, verbatimSymlinks: true })
    run('chmod', ['-R', 'a+rX', temporary])
  })
  return copy
}

/** One folder for each data folder, so that two installations on a machine stay apart. */
function accountCluster(dataDir: string): string {
  const name = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 16)
  return join(ACCOUNT_FOLDER, name, 'postgres')
}

function copyCluster(from: string, to: string, account: { uid: number; gid: number }): void {
  mkdirSync(dirname(to), { recursive: true })
  moveIntoPlace(to, (temporary) => {
    run('cp', ['-a', `${from}/.`, temporary])
    run('chown', ['-R', `${account.uid}:${account.gid}`, temporary])
    run('sync', ['-f', temporary])
  })
}

/** Makes a folder whole or not at all. */
function moveIntoPlace(target: string, fill: (temporary: string) => void): void {
  const temporary = mkdtempSync(join(dirname(target), `.${basename(target)}-`))
  fill(temporary)
  renameSync(temporary, target)
  syncFolder(dirname(target))
}

function giveTo(folder: string, { uid, gid }: { uid: number; gid: number }): void {
  run('chown', [`${uid}:${gid}`, folder])
  chmodSync(folder, 0o700)
}

function run(command: string, args: readonly string[]): void {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (error ?? status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`)
}
