import type { Sql } from '@gongyan/db'

/** How the database behaves: each row that is stored may hold its commit up, or make it fail. */
export type Weather = 'calm' | 'slow' | 'failing'

const CHANCE = 0.15
const LONGEST_SECONDS = 0.12

/** Puts the weather into a database that either server stores in; it strikes when the transaction commits. */
export async function prepareWeather(sql: Sql): Promise<void> {
  await sql`CREATE TABLE IF NOT EXISTS stock_documents (name text PRIMARY KEY, data bytea NOT NULL)`
  await sql`CREATE TABLE crash_weather (kind text NOT NULL)`
  await sql`INSERT INTO crash_weather VALUES ('calm')`
  await sql.unsafe(`
    CREATE FUNCTION strike() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE now_is text := (SELECT kind FROM crash_weather);
    BEGIN
      IF now_is <> 'calm' AND random() < ${CHANCE} THEN
        IF now_is = 'slow' THEN PERFORM pg_sleep(random() * ${LONGEST_SECONDS});
        ELSE RAISE EXCEPTION 'no space left' USING ERRCODE = '53100'; END IF;
      END IF;
      RETURN NULL;
    END $$`)
  for (const table of ['collab_updates', 'stock_documents'])
    await sql.unsafe(`
      CREATE CONSTRAINT TRIGGER strikes AFTER INSERT OR UPDATE ON ${table}
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION strike()`)
}

export async function setWeather(sql: Sql, weather: Weather): Promise<void> {
  await sql`UPDATE crash_weather SET kind = ${weather}`
}
