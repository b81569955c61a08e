export * from './lesson-plan/schema.ts'
export * from './lesson-plan/ids.ts'
export * from './lesson-plan/read.ts'
export * from './lesson-plan/ydoc.ts'
