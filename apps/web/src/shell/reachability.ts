import { createSignal, onCleanup, type Accessor } from 'solid-js'

const FIRST_PROBE_MS = 3_000
const SLOWEST_PROBE_MS = 30_000

export interface Reachability {
  /** Whether the server answered last time; a browser that says it is offline is believed at once. */
  isReachable: Accessor<boolean>
  /** The page's `fetch`: the same, and it notices. */
  fetch: typeof fetch
}

/** Learns from the page's own requests whether the server can be reached, and asks by itself only while it cannot. */
export function createReachability(probePath: string): Reachability {
  const [isReachable, setReachable] = createSignal(navigator.onLine)
  let timer: ReturnType<typeof setTimeout> | undefined
  let waitMs = FIRST_PROBE_MS
  const settle = (reached: boolean) => {
    setReachable(reached)
    clearTimeout(timer)
    if (reached) {
      waitMs = FIRST_PROBE_MS
      return
    }
    timer = setTimeout(() => {
      void probe()
    }, waitMs)
    waitMs = Math.min(SLOWEST_PROBE_MS, waitMs * 1.6)
  }
  const probe = async () => {
    try {
      await fetch(probePath, { cache: 'no-store' })
      settle(true)
    } catch {
      settle(false)
    }
  }
  const onOffline = () => settle(false)
  const onOnline = () => {
    waitMs = FIRST_PROBE_MS
    void probe()
  }
  window.addEventListener('offline', onOffline)
  window.addEventListener('online', onOnline)
  onCleanup(() => {
    clearTimeout(timer)
    window.removeEventListener('offline', onOffline)
    window.removeEventListener('online', onOnline)
  })
  return {
    isReachable,
    fetch: async (input, init) => {
      try {
        const response = await fetch(input, init)
        settle(true)
        return response
      } catch (error) {
        // A request that was called off says nothing about the network.
        if (!(error instanceof DOMException && error.name === 'AbortError')) settle(false)
        throw error
      }
    },
  }
}
