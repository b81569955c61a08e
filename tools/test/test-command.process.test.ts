import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { REPOSITORY } from '../process/index.ts'

/** The command of `npm test` on the tests that match. */
function testCommand(filter: string): { code: number | null; lastLine: string | undefined } {
  const { VITEST: _vitest, ...env } = process.env
  const { status, stdout } = spawnSync(join(REPOSITORY, 'node_modules/.bin/node'), ['tools/test/main.ts', filter], {
    cwd: REPOSITORY,
    encoding: 'utf8',
    env,
  })
  return { code: status, lastLine: stdout.trimEnd().split('\n').at(-1) }
}

test('the command ends with the count as its last line, and well only if something passed', () => {
  expect(testCommand('tools/test/tally.test.ts')).toEqual({ code: 0, lastLine: '6 passed, 0 failed' })
  expect(testCommand('no-such-test-anywhere')).toEqual({ code: 1, lastLine: '0 passed, 0 failed' })
})
