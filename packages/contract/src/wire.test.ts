import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { CLOSE_REASONS, PRESENCE_COLOURS } from './collab.ts'
import { PROBLEMS } from './problems.ts'

const file = (name: string): string => readFileSync(resolve(import.meta.dirname, '..', name), 'utf8')
const hash = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12)

/** What others hold on to, and the hash of each as it is now. */
const WIRES = {
  // Another test holds this file equal to the endpoints.
  http: hash(JSON.parse(file('openapi.json'))),
  problems: hash(Object.entries(PROBLEMS).map(([code, [status]]) => [code, status])),
  sockets: hash({ CLOSE_REASONS, PRESENCE_COLOURS }),
} as const

/** The lines of HISTORY.md: date, wire, hash, what changed. */
const LINES = [...file('HISTORY.md').matchAll(/^\| (\d{4}-\d{2}-\d{2}) \| (\w+) \| `(\w+)` \| (.+) \|$/gm)].map(
  ([, date = '', wire = '', is = '', what = '']) => ({ date, wire, is, what }),
)

test.each(Object.entries(WIRES))('[CT2] %s changes only with a line of history', (wire, now) => {
  const last = LINES.findLast((line) => line.wire === wire)
  expect(last?.is, `packages/contract/HISTORY.md needs a line: | date | ${wire} | \`${now}\` | what changed |`).toBe(
    now,
  )
})

test('[CT2] the history is in order and says what changed', () => {
  expect(LINES.length).toBeGreaterThanOrEqual(Object.keys(WIRES).length)
  expect(LINES.map(({ date }) => date)).toEqual(LINES.map(({ date }) => date).toSorted())
  for (const { wire, what } of LINES) {
    expect(Object.keys(WIRES)).toContain(wire)
    expect(what.length).toBeGreaterThan(10)
  }
})
