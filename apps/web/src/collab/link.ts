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
 *   forbidden and signedOut are left only by asking again; closed is the end.
 */
export const LINK_STATES = ['opening', 'waiting', 'attaching', 'live', 'forbidden', 'signedOut', 'closed'] as const
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
    signedOut: 'signedOut',
    retry: null,
    dispose: 'closed',
  },
  waiting: {
    synced: null,
    lost: null,
    accessChanged: null,
    refused: 'forbidden',
    signedOut: 'signedOut',
    retry: 'attaching',
    dispose: 'closed',
  },
  attaching: {
    synced: 'live',
    lost: 'waiting',
    accessChanged: 'attaching',
    refused: 'forbidden',
    signedOut: 'signedOut',
    retry: null,
    dispose: 'closed',
  },
  live: {
    synced: null,
    lost: 'waiting',
    accessChanged: 'attaching',
    refused: 'forbidden',
    signedOut: 'signedOut',
    retry: null,
    dispose: 'closed',
  },
  forbidden: {
    synced: null,
    lost: null,
    accessChanged: null,
    refused: null,
    signedOut: 'signedOut',
    retry: 'attaching',
    dispose: 'closed',
  },
  signedOut: {
    synced: null,
    lost: null,
    accessChanged: null,
    refused: null,
    signedOut: null,
    retry: 'attaching',
    dispose: 'closed',
  },
  closed: { synced: null, lost: null, accessChanged: null, refused: null, signedOut: null, retry: null, dispose: null },
}

/** The state after an event; the same state where the event has no meaning. */
export const nextLink = (state: LinkState, event: LinkEvent): LinkState => LINK_TRANSITIONS[state][event] ?? state

/** States in which a ticket is asked for and a socket opened. */
export const isAttempting = (state: LinkState): boolean => state === 'opening' || state === 'attaching'

const FIRST_WAIT_MS = 800
const LONGEST_WAIT_MS = 15_000

/** How long to wait before attempt number `failures` + 1, in ms: doubling, at most 15 s, up to 30 % earlier so that a school does not come back all at once. */
export const waitBeforeRetry = (failures: number, random: number): number =>
  Math.round(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 10)) * (1 - 0.3 * random))
