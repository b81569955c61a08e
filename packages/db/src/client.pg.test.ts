import { startTestPostgres } from '@gongyan/testing'
import { expect, test } from 'vitest'
import { createSql } from './index.ts'

test('[DB1] PostgreSQL killed under many transactions: each ends, none unheard, and what comes after it is back works', async () => {
  const postgres = await startTestPostgres()
  // Connections are opened in the middle of it, too.
  const sql = createSql(postgres.url, { max: 20 })
  try {
    await sql`CREATE TABLE kept (n int)`
    for (let round = 0; round < 4; round++) {
      const answers = Array.from({ length: 60 }, (_, n) =>
        sql
          .begin(async (tx) => {
            await tx`INSERT INTO kept VALUES (${n})`
            return (await tx`SELECT ${[n]}::int[] AS list`).length
          })
          .then(
            () => 'done',
            () => 'failed',
          ),
      )
      await Promise.race(answers)
      postgres.kill()
      // A rejection that nobody handles, or a write to nobody, would fail this run; one that hangs, this test.
      expect(new Set(await Promise.all(answers))).toContain('failed')
      await postgres.restart()
      expect(await sql`SELECT 1 AS one`.catch(() => sql`SELECT 1 AS one`)).toEqual([{ one: 1 }])
    }
  } finally {
    await sql.end({ timeout: 1 })
    await postgres.stop()
  }
}, 120_000)
