import { describe, expect, test } from 'vitest'
import { checkLayout } from '../test/check-layout.ts'
import { LAYOUTS, MORE_LAYOUTS } from '../test/layouts.ts'

let right = 0
let total = 0

describe('plans laid out unlike the samples', () => {
  test.each([...LAYOUTS, ...MORE_LAYOUTS].map((layout) => [layout.name, layout] as const))(
    '[WD24] %s',
    (name, layout) => {
      const { wrong, ...figure } = checkLayout(layout, { labels: 'kept' })
      right += figure.right
      total += figure.total
      if (wrong.length > 0) console.log(`${name}\n  ${wrong.join('\n  ')}`)
      expect(wrong).toEqual([])
    },
  )
  test('[WD24] figure', () => {
    console.log(`layouts: ${right}/${total} facts right (${((100 * right) / total).toFixed(1)} %)`)
    expect(right).toBe(total)
  })
})
