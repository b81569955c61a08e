import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { REPOSITORY } from '../process/index.ts'

const FILES: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ name: 'x', private: true, type: 'module', workspaces: ['apps/*', 'packages/*'] }),
  'apps/server/package.json': JSON.stringify({
    name: '@gongyan/server',
    type: 'module',
    dependencies: { '@gongyan/domain': '*', nobodyneedsme: '1.0.0' },
  }),
  'apps/server/src/main.ts':
    "import { needed } from '@gongyan/domain'\nimport { leftPad } from 'undeclared'\nleftPad(needed)\n",
  'packages/domain/package.json': JSON.stringify({
    name: '@gongyan/domain',
    type: 'module',
    exports: './src/index.ts',
  }),
  'packages/domain/src/index.ts': "export { needed } from './used.ts'\n",
  'packages/domain/src/used.ts': 'export const needed = 1\nexport const forgotten = 2\n',
  'packages/domain/src/nobody.ts': 'export const lonely = 3\n',
}

const folder = mkdtempSync(join(tmpdir(), 'gongyan-unused-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('unused files, exports and dependencies are refused, and dependencies that nobody declared', () => {
  cpSync(join(REPOSITORY, 'knip.json'), join(folder, 'knip.json'))
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const { status, stdout } = spawnSync(join(REPOSITORY, 'node_modules', '.bin', 'knip'), ['--no-config-hints'], {
    cwd: folder,
    encoding: 'utf8',
  })
  expect(status).toBe(1)
  for (const word of ['nobody.ts', 'forgotten', 'nobodyneedsme', 'undeclared']) expect(stdout).toContain(word)
  expect(stdout).not.toMatch(/\bneeded\b/)
})
