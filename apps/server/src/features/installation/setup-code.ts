import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { putFact } from '@gongyan/db'
import type { Sql } from '@gongyan/db'
import { FACTS } from '../../facts.ts'

/** Read aloud over a telephone without mistakes: no 0, O, 1, I, L. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const LENGTH = 12

const normal = (code: string): string =>
  code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
const hashOf = (code: string): Buffer => createHash('sha256').update(normal(code)).digest()

/** A new one-time code in groups of four, about 59 bits; the one before is worth nothing from now on. */
export async function issueSetupCode(sql: Sql): Promise<string> {
  // Rejection keeps every letter equally likely.
  let code = ''
  while (code.length < LENGTH)
    for (const byte of randomBytes(LENGTH)) if (byte < 248 && code.length < LENGTH) code += ALPHABET[byte % 31]
  await putFact(sql, FACTS.setupCode, hashOf(code).toString('hex'))
  return code.replace(/(.{4})(?=.)/g, '$1-')
}

/** Whether a code is the one whose hash is kept; spaces, dashes and case do not matter. */
export function isSetupCode(code: string, kept: unknown): boolean {
  if (typeof kept !== 'string') return false
  const hash = Buffer.from(kept, 'hex')
  const own = hashOf(code)
  return hash.byteLength === own.byteLength && timingSafeEqual(hash, own)
}
