/**
 * Of the five seconds in which everything is gone after a signal: what each part may take, ms, in the order in which they
 * stop. What one does not need is left to those after it. Rooms first, so that the server still hears who left them.
 */
export const STOP_MS = { liveKit: 1_200, server: 2_300, database: 1_200 } as const

/** What the server process takes itself, so that it ends before it is killed. */
export const SERVER_STOP_MS = STOP_MS.server - 300
