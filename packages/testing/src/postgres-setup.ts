import type { TestProject } from 'vitest/node'
import { makeTemplateDatabase, startTestPostgres } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the PostgreSQL that all tests of a run share. */
    postgresUrl: string
  }
}

/** Vitest's global set-up: one PostgreSQL with a migrated template for all tests of a project. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestPostgres()
  await makeTemplateDatabase(server.url)
  project.provide('postgresUrl', server.url)
  return () => server.stop()
}
