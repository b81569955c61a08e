export * from './media.ts'
