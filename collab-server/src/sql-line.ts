import { type Sql, type SqlOptions, createSqlBeside } from '@gongyan/db'
import { Late, within } from './within.ts'

/**
 * One connection of its own beside a pool. It is thrown away when an answer is late: a line that died without a word would
 * otherwise be waited for until TCP notices.
 */
export interface SqlLine {
  /** Asks over the connection; fails with Late when the answer takes longer, and the next question finds a new connection. */
  ask<T>(ms: number, question: (sql: Sql) => Promise<T>): Promise<T>
  end(): void
}

export function createSqlLine(beside: Sql, options: Omit<SqlOptions, 'max'>): SqlLine {
  const connect = (): Sql => createSqlBeside(beside, { ...options, max: 1 })
  let sql = connect()

  return {
    async ask(ms, question) {
      const asked = sql
      try {
        return await within(ms, question(asked))
      } catch (error) {
        // Questions asked together are late together: one new connection serves them.
        if (error instanceof Late && asked === sql) {
          sql = connect()
          asked.end({ timeout: 0 }).catch(() => null)
        }
        throw error
      }
    },
    end() {
      sql.end({ timeout: 0 }).catch(() => null)
    },
  }
}
