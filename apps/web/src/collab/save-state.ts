import type { LinkState } from './link.ts'

/** What the save chip says: only about this person's own work. */
export type SaveState =
  | { readonly kind: 'saved' }
  /** On its way for more than a second. */
  | { readonly kind: 'saving' }
  /** The link is down; the work waits, `isStored` on this machine or else only in this page. */
  | { readonly kind: 'waiting'; readonly isStored: boolean }
  /** Work older than a minute is not on the server. */
  | { readonly kind: 'unsent'; readonly minutes: number; readonly isStored: boolean }

/** Work that is on its way for less than this shows nothing: the chip must not flicker with every key, ms. */
export const QUIET_MS = 1_000
/** From this age on, unsent work is called by its age, ms. */
export const LATE_MS = 60_000

export interface SaveFacts {
  readonly link: LinkState
  /** When the oldest change without acknowledgement was made, ms since 1970; null when all is acknowledged. */
  readonly since: number | null
  readonly isStored: boolean
  readonly now: number
}

/** The chip's state from facts alone. A broken link with nothing waiting is `saved`: nothing of mine is at risk. */
export function saveStateOf({ link, since, isStored, now }: SaveFacts): SaveState {
  if (since === null) return { kind: 'saved' }
  const age = Math.max(0, now - since)
  if (age >= LATE_MS) return { kind: 'unsent', minutes: Math.floor(age / 60_000), isStored }
  if (link !== 'live') return age < QUIET_MS && link === 'opening' ? { kind: 'saved' } : { kind: 'waiting', isStored }
  return age < QUIET_MS ? { kind: 'saved' } : { kind: 'saving' }
}

/** When the state could change by time alone, in ms from `now`; null when time changes nothing. */
export function nextChangeIn({ since, now }: SaveFacts): number | null {
  if (since === null) return null
  const age = Math.max(0, now - since)
  if (age < QUIET_MS) return QUIET_MS - age
  return 60_000 - (age % 60_000)
}
