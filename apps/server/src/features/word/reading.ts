import type { Config } from '@gongyan/config'
import { ok } from '@gongyan/domain'
import type { Result } from '@gongyan/domain'
import type { Office } from '@gongyan/office'
import { importDocxInWorker } from '@gongyan/word'
import type { ImportedPlan, ImportLimits, WorkerImportOptions } from '@gongyan/word'
import { createQueue } from '../../queue.ts'
import { toDocx, withDrawnMetafiles } from './word-door.ts'
import type { ReadingRefusal } from './word-door.ts'

/** Files read side by side on one server; each may take LIMIT_IMPORT_MEMORY_MB. */
export const READ_AT_ONCE = 2

/** Word files as plans, a bounded number at a time, whoever asks. */
export interface WordReading {
  read(
    bytes: Uint8Array,
    name: string,
    options?: Omit<WorkerImportOptions, 'fallbackTitle'>,
  ): Promise<Result<ImportedPlan, ReadingRefusal>>
}

/** Bounds on one Word file, as the configuration has them. */
export const importLimits = ({ limits }: Pick<Config, 'limits'>): ImportLimits => ({
  fileBytes: limits.LIMIT_UPLOAD_BYTES,
  entries: limits.LIMIT_IMPORT_ENTRIES,
  unpackedBytes: limits.LIMIT_IMPORT_UNPACKED_BYTES,
  cells: limits.LIMIT_IMPORT_CELLS,
  characters: limits.LIMIT_IMPORT_CHARACTERS,
  pixels: limits.LIMIT_IMPORT_PIXELS,
  seconds: limits.LIMIT_IMPORT_SECONDS,
  memoryMb: limits.LIMIT_IMPORT_MEMORY_MB,
})

export function createWordReading(config: Pick<Config, 'limits'>, office: Office): WordReading {
  const atOnce = createQueue(READ_AT_ONCE)
  const limits = importLimits(config)
  return {
    read: (bytes, name, options = {}) =>
      atOnce(async () => {
        const docx = await toDocx(office, bytes, options.signal)
        if (!docx.ok) return docx
        const read = await importDocxInWorker(docx.value, limits, {
          ...options,
          fallbackTitle: name.replace(/\.(docx?|docm|wps|dotx?|rtf|odt)$/i, ''),
        })
        return read.ok ? ok(await withDrawnMetafiles(office, read.value, options.signal)) : read
      }),
  }
}
