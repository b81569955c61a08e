/**
 * Why a collaboration socket, or one document on it, was refused or closed. The word is the reason a client reads;
 * the number is the WebSocket close code. 44xx: asking again the same way cannot help. Every other number is a passing
 * fault, and the official clients come back by themselves.
 */
export const CLOSE_REASONS = {
  /** No such ticket. */
  'ticket-invalid': 4401,
  'ticket-expired': 4402,
  'ticket-used': 4405,
  'ticket-other-document': 4406,
  /** Known person, no right to this document. */
  forbidden: 4403,
  'not-found': 4404,
  /** The person's session ended. */
  'signed-out': 4407,
  /** No ticket was shown in time, or too much was sent before one. */
  unauthenticated: 4408,
  /** Rights changed while connected: come back with a new ticket and see what they are now. */
  'access-changed': 4409,
  'too-many-sockets': 4429,
  'too-many-documents': 4430,
  'frame-too-large': 4413,
  'document-too-large': 4414,
  'presence-too-large': 4415,
  'too-many-presences': 4416,
  /** Bytes that are not the protocol. */
  'bad-frame': 4422,
  /** Updates whose predecessors never came. */
  'clock-gap': 4423,
  /** The reader was too far behind; what it missed comes with the next synchronisation. */
  'slow-reader': 4513,
  /** After typing during a reconnection the count of what is stored is had exactly by connecting once more. */
  recount: 4514,
  /** The document cannot be opened or stored now. */
  unavailable: 1013,
  'server-stopping': 1012,
} as const satisfies Record<string, number>

export type CloseReason = keyof typeof CLOSE_REASONS

/** The reasons a ticket or a right can be refused with. */
export type CollabRefusal =
  | 'ticket-invalid'
  | 'ticket-expired'
  | 'ticket-used'
  | 'ticket-other-document'
  | 'forbidden'
  | 'not-found'
  | 'signed-out'

/** Whether a word is one of our reasons: anything else came from a proxy or another server. */
export const isCloseReason = (reason: string): reason is CloseReason => Object.hasOwn(CLOSE_REASONS, reason)

/** Whether the same request would be refused again, so that a client must not simply reconnect. */
export const isRefusal = (reason: CloseReason): boolean => CLOSE_REASONS[reason] >= 4400 && CLOSE_REASONS[reason] < 4500

/** How many presence colours there are; the server gives each person of a document one number from 1 to this. */
export const PRESENCE_COLOURS = 12

/** What the server writes into every presence state; a client's own claim is replaced. */
export interface PresenceUser {
  readonly id: string
  readonly name: string
  /** 1 to PRESENCE_COLOURS, in the order people joined. */
  readonly color: number
}
