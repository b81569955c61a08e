/** What the supervisor knows of LiveKit. `external` is one that somebody else runs. */
export type LiveKitState =
  | { state: 'building' | 'ready' | 'external' }
  | { state: 'absent' | 'failed'; reason?: string }

/** What the server process tells the supervisor. */
export type FromServer =
  | { type: 'progress'; step: 'migrations' | 'seed'; message?: string }
  | { type: 'ready'; url: string }
  /** It cannot run, and starting it again will not help. */
  | { type: 'fatal'; message: string; remedy: string }
  /** Lines for the person at the terminal. */
  | { type: 'notice'; lines: readonly string[] }

/** What the supervisor tells the server process: at its start and at every change. */
export type ToServer = { type: 'livekit' } & LiveKitState
