import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { strToU8, unzipSync, zipSync } from 'fflate'

export const SAMPLES = join(import.meta.dirname, '../../packages/word/fixtures/samples')
export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

export interface AFile {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

/** The same plan in other bytes, under another name: no duplicate of the sample. */
export function copyOf(sample: string, name = basename(sample)): AFile {
  const parts = unzipSync(readFileSync(sample))
  const buffer = Buffer.from(zipSync({ ...parts, 'docProps/copy.txt': strToU8(name) }))
  return { name, mimeType: DOCX, buffer }
}
