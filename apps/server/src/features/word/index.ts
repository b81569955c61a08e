export * from './word.ts'
