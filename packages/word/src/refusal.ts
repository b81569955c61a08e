import { refuse } from '@gongyan/domain'
import type { Result } from '@gongyan/domain'

/** Why a file could not be read as a lesson plan; each has a sentence in the dictionary. */
export const IMPORT_REFUSALS = [
  'word/not-a-docx',
  'word/too-large',
  'word/too-many-parts',
  'word/unpacked-too-large',
  'word/too-many-cells',
  'word/too-long',
  'word/damaged',
  'word/has-dtd',
  'word/old-format',
  'word/spreadsheet',
  'word/slides',
  'word/pdf',
  'word/lock-file',
  'word/link',
  'word/encrypted',
  'word/timeout',
  'word/out-of-memory',
  'word/empty',
] as const
export type ImportRefusalCode = (typeof IMPORT_REFUSALS)[number]

export interface ImportRefusal {
  readonly code: ImportRefusalCode
  /** For the log: the part and what is wrong with it, never content. */
  readonly detail: string | null
}

/** Bounds on one file; `packages/config` supplies them as `LIMIT_UPLOAD_BYTES` and `LIMIT_IMPORT_…`. */
export interface ImportLimits {
  readonly fileBytes: number
  readonly entries: number
  readonly unpackedBytes: number
  /** Places in the grids of all tables together. */
  readonly cells: number
  /** Characters; a picture and a formula count as one, a paragraph as twenty. */
  readonly characters: number
  /** A picture of more is kept as a file beside the text instead of being drawn by every reader's browser. */
  readonly pixels: number
  readonly seconds: number
  readonly memoryMb: number
}
export const DEFAULT_LIMITS: ImportLimits = {
  fileBytes: 50_000_000,
  entries: 4_000,
  unpackedBytes: 300_000_000,
  cells: 20_000,
  characters: 1_000_000,
  pixels: 64_000_000,
  seconds: 30,
  memoryMb: 512,
}

/** Carries a refusal out of the depth of a reader; `importDocx` turns it into a value. */
export class RefusalSignal extends Error {
  readonly refusal: ImportRefusal
  constructor(code: ImportRefusalCode, detail: string | null = null) {
    super(code)
    this.refusal = { code, detail }
  }
}

/** The result of `read`, with a signalled refusal as a value; any other exception is a bug and passes. */
export function catchRefusal<T>(read: () => Result<T, ImportRefusal>): Result<T, ImportRefusal> {
  try {
    return read()
  } catch (error) {
    if (error instanceof RefusalSignal) return refuse(error.refusal)
    throw error
  }
}
