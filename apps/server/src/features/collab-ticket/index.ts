export * from './tickets.ts'
