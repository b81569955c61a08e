export * from './log.ts'
export * from './snapshots.ts'
export * from './segments.ts'
export type { LoggedUpdate } from './segment-codec.ts'
