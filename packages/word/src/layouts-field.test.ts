import { describe, expect, test } from 'vitest'
import { checkLayout } from '../test/check-layout.ts'
import { FIELD_TABLES } from '../test/layouts-field/tables.ts'
import { FIELD_WORDS } from '../test/layouts-field/words.ts'

/** The figure never falls again. */
const FACTS_RIGHT = 281
let right = 0
let total = 0

describe('plans from the field', () => {
  test.each([...FIELD_TABLES, ...FIELD_WORDS].map((layout) => [layout.name, layout] as const))(
    '[WD24] %s',
    (name, layout) => {
      const figure = checkLayout(layout, { labels: 'either' })
      right += figure.right
      total += figure.total
      if (figure.wrong.length > 0)
        console.log(`${name}: ${figure.right}/${figure.total}\n  ${figure.wrong.join('\n  ')}`)
      expect(figure.wrong.filter((line) => line.startsWith('lost'))).toEqual([])
    },
  )
  test('[WD24] figure', () => {
    console.log(`plans from the field: ${right}/${total} facts right (${((100 * right) / total).toFixed(1)} %)`)
    expect(right).toBeGreaterThanOrEqual(FACTS_RIGHT)
  })
})
