import type { Sql } from '@gongyan/db'
import type { Line } from './bus.ts'

const CHANNEL = 'gongyan_collab'

/**
 * The line over PostgreSQL's NOTIFY, within one database. Speaks through the pool `sql`; `connect` makes a pool for
 * hearing, which is ended with each line.
 */
export function createPostgresLine({ sql, connect }: { readonly sql: Sql; readonly connect: () => Sql }): Line {
  return {
    async open(onText, onGap) {
      const ears = connect()
      const close = (): Promise<void> => ears.end({ timeout: 0 })
      let isFirst = true
      try {
        // Called again whenever the library has reconnected by itself.
        await ears.listen(CHANNEL, onText, () => {
          if (!isFirst) onGap()
          isFirst = false
        })
      } catch (error) {
        await close()
        throw error
      }
      return { close }
    },
    async send(text) {
      await sql.notify(CHANNEL, text)
    },
    close: () => Promise.resolve(),
  }
}
