export * from './clocks.ts'
export * from './events.ts'
