import { ConfigError } from '@gongyan/config'
import { NoPostgresBinaries, PostgresFault, PostgresVersionFault } from '../postgres/index.ts'

/** Why there is nothing to run, and what to do about it. Ends the start. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused'
  readonly remedy: string
  constructor(message: string, remedy: string) {
    super(message)
    this.remedy = remedy
  }
}

const DISK_FULL = new StartRefused('磁盘已满', '清出至少 200 MB 空间后重新运行 npm start，数据没有损坏')

/** What an error of starting means to a person, or null where it is none we know. */
export function explain(error: unknown): StartRefused | null {
  if (error instanceof StartRefused) return error
  if (error instanceof ConfigError)
    return new StartRefused(`环境变量 ${error.message}`, '改正后重新运行 npm start；全部变量见 .env.example')
  if (error instanceof PostgresVersionFault)
    return error.found > error.ours
      ? new StartRefused(
          `数据目录里是 PostgreSQL ${error.found} 的数据，这个版本带的是 ${error.ours}`,
          '请用较新的版本启动，或用 DATA_DIR 指定另一个目录',
        )
      : new StartRefused(
          `数据目录里是旧版 PostgreSQL ${error.found} 的数据，这个版本带的是 ${error.ours}`,
          '请先用旧版本导出，或用 DATA_DIR 指定另一个目录',
        )
  if (error instanceof NoPostgresBinaries)
    return new StartRefused(
      `没有适合这台机器的内置 PostgreSQL（${error.message}）`,
      '用 DATABASE_URL 指定一个 PostgreSQL 15 以上的数据库',
    )
  const text =
    error instanceof Error ? `${error.message} ${error instanceof PostgresFault ? error.log : ''}` : String(error)
  if (isDiskFull(text)) return DISK_FULL
  switch ((error as NodeJS.ErrnoException | null)?.code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new StartRefused(
        `不能写入 ${(error as NodeJS.ErrnoException).path ?? '数据目录'}`,
        '检查目录权限，或用 DATA_DIR 指定另一个目录',
      )
    case 'ENOTDIR':
    case 'EEXIST':
      return new StartRefused(
        `${(error as NodeJS.ErrnoException).path ?? '数据目录'} 不是目录`,
        '用 DATA_DIR 指定另一个目录',
      )
    default:
      return null
  }
}

/** Whether what a program said means that the disk is full. */
export const isDiskFull = (text: string): boolean =>
  /ENOSPC|no space left on device|disk is full|SQLITE_FULL/i.test(text)
