import { LATENCY_BUCKETS } from '@gongyan/collab-server'
import type { CollabMetrics, Histogram } from '@gongyan/collab-server'
import { collectDefaultMetrics, Counter, Histogram as PromHistogram, Registry } from 'prom-client'

export interface Metrics {
  /** One HTTP request: the operation or kind of page, never the address. */
  observeRequest(operation: string, status: number, seconds: number): void
  /** Prometheus text. */
  text(): Promise<string>
  readonly contentType: string
}

/** Our own numbers and those of the collaboration server, in Prometheus' text form. */
export function createMetrics(readCollab: () => CollabMetrics): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'gongyan_http_requests_total',
    help: 'HTTP requests',
    labelNames: ['operation', 'status'],
    registers: [registry],
  })
  const seconds = new PromHistogram({
    name: 'gongyan_http_request_seconds',
    help: 'Time to answer',
    labelNames: ['operation'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  })
  return {
    contentType: registry.contentType,
    observeRequest(operation, status, took) {
      requests.inc({ operation, status: String(status) })
      seconds.observe({ operation }, took)
    },
    async text() {
      return (await registry.metrics()) + collabText(readCollab())
    },
  }
}

const line = (name: string, value: number, labels = ''): string => `${name}${labels} ${value}\n`
const block = (name: string, kind: 'gauge' | 'counter', help: string, ...lines: string[]): string =>
  `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n${lines.join('')}`
const single = (name: string, kind: 'gauge' | 'counter', help: string, value: number): string =>
  block(name, kind, help, line(name, value))
const byReason = (name: string, help: string, counts: Readonly<Record<string, number>>): string =>
  block(
    name,
    'counter',
    help,
    ...Object.entries(counts).map(([reason, count]) =>
      line(name, count, `{reason="${reason.replace(/[^\w-]/g, '_')}"}`),
    ),
  )
const histogram = (name: string, help: string, data: Histogram): string =>
  `# HELP ${name} ${help}\n# TYPE ${name} histogram\n${LATENCY_BUCKETS.map((bound, index) => line(`${name}_bucket`, data.buckets[index] ?? 0, `{le="${bound}"}`)).join('')}` +
  line(`${name}_bucket`, data.count, '{le="+Inf"}') +
  line(`${name}_sum`, data.sumSeconds) +
  line(`${name}_count`, data.count)

function collabText(collab: CollabMetrics): string {
  return [
    single('gongyan_collab_documents', 'gauge', 'Documents in memory', collab.documents),
    single('gongyan_collab_sockets', 'gauge', 'Open collaboration sockets', collab.sockets),
    single('gongyan_collab_connections', 'gauge', 'Documents open on sockets', collab.connections),
    single(
      'gongyan_collab_neighbour_connections',
      'gauge',
      'Documents that clients of other servers have open here',
      collab.neighbourConnections,
    ),
    single('gongyan_collab_lost_total', 'counter', 'Documents given up to another server', collab.lost),
    single('gongyan_collab_relayed_bytes_total', 'counter', 'Bytes sent to other servers', collab.relayedBytes),
    single('gongyan_collab_store_failing', 'gauge', '1 while the last commit failed', collab.isStoreFailing ? 1 : 0),
    single('gongyan_collab_updates_total', 'counter', 'Updates appended to the log', collab.updates),
    single('gongyan_collab_update_bytes_total', 'counter', 'Bytes of these updates', collab.updateBytes),
    single('gongyan_collab_commits_total', 'counter', 'Commits of the log', collab.commits),
    single(
      'gongyan_collab_commit_failures_total',
      'counter',
      'Commits that failed and were tried again',
      collab.commitFailures,
    ),
    single('gongyan_collab_loads_total', 'counter', 'Documents opened', collab.loads),
    single('gongyan_collab_load_failures_total', 'counter', 'Documents that could not be opened', collab.loadFailures),
    single('gongyan_collab_snapshots_total', 'counter', 'Snapshots kept', collab.snapshots),
    single('gongyan_collab_received_bytes_total', 'counter', 'Bytes received on sockets', collab.receivedBytes),
    single('gongyan_collab_broadcast_bytes_total', 'counter', 'Bytes sent to readers', collab.broadcastBytes),
    single(
      'gongyan_collab_presence_dropped_total',
      'counter',
      'Presence messages dropped for slow readers',
      collab.presenceDropped,
    ),
    byReason('gongyan_collab_cuts_total', 'Sockets cut', collab.cuts),
    byReason('gongyan_collab_refusals_total', 'Tickets and rights refused', collab.refusals),
    histogram('gongyan_collab_commit_seconds', 'Time of a commit', collab.commitLatency),
    histogram('gongyan_collab_ack_seconds', 'From an update to its acknowledgement', collab.ackLatency),
  ].join('')
}
