import { describe, expect, test } from 'vitest'
import { checkLayout } from '../test/check-layout.ts'
import { TABLE_LAYOUTS } from '../test/layouts-regions/tables.ts'
import { WORD_LAYOUTS } from '../test/layouts-regions/words.ts'

const layouts = [...TABLE_LAYOUTS, ...WORD_LAYOUTS]
/** The figure never falls again. */
const FACTS_RIGHT = 341
let right = 0
let total = 0

describe('plans as teachers of other regions make them', () => {
  test.each(layouts.map((layout) => [layout.name, layout] as const))('[WD24] %s', (name, layout) => {
    const figure = checkLayout(layout, { labels: 'either' })
    right += figure.right
    total += figure.total
    if (figure.wrong.length > 0) console.log(`${name}: ${figure.right}/${figure.total}\n  ${figure.wrong.join('\n  ')}`)
    expect(figure.wrong.filter((line) => line.startsWith('lost'))).toEqual([])
  })
  test('[WD24] figure', () => {
    console.log(`layouts of regions: ${right}/${total} facts right (${((100 * right) / total).toFixed(1)} %)`)
    expect(right).toBeGreaterThanOrEqual(FACTS_RIGHT)
  })
})
