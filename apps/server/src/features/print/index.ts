export * from './print.ts'
export * from './books.ts'
export * from './book-handlers.ts'
