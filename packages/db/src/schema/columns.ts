import { customType } from 'drizzle-orm/pg-core'

/** Bytes as they are; postgres.js reads and writes them. */
export const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' })

/** A JSON value as it is: postgres.js writes it, so it must not be turned into text before. */
export const jsonb = customType<{ data: unknown; driverData: unknown }>({ dataType: () => 'jsonb' })
