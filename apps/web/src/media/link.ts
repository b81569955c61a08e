/**
 * A page's tie to a room.
 *
 *            join        ticket            connected
 *   outside ─────► asking ─────► connecting ─────────► inside ◄──┐
 *      ▲          │  ▲  ▲            │ dropped          │ shaky  │ steady
 *      │    later ▼  │  └────────────┼── dropped ───────┤        │
 *      │        waiting ◄────────────┘                  ▼        │
 *      │          │ retry ─► asking                  resuming ───┘
 *      └── leave, expelled (from everywhere), refused (from asking) — dropped from resuming goes to asking
 *
 * A dropped connection asks for a fresh ticket, because the old one may have expired or its rights have changed.
 */
export const LINK_STATES = ['outside', 'asking', 'waiting', 'connecting', 'inside', 'resuming'] as const
export type LinkState = (typeof LINK_STATES)[number]

export const LINK_EVENTS = [
  'join',
  'ticket',
  /** The media service is being prepared, or nothing answers: ask again by itself. */
  'later',
  /** The server says no, for good. */
  'refused',
  'connected',
  /** The connection falters and the client resumes it by itself. */
  'shaky',
  'steady',
  /** The connection is gone for no reason that concerns this person. */
  'dropped',
  /** Shown out, replaced by another page, or the room is closed or full: coming back by itself would be wrong. */
  'expelled',
  'leave',
  'retry',
] as const
export type LinkEvent = (typeof LINK_EVENTS)[number]

/** Every state × every event. `null` means the event has no meaning there and changes nothing. */
export const LINK_TRANSITIONS: { [S in LinkState]: { [E in LinkEvent]: LinkState | null } } = {
  outside: {
    join: 'asking',
    ticket: null,
    later: null,
    refused: null,
    connected: null,
    shaky: null,
    steady: null,
    dropped: null,
    expelled: null,
    leave: null,
    retry: null,
  },
  asking: {
    join: null,
    ticket: 'connecting',
    later: 'waiting',
    refused: 'outside',
    connected: null,
    shaky: null,
    steady: null,
    dropped: null,
    expelled: 'outside',
    leave: 'outside',
    retry: null,
  },
  waiting: {
    join: null,
    ticket: null,
    later: null,
    refused: null,
    connected: null,
    shaky: null,
    steady: null,
    dropped: null,
    expelled: 'outside',
    leave: 'outside',
    retry: 'asking',
  },
  connecting: {
    join: null,
    ticket: null,
    later: null,
    refused: null,
    connected: 'inside',
    shaky: null,
    steady: null,
    dropped: 'waiting',
    expelled: 'outside',
    leave: 'outside',
    retry: null,
  },
  inside: {
    join: null,
    ticket: null,
    later: null,
    refused: null,
    connected: null,
    shaky: 'resuming',
    steady: null,
    dropped: 'asking',
    expelled: 'outside',
    leave: 'outside',
    retry: null,
  },
  resuming: {
    join: null,
    ticket: null,
    later: null,
    refused: null,
    connected: null,
    shaky: null,
    steady: 'inside',
    dropped: 'asking',
    expelled: 'outside',
    leave: 'outside',
    retry: null,
  },
}

/** The state after an event; the same one where the event has no meaning. */
export const nextLink = (state: LinkState, event: LinkEvent): LinkState => LINK_TRANSITIONS[state][event] ?? state

/** Why somebody who wanted in is outside; null for those who never asked or left by themselves. */
export type OutsideReason =
  | 'removed'
  | 'replaced'
  | 'closed'
  | 'full'
  | 'denied'
  | 'unknown'
  | 'absent'
  | 'signedOut'
  | 'incapable'
  | 'outdated'

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 15_000
/** How long to wait before asking for the next ticket, in ms: doubling to 15 s, up to a third earlier so that a school does not come back all at once. */
export const waitBeforeAsking = (failures: number, random: number): number =>
  Math.round(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 10)) * (1 - random / 3))
