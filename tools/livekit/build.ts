import { spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  ended,
  findOnPath,
  killGroup,
  readIfPresent,
  REPOSITORY,
  spawnWithLifeline,
  takeExclusiveLock,
  waitUntil,
  writeWhole,
} from '../process/index.ts'

const MODULE = join(REPOSITORY, 'tools', 'livekit')
const PACKAGE = 'github.com/livekit/livekit-server/cmd/server'
const BINARY = join(REPOSITORY, '.bin', 'livekit-server')
const SOURCE = `${BINARY}.source`
const OLDEST_GO = 26

/** What can be had of LiveKit on this machine. */
export type LiveKitSupply =
  | { kind: 'present'; file: string }
  | { kind: 'buildable'; go: string }
  | { kind: 'absent'; go: 'none' | 'too old' }

/** Our own build of the pinned version first, then one to be built, then whatever is on the PATH. */
export function findLiveKit(path = process.env.PATH ?? ''): LiveKitSupply {
  if (existsSync(BINARY) && readIfPresent(SOURCE)?.trim() === sourceHash()) return { kind: 'present', file: BINARY }
  const go = findOnPath('go', path)
  const fits = go !== null && goFits(go)
  if (fits) return { kind: 'buildable', go }
  const file = findOnPath('livekit-server', path)
  return file ? { kind: 'present', file } : { kind: 'absent', go: go ? 'too old' : 'none' }
}

function goFits(go: string): boolean {
  const { stdout } = spawnSync(go, ['env', 'GOVERSION'], {
    encoding: 'utf8',
    env: { ...process.env, GOTOOLCHAIN: 'local' },
  })
  const [, minor] = /^go1\.(\d+)/.exec(stdout ?? '') ?? []
  return Number(minor) >= OLDEST_GO
}

/** What the binary is made of; go.sum holds the checksum of every module. */
function sourceHash(): string {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`)
  for (const name of ['go.mod', 'go.sum']) hash.update(readFileSync(join(MODULE, name)))
  return hash.digest('hex')
}

/** A build that can be broken off. */
export interface LiveKitBuild {
  /** The binary, or why there is none: the end of what Go said. */
  readonly done: Promise<{ ok: true; file: string } | { ok: false; reason: string }>
  cancel(): void
}

/**
 * Builds LiveKit from the pinned module, at low priority. The binary appears whole or not at all, and of two builds at a
 * time the second waits for the first and uses its binary.
 */
export function buildLiveKit(go: string, logFile: string): LiveKitBuild {
  let child: ChildProcess | null = null
  let cancelled = false
  const build = async (): Promise<{ ok: true; file: string } | { ok: false; reason: string }> => {
    mkdirSync(dirname(BINARY), { recursive: true })
    const lock = await waitUntil('another build of LiveKit', () => cancelled || takeExclusiveLock(`${BINARY}.lock`), {
      timeoutMs: 1_200_000,
      everyMs: 250,
    })
    if (lock === true) return { ok: false, reason: 'cancelled' }
    try {
      if (findLiveKit().kind === 'present') return { ok: true, file: BINARY }
      for (const name of readdirSync(dirname(BINARY))) if (name.endsWith('.new')) rmSync(join(dirname(BINARY), name))
      const temporary = `${BINARY}.new`
      const log = openSync(logFile, 'w', 0o600)
      const compile = ['build', '-trimpath', '-ldflags=-s -w', '-o', temporary, PACKAGE]
      const env = {
        ...process.env,
        CGO_ENABLED: '0',
        GOTOOLCHAIN: 'local',
        GOFLAGS: '-mod=readonly',
        GOWORK: 'off',
        ...(process.env.HOME ? {} : { HOME: join(REPOSITORY, '.cache') }),
      }
      child = spawnWithLifeline(
        { command: 'nice', args: ['-n', '10', go, ...compile] },
        { cwd: MODULE, env, output: log },
      )
      closeSync(log)
      await ended(child)
      if (child.exitCode !== 0)
        return { ok: false, reason: cancelled ? 'cancelled' : lastLine(readFileSync(logFile, 'utf8')) }
      renameSync(temporary, BINARY)
      writeWhole(SOURCE, `${sourceHash()}\n`)
      return { ok: true, file: BINARY }
    } finally {
      lock.release()
    }
  }
  return {
    done: build(),
    cancel: () => {
      cancelled = true
      if (child) killGroup(child)
    },
  }
}

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? ''
