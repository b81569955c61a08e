import { useTestDatabase } from '@gongyan/testing'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import { expect, test } from 'vitest'
import { createSql } from '../client.ts'
import * as schema from './index.ts'

const TYPES: Readonly<Record<string, string>> = {
  'timestamp with time zone': 'timestamptz',
  bigint: 'int8',
  integer: 'int4',
  smallint: 'int2',
  'double precision': 'float8',
  boolean: 'bool',
}

test('the Drizzle tables are the tables that the migrations make: names, types, nullability', async () => {
  const sql = createSql(await useTestDatabase(), { max: 1 })
  const rows = await sql<{ table: string; name: string; type: string; notNull: boolean }[]>`
    SELECT c.relname AS table, a.attname AS name, t.typname AS type, a.attnotnull AS "notNull"
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid
    WHERE n.nspname = 'public' AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND c.relname <> 'schema_migrations'`
  await sql.end()
  const actual = rows
    .map((row) => `${row.table}.${row.name} ${row.type.replace(/^_(.*)/, '$1[]')}${row.notNull ? ' not null' : ''}`)
    .toSorted()
  const described = Object.values(schema)
    .filter((value) => value instanceof PgTable)
    .flatMap((table) => {
      const { name, columns } = getTableConfig(table as PgTable)
      return columns.map(
        (column) =>
          `${name}.${column.name} ${column.getSQLType().replace(/^[a-z ]+/, (type) => TYPES[type] ?? type)}${column.notNull ? ' not null' : ''}`,
      )
    })
    .toSorted()
  expect(described).toEqual(actual)
})

test('every foreign key has an index that begins with it', async () => {
  const sql = createSql(await useTestDatabase(), { max: 1 })
  const naked = await sql<{ table: string; column: string }[]>`
    SELECT c.conrelid::regclass::text AS table, a.attname AS column FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1])`
  await sql.end()
  // files.created_by and the lessons' starters are never looked up or deleted by.
  expect(naked.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual([
    'files.created_by',
    'lesson_clocks.started_by',
  ])
})
