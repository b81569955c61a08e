import { describe, expect, test } from 'vitest'
import { checkLayout, type Layout } from './check-layout.ts'

interface LayoutSet {
  readonly set: string
  readonly layouts: readonly Layout[]
  /** How many of their facts are right; never fewer again. */
  readonly least: number
}

/** The laws of sets of layouts: nothing of any plan is lost, and as many of the facts of a set are right as ever were. */
export function layoutLaws(...sets: readonly LayoutSet[]): void {
  describe.each(sets)('$set', ({ set, layouts, least }) => {
    let right = 0
    let total = 0
    test.each(layouts.map((layout) => [layout.name, layout] as const))('[WD24] %s', (name, layout) => {
      const figure = checkLayout(layout, { labels: 'either' })
      right += figure.right
      total += figure.total
      if (figure.wrong.length > 0)
        console.log(`${name}: ${figure.right}/${figure.total}\n  ${figure.wrong.join('\n  ')}`)
      expect(figure.wrong.filter((line) => line.startsWith('lost'))).toEqual([])
    })
    test('[WD24] figure', () => {
      console.log(`${set}: ${right}/${total} facts right (${((100 * right) / total).toFixed(1)} %)`)
      expect(right).toBeGreaterThanOrEqual(least)
    })
  })
}
