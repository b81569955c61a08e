/**
 * The lesson clock: one monotonic clock per lesson. It begins at the instant the lesson was started and only
 * moves forward; everything that happens carries `tMs`, milliseconds on it.
 */
export interface LessonClock {
  readonly lessonId: string
  /** Server time at which tMs was 0, ms since the epoch. */
  readonly startedAtMs: number
}

/** Milliseconds on the lesson's clock at a server instant; what came before the start is negative, never clipped. */
export const tMsAt = (clock: LessonClock, serverMs: number): number => Math.round(serverMs - clock.startedAtMs)

/** One exchange of times with the server: local monotonic ms when asked and answered, and the server's ms between. */
export interface ClockSample {
  readonly askedAt: number
  readonly serverMs: number
  readonly answeredAt: number
}

/**
 * Server time minus local monotonic time, in ms, from several exchanges: the sample with the shortest round trip wins,
 * its half round trip taken as the way back (Cristian 1989). Null without samples.
 */
export function estimateOffset(samples: readonly ClockSample[]): { offsetMs: number; errorMs: number } | null {
  let best: ClockSample | null = null
  for (const sample of samples) {
    if (sample.answeredAt < sample.askedAt) continue
    if (!best || sample.answeredAt - sample.askedAt < best.answeredAt - best.askedAt) best = sample
  }
  if (!best) return null
  const roundTrip = best.answeredAt - best.askedAt
  return { offsetMs: best.serverMs - (best.askedAt + roundTrip / 2), errorMs: roundTrip / 2 }
}
