export * from './print.ts'
