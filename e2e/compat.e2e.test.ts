import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { REPOSITORY } from '@gongyan/tools/process'
import { build, type Rolldown } from 'vite'
import { expect, test } from 'vitest'
import { checkBundle } from '../tools/compat/check.ts'
import { exemptionOf, KNOWN, type Known } from '../tools/compat/known.ts'
import { sourcesOf, type SourceMap } from '../tools/compat/source-map.ts'

const ASSETS = 'apps/web/dist/assets'
/** A file of ours that is only thought. */
const OURS = join(REPOSITORY, 'apps/web/src/ours.ts')

const NO_MAP: SourceMap = { sources: [], mappings: '' }

/** What a script calls too late, one line each, without what is known; `used` gets the exemptions it needed. */
function lateCalls(name: string, source: string, map: SourceMap, folder: string, used = new Set<Known>()): string[] {
  const sourceOf = sourcesOf(map, source, folder)
  return checkBundle(source).flatMap((finding) => {
    const file = sourceOf(finding.at)
    const known = exemptionOf(finding, file)
    if (known) used.add(known)
    const around = source.slice(Math.max(0, finding.at - 60), finding.at + 60)
    return known ? [] : [`${file ?? name}: ${finding.name} (${finding.reason}) …${around}…`]
  })
}

test('[BC4] nothing the web app ships is beyond Chrome 108 or Safari 16, and every exemption is still needed', () => {
  const folder = join(REPOSITORY, ASSETS)
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'))
  expect(scripts.length).toBeGreaterThan(3)
  const used = new Set<Known>()
  const late = scripts.flatMap((name) => {
    // A chunk that only passes names on has no map.
    const mapFile = join(folder, `${name}.map`)
    const map = existsSync(mapFile) ? (JSON.parse(readFileSync(mapFile, 'utf8')) as SourceMap) : NO_MAP
    return lateCalls(name, readFileSync(join(folder, name), 'utf8'), map, ASSETS, used)
  })
  expect(late).toEqual([])
  expect(KNOWN.filter((known) => !used.has(known))).toEqual([])
})

test('[BC6] a late call of ours is refused beside the same name of a library, in a real bundle', async () => {
  const [output] = (await build({
    configFile: false,
    logLevel: 'silent',
    root: REPOSITORY,
    plugins: [
      {
        name: 'ours',
        resolveId: (id) => (id === OURS ? id : null),
        load: (id) =>
          id === OURS
            ? `import * as Y from 'yjs'
               export const words = new Y.Doc().getArray('words').toArray()
               export const late = new Set(words).values().toArray()`
            : null,
      },
    ],
    build: { write: false, sourcemap: 'hidden', lib: { entry: OURS, formats: ['es'] } },
  })) as Rolldown.RolldownOutput[]
  const chunk = output?.output.find((part) => part.type === 'chunk')
  if (!chunk?.map) throw new Error('the script was not bundled')
  const late = lateCalls(chunk.fileName, chunk.code, chunk.map, 'dist')
  expect(late.map((line) => line.split(' ').slice(0, 2))).toEqual([
    ['apps/web/src/ours.ts:', 'toArray'],
    ['apps/web/src/ours.ts:', 'toArray'],
  ])
})
