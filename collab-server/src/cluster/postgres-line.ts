import { type Sql, createSqlBeside } from '@gongyan/db'
import type { BusLine } from './bus.ts'

const CHANNEL = 'gongyan_collab'

/**
 * The line over PostgreSQL's NOTIFY, within the database of `sql`. Speaks through that pool and hears on a connection
 * beside it.
 */
export function createPostgresLine({ sql }: { readonly sql: Sql }): BusLine {
  return {
    async open(onText, onGap) {
      const ears = createSqlBeside(sql, { max: 1, applicationName: 'gongyan-bus' })
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
