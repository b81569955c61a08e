import { useTestDatabase } from '@gongyan/testing'
import { onTestFinished } from 'vitest'
import { type Stage, setStage } from './harness.ts'
import { startPostgresProxy } from './postgres-proxy.ts'

/** A stage whose server reaches its database through a proxy that can be cut; what the test asks goes past it. */
export async function setStageBehindProxy() {
  const databaseUrl = await useTestDatabase()
  const proxy = await startPostgresProxy(databaseUrl)
  onTestFinished(() => proxy.close())
  return { proxy, stage: await setStage({ databaseUrl, serverDatabaseUrl: proxy.url }) }
}

/** Three people and the plan they write. */
export function cast(stage: Stage) {
  const [document = ''] = stage.documents
  const [one, two, three] = stage.people
  if (!one || !two || !three) throw new Error('three people are needed')
  return { document, one, two, three }
}

/** Makes every insert into the log take as long as on a very slow disk. */
export const slowLog = (seconds: number): string => `
  CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(${seconds}); RETURN NULL; END';
  CREATE TRIGGER slow AFTER INSERT ON collab_updates FOR EACH STATEMENT EXECUTE FUNCTION slow()`
