import { expect, test } from 'vitest'
import { checkBundle } from './check.ts'
import { exemptionOf, KNOWN } from './known.ts'
import { sourcesOf } from './source-map.ts'

/** One line of a bundle: three files behind one another, of which two are libraries. */
const PIECES = [
  { source: '../../node_modules/yjs/dist/yjs.mjs', code: 'const a=type.toArray();' },
  { source: '../../apps/web/src/ours.ts', code: 'const b=new Set(a).values().toArray();' },
  { source: '../../apps/web/src/home.tsx', code: 'const c=i18n.format.when(b)+button.when("click");' },
]
const bundle = `"use strict";\n${PIECES.map(({ code }) => code).join('')}`
/** Written by hand: a segment is the step of the column, of the file, of the line and of its column. */
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const written = (value: number): string => {
  const digits: number[] = []
  for (let rest = value * 2; digits.length === 0 || rest > 0; rest >>>= 5) digits.push(rest & 31)
  return digits.map((digit, at) => DIGITS[at < digits.length - 1 ? digit | 32 : digit]).join('')
}
const map = {
  sources: PIECES.map(({ source }) => source),
  mappings: `;${PIECES.map((_, at) => `${written(PIECES[at - 1]?.code.length ?? 0)}${at === 0 ? 'A' : 'C'}AA`).join(',')}`,
}
const sourceOf = sourcesOf(map, bundle, 'apps/dist')

test('[BC5] a source map tells which file a place of the bundle was made of', () => {
  expect(sourceOf(bundle.indexOf('toArray'))).toBe('node_modules/yjs/dist/yjs.mjs')
  expect(sourceOf(bundle.lastIndexOf('toArray'))).toBe('apps/web/src/ours.ts')
  expect(sourceOf(bundle.length - 1)).toBe('apps/web/src/home.tsx')
  expect(sourceOf(3)).toBeNull()
})

test('[BC6] a name that is known of a library is a finding in code of ours, and on anything else', () => {
  const left = checkBundle(bundle).filter((finding) => !exemptionOf(finding, sourceOf(finding.at)))
  expect(left.map(({ name, on, at }) => [name, on, sourceOf(at)])).toEqual([
    ['toArray', null, 'apps/web/src/ours.ts'],
    ['when', 'button', 'apps/web/src/home.tsx'],
  ])
})

test.each(KNOWN)('[BC6] $name of $within is known there alone', ({ name, within, on }) => {
  const isOurs = !within.startsWith('node_modules/')
  expect(exemptionOf({ name, on: on ?? 'x' }, `${within}some.ts`)).toBeDefined()
  expect(exemptionOf({ name, on: on ?? 'x' }, 'collab-server/src/some.ts')).toBeUndefined()
  expect(exemptionOf({ name, on: on ?? 'x' }, null)).toBeUndefined()
  if (isOurs && on) expect(exemptionOf({ name, on: 'x' }, `${within}some.ts`)).toBeUndefined()
  else if (isOurs) expect(within).toMatch(/\.tsx?$/)
  else expect(exemptionOf({ name, on: 'x' }, 'apps/web/src/some.ts')).toBeUndefined()
})
