export * from './lesson-clock.ts'
