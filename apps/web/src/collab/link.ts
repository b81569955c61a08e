/**
 * The link between this page and the server's copy of one document.
 *
 *              ticket, socket, first sync
 *   opening ─────────────────────────────► live ◄──────────────┐
 *      │ unreachable, lost                  │ lost             │ synced
 *      ▼                                    ▼                  │
 *   waiting ◄───────────────────────────────┴── waiting ──► attaching
 *      (retry: timer, network back, asked)        accessChanged ▲ (from live, at once)
 *
 *   forbidden, rejected and signedOut are left only by asking again; closed is the end.
 */
export const LINK_STATES = [
  'opening',
  'waiting',
  'attaching',
  'live',
  'forbidden',
  'rejected',
  'signedOut',
  'closed',
] as const
export type LinkState = (typeof LINK_STATES)[number]

export const LINK_EVENTS = [
  /** Both sides have seen what the other holds. */
  'synced',
  /** No answer: the network, a stopping server, a passing fault. */
  'lost',
  /** Rights changed while connected: come back at once with a new ticket. */
  'accessChanged',
  /** This person may not open the document. */
  'refused',
  /** The server cannot take what this page sends, and could not the next time. */
  'rejected',
  /** The person's session ended. */
  'signedOut',
  /** Time to try again: the timer, the network, a person. */
  'retry',
  'dispose',
] as const
export type LinkEvent = (typeof LINK_EVENTS)[number]

/** Every state × every event. `null` means the event has no meaning there and changes nothing. */
export const LINK_TRANSITIONS: { [S in LinkState]: { [E in LinkEvent]: LinkState | null } } = {
  opening: {
    synced: 'live',
    lost: 'waiting',
    accessChanged: 'attaching',
    refused: 'forbidden',
    rejected: 'rejected',
    signedOut: 'signedOut',
    retry: null,
    dispose: 'closed',
  },
  waiting: {
    synced: null,
    lost: null,
    accessChanged: null,
    refused: 'forbidden',
    rejected: null,
    signedOut: 'signedOut',
    retry: 'attaching',
    dispose: 'closed',
  },
  attaching: {
    synced: 'live',
    lost: 'waiting',
    accessChanged: 'attaching',
    refused: 'forbidden',
    rejected: 'rejected',
    signedOut: 'signedOut',
    retry: 'attaching',
    dispose: 'closed',
  },
  live: {
    synced: null,
    lost: 'waiting',
    accessChanged: 'attaching',
    refused: 'forbidden',
    rejected: 'rejected',
    signedOut: 'signedOut',
    retry: null,
    dispose: 'closed',
  },
  forbidden: {
    synced: null,
    lost: null,
    accessChanged: null,
    refused: null,
    rejected: null,
    signedOut: 'signedOut',
    retry: 'attaching',
    dispose: 'closed',
  },
  rejected: {
    synced: null,
    lost: null,
    accessChanged: null,
    refused: null,
    rejected: null,
    signedOut: 'signedOut',
    retry: 'attaching',
    dispose: 'closed',
  },
  signedOut: {
    synced: null,
    lost: null,
    accessChanged: null,
    refused: null,
    rejected: null,
    signedOut: null,
    retry: 'attaching',
    dispose: 'closed',
  },
  closed: {
    synced: null,
    lost: null,
    accessChanged: null,
    refused: null,
    rejected: null,
    signedOut: null,
    retry: null,
    dispose: null,
  },
}

/** States in which a ticket is asked for and a socket opened. */
export const isAttempting = (state: LinkState): boolean => state === 'opening' || state === 'attaching'

/** A link that lasted so long was good; one that ends earlier each time is waited for longer and longer, ms. */
export const LASTING_MS = 5_000

const FIRST_WAIT_MS = 800
const LONGEST_WAIT_MS = 15_000

/** How long to wait before attempt number `failures` + 1, in ms: doubling, at most 15 s, up to 30 % earlier so that a school does not come back all at once. */
export const waitBeforeRetry = (failures: number, random: number): number =>
  Math.round(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 10)) * (1 - 0.3 * random))
