/** Whether rooms can be opened now, as the supervisor (or the configuration) last said. */
export type LiveKitState =
  | { readonly state: 'ready' }
  | { readonly state: 'preparing'; readonly reason: string | null }
  | { readonly state: 'absent'; readonly reason: string | null }

export interface LiveKitStateStore {
  get(): LiveKitState
  set(state: LiveKitState): void
}

/** Holds the latest word about LiveKit; what is not said yet counts as `initial`. */
export function createLiveKitState(initial: LiveKitState): LiveKitStateStore {
  let current = initial
  return {
    get: () => current,
    set: (state) => {
      current = state
    },
  }
}

/** The supervisor's words for what it knows about LiveKit, and what they mean for somebody who wants to join a room. */
const STATES = {
  ready: 'ready',
  external: 'ready',
  preparing: 'preparing',
  building: 'preparing',
  absent: 'absent',
  failed: 'absent',
} as const

/** The supervisor's `{type:'livekit', state, reason?}`; null for any other message. */
export function liveKitStateOf(message: unknown): LiveKitState | null {
  if (typeof message !== 'object' || message === null) return null
  const { type, state, reason } = message as { type?: unknown; state?: unknown; reason?: unknown }
  if (type !== 'livekit') return null
  const why = typeof reason === 'string' ? reason : null
  if (typeof state !== 'string' || !Object.hasOwn(STATES, state)) return null
  const known = STATES[state as keyof typeof STATES]
  return known === 'ready' ? { state: known } : { state: known, reason: why }
}
