import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { REPOSITORY } from '../process/index.ts'

const RESTRICTED = 'eslint(no-restricted-imports)'

/** Files that break one rule each, and the rule that must say so. */
const BAD: readonly (readonly [path: string, text: string, rule: string])[] = [
  ['packages/domain/src/uses-ours.ts', "export * from '@gongyan/config'\n", RESTRICTED],
  ['packages/domain/src/uses-world.ts', "export { readFileSync } from 'node:fs'\n", RESTRICTED],
  ['packages/domain/src/uses-yjs.ts', "export { Doc } from 'yjs'\n", RESTRICTED],
  ['packages/i18n/src/uses-ours.ts', "export * from '@gongyan/domain'\n", RESTRICTED],
  ['packages/ui/src/uses-ours.ts', "export * from '@gongyan/domain'\n", RESTRICTED],
  ['packages/documents/src/uses-db.ts', "export * from '@gongyan/db'\n", RESTRICTED],
  ['packages/contract/src/uses-documents.ts', "export * from '@gongyan/documents'\n", RESTRICTED],
  ['packages/word/src/uses-contract.ts', "export * from '@gongyan/contract'\n", RESTRICTED],
  ['packages/db/src/uses-contract.ts', "export * from '@gongyan/contract'\n", RESTRICTED],
  ['packages/contract/src/goes-deep.ts', "export * from '../../domain/src/index.ts'\n", RESTRICTED],
  ['collab-server/src/uses-driver.ts', "export { default } from 'postgres'\n", RESTRICTED],
  ['collab-server/src/history/uses-all-of-db.ts', "export * from '@gongyan/db'\n", RESTRICTED],
  ['collab-server/src/compaction/uses-editor.ts', "export * from '@gongyan/documents'\n", RESTRICTED],
  ['collab-server/src/uses-app.ts', "export * from '@gongyan/server'\n", RESTRICTED],
  ['apps/server/src/uses-driver.ts', "export { default } from 'postgres'\n", RESTRICTED],
  ['apps/server/src/uses-drizzle.ts', "export { eq } from 'drizzle-orm'\n", RESTRICTED],
  ['apps/server/src/uses-tests.ts', "export * from '@gongyan/testing'\n", RESTRICTED],
  ['apps/server/src/uses-app.ts', "export * from '@gongyan/web'\n", RESTRICTED],
  ['apps/server/src/uses-provider.ts', "export * from '@hocuspocus/provider'\n", RESTRICTED],
  ['apps/web/src/features/uses-db.ts', "export * from '@gongyan/db'\n", RESTRICTED],
  ['apps/web/src/features/uses-server.ts', "export * from '@gongyan/server'\n", RESTRICTED],
  ['apps/web/src/features/uses-hono.ts', "export { Hono } from 'hono'\n", RESTRICTED],
  ['apps/web/src/features/uses-node.ts', "export { join } from 'node:path'\n", RESTRICTED],
  ['apps/web/src/features/uses-provider.ts', "export * from '@hocuspocus/provider'\n", RESTRICTED],
  ['apps/web/src/features/uses-livekit.ts', "export * from 'livekit-client'\n", RESTRICTED],
  ['apps/web/src/media/uses-provider.ts', "export * from '@hocuspocus/provider'\n", RESTRICTED],
  ['apps/web/src/collab/uses-livekit.ts', "export * from 'livekit-client'\n", RESTRICTED],
  ['tools/supervisor/uses-db.ts', "export * from '@gongyan/db'\n", RESTRICTED],
  ['tools/supervisor/uses-tests.ts', "export * from '@gongyan/testing'\n", RESTRICTED],
  [
    'apps/server/src/cycle-a.ts',
    "import { b } from './cycle-b.ts'\nexport const a = (): string => b()\n",
    'import(no-cycle)',
  ],
  [
    'apps/server/src/cycle-b.ts',
    "import { a } from './cycle-a.ts'\nexport const b = (): string => a()\n",
    'import(no-cycle)',
  ],
  [
    'apps/server/src/floats.ts',
    'const later = (): Promise<void> => Promise.resolve()\nexport function go(): void {\n  later()\n}\n',
    'typescript(no-floating-promises)',
  ],
  ['apps/server/src/any.ts', 'export const x = (y: any): string => String(y)\n', 'typescript(no-explicit-any)'],
  [
    'apps/server/src/focused.test.ts',
    "import { expect, test } from 'vitest'\ntest.only('x', () => expect(1).toBe(1))\n",
    'vitest(no-focused-tests)',
  ],
  ['apps/web/src/features/Says.tsx', 'export const Says = () => <p>保存</p>\n', 'gongyan(words-in-dictionary)'],
  ['packages/ui/src/Labels.tsx', 'export const Labels = () => <p title="保存" />\n', 'gongyan(words-in-dictionary)'],
  ['apps/web/src/features/Bare.tsx', 'export const Bare = () => <img src="a.png" />\n', 'jsx-a11y(alt-text)'],
  [
    'apps/web/src/features/Copies.tsx',
    'export const Copies = ({ name }: { name: string }) => <p>{name}</p>\n',
    'solid(no-destructure)',
  ],
  [
    'apps/web/src/features/Maps.tsx',
    'export const Maps = (props: { names: string[] }) => <ul>{props.names.map((name) => <li>{name}</li>)}</ul>\n',
    'solid(prefer-for)',
  ],
  [
    'packages/ui/src/Reads.tsx',
    'export function Reads(props: { name: string }) {\n  const name = props.name\n  return <p>{name}</p>\n}\n',
    'solid(reactivity)',
  ],
]

/** Files on which none of these rules may speak. */
const GOOD: readonly (readonly [path: string, text: string])[] = [
  ['packages/db/src/knows-driver.ts', "export { default } from 'postgres'\nexport { eq } from 'drizzle-orm'\n"],
  ['packages/word/src/knows-documents.ts', "export * from '@gongyan/documents'\nexport * from '@gongyan/domain'\n"],
  ['collab-server/src/knows-door.ts', "export * from '@gongyan/contract/collab'\n"],
  ['apps/web/src/collab/knows-provider.ts', "export * from '@hocuspocus/provider'\n"],
  ['apps/web/src/media/knows-livekit.ts', "export * from 'livekit-client'\n"],
  ['packages/word/src/tested.test.ts', "export * from '@gongyan/testing'\n"],
  ['packages/testing/src/knows-tools.ts', "export * from '@gongyan/tools/process'\n"],
]

const folder = mkdtempSync(join(tmpdir(), 'gongyan-lint-'))
afterAll(() => rmSync(folder, { recursive: true }))

function lint(): { code: string; filename: string }[] {
  cpSync(join(REPOSITORY, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
  cpSync(join(REPOSITORY, 'tools/gates/lint-plugin.mjs'), join(folder, 'tools/gates/lint-plugin.mjs'))
  cpSync(join(REPOSITORY, 'tsconfig.base.json'), join(folder, 'tsconfig.base.json'))
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: './tsconfig.base.json', compilerOptions: { jsx: 'preserve' } }),
  )
  symlinkSync(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'))
  for (const [path, text] of [...BAD, ...GOOD]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const { stdout, stderr } = spawnSync(join(REPOSITORY, 'node_modules', '.bin', 'oxlint'), ['--format=json', '.'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64_000_000,
  })
  try {
    return (JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] }).diagnostics
  } catch {
    throw new Error(`oxlint said no JSON:\n${stdout}\n${stderr}`)
  }
}

describe('the lint gates', () => {
  const said = lint()

  test.each(BAD)('%s is refused', (path, _text, rule) => {
    expect(said.filter(({ filename }) => filename === path).map(({ code }) => code)).toContain(rule)
  })

  test.each(GOOD)('%s is allowed', (path) => {
    expect(said.filter(({ filename, code }) => filename === path && code === RESTRICTED)).toEqual([])
  })
})
