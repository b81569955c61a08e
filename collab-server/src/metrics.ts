import type { CollabEvent } from './port.ts'

/** Upper bounds of the latency buckets, seconds. */
export const LATENCY_BUCKETS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30] as const

export interface Histogram {
  /** How many were at most as long as the bound at the same place in LATENCY_BUCKETS. */
  readonly buckets: readonly number[]
  readonly count: number
  readonly sumSeconds: number
}

export interface CollabMetrics {
  readonly documents: number
  readonly sockets: number
  /** Documents open on sockets, so at least as many as sockets with a document. */
  readonly connections: number
  /** Documents that clients of other servers have open here. */
  readonly neighbourConnections: number
  /** Documents that were given up because another server has them, or the database refuses what they hold. */
  readonly lost: number
  readonly relayedBytes: number
  /** Whether the last commit failed; writers see their work as unsaved. */
  readonly isStoreFailing: boolean
  readonly updates: number
  readonly updateBytes: number
  readonly commits: number
  readonly commitFailures: number
  readonly loads: number
  readonly loadFailures: number
  readonly snapshots: number
  readonly receivedBytes: number
  readonly broadcastBytes: number
  readonly presenceDropped: number
  readonly cuts: Readonly<Record<string, number>>
  readonly refusals: Readonly<Record<string, number>>
  readonly commitLatency: Histogram
  /** From the moment an update was applied until everybody who waited could be told that it is stored. */
  readonly ackLatency: Histogram
}

const emptyHistogram = () => ({ buckets: LATENCY_BUCKETS.map(() => 0), count: 0, sumSeconds: 0 })
function observeIn(histogram: ReturnType<typeof emptyHistogram>, seconds: number): void {
  histogram.count += 1
  histogram.sumSeconds += seconds
  LATENCY_BUCKETS.forEach((bound, index) => {
    if (seconds <= bound) histogram.buckets[index] = (histogram.buckets[index] ?? 0) + 1
  })
}

/** Counts what happens; the gauges are added by whoever knows them. */
export function createCounters() {
  const counts = {
    updates: 0,
    updateBytes: 0,
    commits: 0,
    commitFailures: 0,
    loads: 0,
    loadFailures: 0,
    snapshots: 0,
    receivedBytes: 0,
    broadcastBytes: 0,
    presenceDropped: 0,
    lost: 0,
    relayedBytes: 0,
  }
  const cuts: Record<string, number> = {}
  const refusals: Record<string, number> = {}
  const commitLatency = emptyHistogram()
  const ackLatency = emptyHistogram()

  function observe(event: CollabEvent): void {
    switch (event.kind) {
      case 'appended':
        counts.updates += 1
        counts.updateBytes += event.bytes
        return
      case 'committed':
        counts.commits += 1
        return observeIn(commitLatency, event.seconds)
      case 'storeFailed':
        counts.commitFailures += 1
        return
      case 'acknowledged':
        return observeIn(ackLatency, event.seconds)
      case 'broadcast':
        counts.broadcastBytes += event.bytes
        return
      case 'received':
        counts.receivedBytes += event.bytes
        return
      case 'snapshotted':
        counts.snapshots += 1
        return
      case 'loaded':
        counts.loads += 1
        return
      case 'loadFailed':
        counts.loadFailures += 1
        return
      case 'refused':
        refusals[event.reason] = (refusals[event.reason] ?? 0) + 1
        return
      case 'cut':
        cuts[event.reason] = (cuts[event.reason] ?? 0) + 1
        return
      case 'presenceDropped':
        counts.presenceDropped += 1
        return
      case 'lost':
        counts.lost += 1
        return
      case 'relayed':
        counts.relayedBytes += event.bytes
        return
      case 'committing':
      case 'stored':
      case 'snapshotting':
      case 'sealed':
      case 'unloaded':
    }
  }

  const copy = (histogram: Histogram): Histogram => ({ ...histogram, buckets: [...histogram.buckets] })
  return {
    observe,
    read: () => ({
      ...counts,
      cuts: { ...cuts },
      refusals: { ...refusals },
      commitLatency: copy(commitLatency),
      ackLatency: copy(ackLatency),
    }),
  }
}
