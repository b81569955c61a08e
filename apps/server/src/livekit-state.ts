/** Whether rooms can be opened now, as the supervisor (or the configuration) last said. */
export type LiveKitState =
  | { readonly state: 'ready' }
  | { readonly state: 'preparing'; readonly reason: string | null }
  | { readonly state: 'absent'; readonly reason: string | null }

export interface LiveKitStateStore {
  get(): LiveKitState
  set(state: LiveKitState): void
  /** Calls back whenever rooms can be opened that could not before. */
  onReady(listener: () => void): void
}

/** Holds the latest word about LiveKit; what is not said yet counts as `initial`. */
export function createLiveKitState(initial: LiveKitState): LiveKitStateStore {
  let current = initial
  const listeners: (() => void)[] = []
  return {
    get: () => current,
    set: (state) => {
      const isNew = state.state === 'ready' && current.state !== 'ready'
      current = state
      if (isNew) for (const listener of listeners) listener()
    },
    onReady: (listener) => void listeners.push(listener),
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
