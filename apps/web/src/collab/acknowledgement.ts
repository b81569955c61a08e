/**
 * What I wrote and the server has not yet committed. Every change made here gets a number; every message that carries
 * changes is answered once, in order, and a positive answer covers all changes that the document held when the message
 * was sent. Counting messages (as the provider does) drifts when a socket breaks; numbering changes does not.
 */
export interface Unacknowledged {
  /** Number of the newest change made here. */
  readonly made: number
  /** Everything up to this number is committed on the server. */
  readonly acknowledged: number
  /** What each unanswered message on the present socket would acknowledge, oldest first. */
  readonly inFlight: readonly number[]
  /** When the oldest change that is not acknowledged was made, ms since 1970; null when there is none. */
  readonly since: number | null
  /** Times of changes not yet acknowledged, oldest first; close ones share an entry. */
  readonly times: readonly { readonly upTo: number; readonly at: number }[]
  /** The server answered that it will not take changes from this person. */
  readonly isRefused: boolean
}

export const NOTHING_MADE: Unacknowledged = {
  made: 0,
  acknowledged: 0,
  inFlight: [],
  since: null,
  times: [],
  isRefused: false,
}

/** Changes within this time count as one moment, in ms: ages are shown in minutes. */
const MOMENT_MS = 1_000

/** After one change made on this page, or found unsent in the local copy of an earlier visit (`at` is then that visit's time). */
export function changeMade(state: Unacknowledged, at: number): Unacknowledged {
  const made = state.made + 1
  const last = state.times.at(-1)
  const times =
    last && at - last.at >= 0 && at - last.at < MOMENT_MS
      ? [...state.times.slice(0, -1), { upTo: made, at: last.at }]
      : [...state.times, { upTo: made, at }]
  return { ...state, made, times, since: state.since ?? at }
}

/** After a message that carries all changes made until now went out on an open socket. */
export const messageSent = (state: Unacknowledged): Unacknowledged => ({
  ...state,
  inFlight: [...state.inFlight, state.made],
})

/** After the server's answer to the oldest unanswered message; an answer to nothing changes nothing. */
export function answered(state: Unacknowledged, applied: boolean): Unacknowledged {
  const [covers, ...inFlight] = state.inFlight
  if (covers === undefined) return state
  if (!applied) return { ...state, inFlight, isRefused: state.made > state.acknowledged }
  const acknowledged = Math.max(state.acknowledged, covers)
  const times = state.times.filter(({ upTo }) => upTo > acknowledged)
  return { ...state, inFlight, acknowledged, times, since: times[0]?.at ?? null, isRefused: false }
}

/** After the socket is gone: what was in flight may or may not have arrived, so it counts as not sent. */
export const socketGone = (state: Unacknowledged): Unacknowledged => ({ ...state, inFlight: [] })

/** How many changes wait for the server. */
export const unacknowledgedCount = (state: Unacknowledged): number => state.made - state.acknowledged
