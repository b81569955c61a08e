export interface UploadGate {
  /** Runs `work` when there is room for its bytes; null when this session already sends as many files as it may. */
  pass<T>(sessionId: string, bytes: number, work: () => Promise<T>): Promise<T | null>
}

/**
 * Lets uploads of at most `mostBytes` together be in memory; the others wait unread, in order. Of one session no more than
 * `perSession` pass or wait. Bytes are counted and not uploads, so that a slow line does not hold up the fast ones.
 */
export function createUploadGate(mostBytes: number, perSession: number): UploadGate {
  const bySession = new Map<string, number>()
  const waiting: { bytes: number; enter: () => void }[] = []
  let held = 0
  const admit = () => {
    for (let next = waiting[0]; next && (held === 0 || held + next.bytes <= mostBytes); next = waiting[0]) {
      waiting.shift()
      held += next.bytes
      next.enter()
    }
  }
  return {
    async pass(sessionId, claimed, work) {
      const own = bySession.get(sessionId) ?? 0
      if (own >= perSession) return null
      bySession.set(sessionId, own + 1)
      const bytes = Number.isFinite(claimed) && claimed >= 0 ? claimed : mostBytes
      await new Promise<void>((enter) => {
        waiting.push({ bytes, enter })
        admit()
      })
      try {
        return await work()
      } finally {
        held -= bytes
        admit()
        const left = (bySession.get(sessionId) ?? 1) - 1
        if (left > 0) bySession.set(sessionId, left)
        else bySession.delete(sessionId)
      }
    },
  }
}
