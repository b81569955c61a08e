import type { Sql } from '@gongyan/db'

/**
 * How the database behaves when a transaction commits. `slow` and `failing`: by chance, for each row. `late`: every commit takes
 * 300 ms. `failsOnce`: the first one fails.
 */
export type Weather = 'calm' | 'slow' | 'failing' | 'late' | 'failsOnce'

const CHANCE = 0.15
const LONGEST_SECONDS = 0.12
const LATE_SECONDS = 0.3

/** Puts the weather into a database that either server stores in. */
export async function prepareWeather(sql: Sql): Promise<void> {
  await sql`CREATE TABLE IF NOT EXISTS stock_documents (name text PRIMARY KEY, data bytea NOT NULL)`
  await sql`CREATE TABLE weather (document text NOT NULL PRIMARY KEY, kind text NOT NULL)`
  await sql`CREATE SEQUENCE strikes`
  await sql.unsafe(`
    CREATE FUNCTION strike() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE today text := (SELECT kind FROM weather WHERE document IN (to_jsonb(NEW) ->> 'document', to_jsonb(NEW) ->> 'name'));
    BEGIN
      IF today = 'slow' AND random() < ${CHANCE} THEN
        PERFORM pg_sleep(random() * ${LONGEST_SECONDS});
      ELSIF today = 'late' AND current_setting('weather.struck', true) IS DISTINCT FROM 'yes' THEN
        PERFORM set_config('weather.struck', 'yes', true), pg_sleep(${LATE_SECONDS});
      ELSIF today = 'failing' OR today = 'failsOnce' THEN
        IF (CASE today WHEN 'failing' THEN random() < ${CHANCE} ELSE nextval('strikes') = 1 END) THEN
          RAISE EXCEPTION 'no space left' USING ERRCODE = '53100';
        END IF;
      END IF;
      RETURN NULL;
    END $$`)
  for (const table of ['collab_updates', 'stock_documents'])
    await sql.unsafe(`
      CREATE CONSTRAINT TRIGGER strikes AFTER INSERT OR UPDATE ON ${table}
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION strike()`)
}

/** The weather of one document from now on. */
export async function setWeather(sql: Sql, kind: Weather, document: string): Promise<void> {
  if (kind === 'failsOnce') await sql`ALTER SEQUENCE strikes RESTART`
  await sql`
    INSERT INTO weather VALUES (${document}, ${kind}) ON CONFLICT (document) DO UPDATE SET kind = excluded.kind`
}
