export * from './build.ts'
export * from './server.ts'
export * from './settings.ts'
