import { inject, onTestFinished } from 'vitest'
import { cloneTemplateDatabase } from './postgres.ts'
import type { TestDatabase } from './postgres.ts'
import './postgres-setup.ts'

/**
 * A migrated database of its own on the PostgreSQL that all tests share; the caller drops it. Only in the vitest projects
 * that start one: files named `*.pg.test.ts`, `*.collab.test.ts` and `e2e/*.e2e.test.ts`.
 */
export function createTestDatabase({ empty = false } = {}): Promise<TestDatabase> {
  return cloneTemplateDatabase(inject('postgresUrl'), ...(empty ? [null] : []))
}

/** Like `createTestDatabase`, dropped when the test that asked has finished. */
export async function useTestDatabase(options?: { empty?: boolean }): Promise<string> {
  const database = await createTestDatabase(options)
  onTestFinished(() => database.drop())
  return database.url
}
