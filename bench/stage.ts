import { createSql, type Sql } from '@gongyan/db'
import { cloneTemplateDatabase, makeTemplateDatabase, startTestPostgres, type TestPostgres } from '@gongyan/testing'
import { Closing } from './closing.ts'

/** A PostgreSQL with an empty migrated database, and what ends everything that is started on it. */
export interface Stage {
  readonly closing: Closing
  readonly postgres: TestPostgres
  readonly databaseUrl: string
  readonly sql: Sql
}

/** Runs `play` on a PostgreSQL of its own, and ends all it started whatever comes of it. `durable`: commits reach the disk. */
export async function onStage<T>(durable: boolean, play: (stage: Stage) => Promise<T>): Promise<T> {
  const closing = new Closing()
  try {
    const postgres = await startTestPostgres({ durable })
    closing.add(() => postgres.stop())
    await makeTemplateDatabase(postgres.url)
    const { url } = await cloneTemplateDatabase(postgres.url)
    const sql = createSql(url, { max: 4 })
    closing.add(() => sql.end({ timeout: 1 }))
    return await play({ closing, postgres, databaseUrl: url, sql })
  } finally {
    await closing.close()
  }
}
