export * from './installation.ts'
export * from './seed.ts'
export * from './setup-code.ts'
