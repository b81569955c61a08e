import { describe, expect, test } from 'vitest'
import { checkLayout } from '../test/check-layout.ts'
import { FIELD_AFTER } from '../test/layouts-field/after.ts'
import { FIELD_TABLES } from '../test/layouts-field/tables.ts'
import { FIELD_WORDS } from '../test/layouts-field/words.ts'

/** The figures never fall again. */
describe.each([
  { set: 'plans from the field', layouts: [...FIELD_TABLES, ...FIELD_WORDS], least: 374 },
  { set: 'plans from the field, written after tuning', layouts: FIELD_AFTER, least: 127 },
])('$set', ({ set, layouts, least }) => {
  let right = 0
  let total = 0
  test.each(layouts.map((layout) => [layout.name, layout] as const))('[WD24] %s', (name, layout) => {
    const figure = checkLayout(layout, { labels: 'either' })
    right += figure.right
    total += figure.total
    if (figure.wrong.length > 0) console.log(`${name}: ${figure.right}/${figure.total}\n  ${figure.wrong.join('\n  ')}`)
    expect(figure.wrong.filter((line) => line.startsWith('lost'))).toEqual([])
  })
  test('[WD24] figure', () => {
    console.log(`${set}: ${right}/${total} facts right (${((100 * right) / total).toFixed(1)} %)`)
    expect(right).toBeGreaterThanOrEqual(least)
  })
})
