export { type CollabServer, createCollabServer } from './server.ts'
export { type CollabMetrics, type Histogram, LATENCY_BUCKETS } from './metrics.ts'
export type { Access, AccessScope, CollabEvent, CollabServerOptions, Grant, Log, Observe } from './port.ts'
export type { UpdateOrigin } from './documents.ts'
