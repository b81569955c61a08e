import { CLOSE_REASONS, isCloseReason } from '@gongyan/contract/client'
import type { LinkEvent } from './link.ts'

/** Why the server would not take this page's work however often it were sent, as far as a person can do something about it. */
export type Rejection =
  /** The plan with this work in it would be too large. */
  | 'planTooLarge'
  /** So much at once is too large for one message. */
  | 'pieceTooLarge'
  /** This person has too many pages open. */
  | 'tooManyPages'
  /** The work leans on something the server never had. */
  | 'gap'
  /** Page and server do not speak the same language, as after an update of one of them. */
  | 'notUnderstood'
  /** The plan is in a layout this page does not know: it was opened before the server was brought up to date. */
  | 'outdated'

interface Closing {
  readonly code?: number | undefined
  readonly reason?: string | undefined
}

const BY_CODE = new Map<number, string>(Object.entries(CLOSE_REASONS).map(([reason, code]) => [code, reason]))

const wordOf = ({ code, reason }: Closing): string | undefined =>
  reason && isCloseReason(reason) ? reason : code === undefined ? undefined : BY_CODE.get(code)

/**
 * What a closed socket, or a refused ticket on an open one, means for the link. The reason's word decides, then the code;
 * what is neither of ours came from a proxy or a broken line and is a passing fault. A ticket that was too old or already
 * used says nothing about the person: a new one is asked for after the usual wait.
 */
export function linkEventOf(closing: Closing): LinkEvent {
  switch (wordOf(closing)) {
    case 'access-changed':
      return 'accessChanged'
    case 'forbidden':
    case 'not-found':
      return 'refused'
    case 'signed-out':
      return 'signedOut'
    default:
      return rejectionOf(closing) === null ? 'lost' : 'rejected'
  }
}

/** What the server would say again and again to the same work; null where trying again can help by itself. */
export function rejectionOf(closing: Closing): Rejection | null {
  const word = wordOf(closing)
  switch (word) {
    case 'document-too-large':
      return 'planTooLarge'
    case 'frame-too-large':
      return 'pieceTooLarge'
    case 'too-many-sockets':
      return 'tooManyPages'
    case 'clock-gap':
      return 'gap'
    case 'presence-too-large':
    case 'too-many-presences':
    case 'too-many-documents':
    case 'bad-frame':
      return 'notUnderstood'
    default:
      return null
  }
}
