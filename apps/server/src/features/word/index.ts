export * from './word.ts'
export * from './closed.ts'
