export * from './address.ts'
export * from './media.ts'
