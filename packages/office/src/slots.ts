/** A place in which one run may work; given back once. */
type Release = () => void

export interface Slots {
  /** Waits for a place; null where too many wait already. An abort rejects with the signal's reason. */
  take(signal?: AbortSignal): Promise<Release | null>
}

/** So many runs at a time, so many that wait for them, in the order in which they came. */
export function createSlots(atOnce: number, waitingMost: number): Slots {
  let running = 0
  const waiting = new Set<() => void>()
  const release = (): Release => {
    let isGiven = false
    return () => {
      if (isGiven) return
      isGiven = true
      const [next] = waiting
      if (next) next()
      else running--
    }
  }
  return {
    take(signal) {
      if (signal?.aborted) return Promise.reject(signal.reason as Error)
      if (running < atOnce) {
        running++
        return Promise.resolve(release())
      }
      if (waiting.size >= waitingMost) return Promise.resolve(null)
      return new Promise((resolve, reject) => {
        const begin = () => {
          waiting.delete(begin)
          signal?.removeEventListener('abort', leave)
          resolve(release())
        }
        const leave = () => {
          waiting.delete(begin)
          reject(signal?.reason as Error)
        }
        signal?.addEventListener('abort', leave, { once: true })
        waiting.add(begin)
      })
    },
  }
}
