import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes a file whole or not at all, so that a power cut leaves the old one or the new one. */
export function writeWhole(file: string, text: string, mode = 0o644): void {
  const temporary = `${file}.${process.pid}.new`
  const descriptor = openSync(temporary, 'w', mode)
  try {
    writeSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(temporary, file)
  syncFolder(dirname(file))
}

/** Makes a rename inside a folder outlast a power cut. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** The text of a file, or null if there is none. */
export function readIfPresent(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** The secret kept in a file of mode 0600, made at the first call (43 characters, 256 bits). */
export function keepSecret(file: string): string {
  const kept = readIfPresent(file)?.trim()
  if (kept) return kept
  const secret = randomBytes(32).toString('base64url')
  writeWhole(file, `${secret}\n`, 0o600)
  return secret
}
