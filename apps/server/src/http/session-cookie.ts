import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

export const SESSION_COOKIE = 'gongyan_session'
/** A remembered session ends after this long without use. */
export const REMEMBERED_MS = 30 * 24 * 3600_000
/** A session on a shared computer ends with the browser, and with the school day at the latest. */
export const BROWSER_SESSION_MS = 12 * 3600_000

const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789'
/** 24 letters and digits from a set of 32: 120 bits. */
const word = (): string => Array.from(randomBytes(24), (byte) => ALPHABET[byte % 32]).join('')
const TOKEN = /^([a-km-np-z2-9]{24})\.([a-km-np-z2-9]{24})$/

export interface Token {
  readonly id: string
  readonly secret: string
}

/** A new session token: the id finds the row, only the hash of the secret is stored. */
export const newToken = (): Token => ({ id: word(), secret: word() })

export const hashSecret = (secret: string): Uint8Array => createHash('sha256').update(secret).digest()

/** Whether a secret is the one whose hash was stored; takes the same time for every answer. */
export const isSecret = (secret: string, hash: Uint8Array): boolean => {
  const own = hashSecret(secret)
  return own.byteLength === hash.byteLength && timingSafeEqual(own, hash)
}

/** The token of a Cookie header; null when there is none of our form. */
export function tokenOf(cookies: string | null): Token | null {
  for (const part of (cookies ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2)
    const match = name === SESSION_COOKIE ? TOKEN.exec(value ?? '') : null
    if (match?.[1] && match[2]) return { id: match[1], secret: match[2] }
  }
  return null
}

const attributes = (isSecure: boolean): string => `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`

/** Set-Cookie for a token; `maxAgeMs` null lasts as long as the browser is open. */
export const sessionCookie = (token: Token, maxAgeMs: number | null, isSecure: boolean): string =>
  `${SESSION_COOKIE}=${token.id}.${token.secret}; ${attributes(isSecure)}${maxAgeMs === null ? '' : `; Max-Age=${Math.floor(maxAgeMs / 1000)}`}`

/** Set-Cookie that takes the token away. */
export const clearedCookie = (isSecure: boolean): string => `${SESSION_COOKIE}=; ${attributes(isSecure)}; Max-Age=0`
