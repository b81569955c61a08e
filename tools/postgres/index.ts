export * from './binaries.ts'
export * from './cluster.ts'
export * from './faults.ts'
export * from './run-as.ts'
