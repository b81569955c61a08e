export * from './clocks.ts'
export * from './events.ts'
export * from './open-events.ts'
