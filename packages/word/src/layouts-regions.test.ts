import { describe, expect, test } from 'vitest'
import { checkLayout } from '../test/check-layout.ts'
import { LAYOUTS_AFTER } from '../test/layouts-regions/after.ts'
import { TABLE_LAYOUTS } from '../test/layouts-regions/tables.ts'
import { WORD_LAYOUTS } from '../test/layouts-regions/words.ts'

/** The figures never fall again. */
describe.each([
  { set: 'layouts of regions', layouts: [...TABLE_LAYOUTS, ...WORD_LAYOUTS], least: 341 },
  { set: 'layouts written after tuning', layouts: LAYOUTS_AFTER, least: 137 },
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
