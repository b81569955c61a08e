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

/** The supervisor's `{type:'livekit', state, reason?}`; null for any other message. */
export function liveKitStateOf(message: unknown): LiveKitState | null {
  if (typeof message !== 'object' || message === null) return null
  const { type, state, reason } = message as { type?: unknown; state?: unknown; reason?: unknown }
  if (type !== 'livekit') return null
  const why = typeof reason === 'string' ? reason : null
  if (state === 'ready') return { state }
  return state === 'preparing' || state === 'absent' ? { state, reason: why } : null
}
