/** Bounds on one run; `packages/config` supplies them as `LIMIT_UPLOAD_BYTES` and `LIMIT_OFFICE_…`. */
export interface OfficeLimits {
  /** Largest file that goes in. */
  readonly fileBytes: number
  /** Largest file that may come out. */
  readonly outputBytes: number
  /** Time for one file. */
  readonly seconds: number
  /** Address space of each process. */
  readonly memoryMb: number
  /** Runs that may wait for a processor; who comes after them is told that it is busy. */
  readonly waiting: number
}
export const DEFAULT_OFFICE_LIMITS: OfficeLimits = {
  fileBytes: 50_000_000,
  outputBytes: 200_000_000,
  seconds: 60,
  memoryMb: 1_500,
  waiting: 40,
}

export interface OfficeSettings {
  /** A path to `soffice`; null looks on the PATH, `absent` uses none. */
  readonly soffice: string | null
  readonly limits: OfficeLimits
  /** How many runs at a time; else one per processor. */
  readonly atOnce?: number
  /** Below which the folders of runs are made; else the system's folder for such. */
  readonly tempFolder?: string
  /** The strictest isolation to try, for tests of what is left without it. */
  readonly isolation?: Isolation
}

/**
 * What a run can reach. `files`: nothing but the programs, the fonts and its own folder, no network. `network`: no network, but
 * the files that the server's account may read. `settings`: only what LibreOffice's own settings forbid.
 */
export type Isolation = 'files' | 'network' | 'settings'
