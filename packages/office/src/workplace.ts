import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { refuse } from '@gongyan/domain'
import type { Result } from '@gongyan/domain'
import { environmentOf } from './profile.ts'
import type { OfficeRefusal } from './refusal.ts'
import { runLimited } from './run-limited.ts'
import type { RunEnd } from './run-limited.ts'
import type { Sandbox } from './sandbox.ts'
import type { OfficeLimits } from './settings.ts'
import type { Slots } from './slots.ts'
import { inWorkFolder } from './work-folder.ts'

export interface Work {
  readonly folder: string
  /** The folder as programs of this run see it. */
  readonly place: string
  put(name: string, bytes: Uint8Array): Promise<void>
  /** A file that a program made; null where it made none, or more than is let out. */
  get(name: string): Promise<Uint8Array | null>
  run(program: string, args: readonly string[], renews?: (line: string) => boolean): Promise<RunEnd>
}

/** Where programs are run: one place at a time, a folder of its own, isolated and bounded. */
export type Workplace = <T>(
  act: (work: Work) => Promise<Result<T, OfficeRefusal>>,
  signal?: AbortSignal,
) => Promise<Result<T, OfficeRefusal>>

export function createWorkplace(parts: {
  slots: Slots
  sandbox: Sandbox
  limits: OfficeLimits
  tempFolder: string
}): Workplace {
  const { slots, sandbox, limits, tempFolder } = parts
  return async (act, signal) => {
    const release = await slots.take(signal)
    if (!release) return refuse({ code: 'office/busy', detail: null })
    try {
      return await inWorkFolder(tempFolder, (folder) => {
        const place = sandbox.placeOf(folder)
        return act({
          folder,
          place,
          put: (name, bytes) => writeFile(join(folder, name), bytes, { mode: 0o600 }),
          get: (name) => readBounded(join(folder, name), limits.outputBytes),
          run: (program, args, renews) => {
            const [first, ...rest] = sandbox.wrap(program, args, folder)
            return runLimited({
              ...limits,
              program: first,
              args: rest,
              env: environmentOf(place),
              folder,
              signal,
              ...(renews && { renews }),
            })
          },
        })
      })
    } finally {
      release()
    }
  }
}

async function readBounded(path: string, most: number): Promise<Uint8Array | null> {
  try {
    return (await stat(path)).size > most ? null : await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** How a run that gave nothing is told. */
export const refusalOf = (end: RunEnd): { ok: false; refusal: OfficeRefusal } =>
  end.kind === 'timeout'
    ? refuse({ code: 'office/timeout', detail: null })
    : refuse({ code: 'office/failed', detail: end.killedBy ?? `ended with ${end.code}` })

/** The answer where a program is not installed. */
export const absent = (program: string): { ok: false; refusal: OfficeRefusal } =>
  refuse({ code: 'office/absent', detail: program })
