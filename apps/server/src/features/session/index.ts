export * from './session.ts'
export * from './begin.ts'
