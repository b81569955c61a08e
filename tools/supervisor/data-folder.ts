import { mkdirSync, readFileSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readIfPresent, takeExclusiveLock, writeWhole } from '../process/index.ts'
import type { ExclusiveLock } from '../process/index.ts'
import { StartRefused } from './refusal.ts'

/** Number of the layout of the data folder; an older one is brought up, a newer one is refused. */
export const DATA_LAYOUT = 1
const SPACE_NEEDED = 200_000_000
const LARGEST_LOG = 10_000_000

/** The data folder, held by this process until it ends. */
export interface DataFolder {
  readonly path: string
  file(name: string): string
  log(name: string): string
  /** Writes down where we are to be found, for those who find the folder held. */
  announce(url: string): void
  release(): void
}

/**
 * Opens the data folder for this process alone. Refuses one that another process holds, that a newer version wrote, or that
 * lies on a disk with less than 200 MB free.
 */
export function openDataFolder(path: string): DataFolder {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  mkdirSync(join(path, 'logs'), { recursive: true, mode: 0o700 })
  const holder = join(path, 'holder.json')
  const lock = takeLock(path, holder)
  try {
    checkLayout(join(path, 'version'))
    checkSpace(path)
  } catch (error) {
    lock.release()
    throw error
  }
  const announce = (url: string | null): void => writeWhole(holder, JSON.stringify({ pid: process.pid, url }))
  announce(null)
  return {
    path,
    file: (name) => join(path, name),
    log: (name) => rotated(join(path, 'logs', `${name}.log`)),
    announce,
    release: () => {
      rmSync(holder, { force: true })
      lock.release()
    },
  }
}

function takeLock(path: string, holder: string): ExclusiveLock {
  const lock = takeExclusiveLock(join(path, 'lock'))
  if (lock) return lock
  const { pid, url } = JSON.parse(readIfPresent(holder) ?? '{}') as { pid?: number; url?: string | null }
  const who = [pid ? `进程 ${pid}` : null, url].filter(Boolean).join('，')
  throw new StartRefused(
    `数据目录 ${path} 正被另一个共研使用${who ? `（${who}）` : ''}`,
    '直接打开那个网址；或先停止它（Ctrl-C）；或用 DATA_DIR 和 PORT 另开一份',
  )
}

function checkLayout(file: string): void {
  const text = readIfPresent(file)
  const found = Number(text?.trim() ?? DATA_LAYOUT)
  if (!(found <= DATA_LAYOUT))
    throw new StartRefused(
      `数据目录是较新版本写的（格式 ${text?.trim()}，这个版本只认识到 ${DATA_LAYOUT}）`,
      '请用较新的版本启动，或用 DATA_DIR 指定另一个目录',
    )
  if (text === null) writeWhole(file, `${DATA_LAYOUT}\n`)
}

function checkSpace(path: string): void {
  const { bavail, bsize } = statfsSync(path)
  const free = bavail * bsize
  if (free < SPACE_NEEDED)
    throw new StartRefused(
      `磁盘只剩 ${Math.floor(free / 1e6)} MB`,
      '清出至少 200 MB 空间后重新运行 npm start，数据没有损坏',
    )
}

/** A log grows no further than it must: at a start a long one becomes the old one. */
function rotated(file: string): string {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_LOG) renameSync(file, `${file}.old`)
  return file
}

/** The last lines of a log. */
export function tailOf(file: string, lines = 5): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
}
