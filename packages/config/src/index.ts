export * from './config.ts'
export * from './env-example.ts'
export * from './stopping.ts'
