export * from './media.ts'
export type { Asker, FindAsker } from './seats.ts'
