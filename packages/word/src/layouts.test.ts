import { readLessonPlan } from '@gongyan/documents'
import { describe, expect, test } from 'vitest'
import { LAYOUTS, MORE_LAYOUTS } from '../test/layouts.ts'
import { planText } from '../test/plan-text.ts'
import { missingPieces, visibleParagraphs } from '../test/visible-text.ts'
import { exportDocx, importDocx } from './index.ts'

let right = 0
let total = 0

describe('plans laid out unlike the samples', () => {
  test.each([...LAYOUTS, ...MORE_LAYOUTS].map((layout) => [layout.name, layout] as const))(
    '[WD24] %s',
    (name, layout) => {
      const result = importDocx(layout.file)
      if (!result.ok) throw new Error(result.refusal.code)
      const { doc, report } = result.value
      const reading = readLessonPlan(doc)
      const wrong: string[] = []
      const check = (what: string, actual: unknown, expected: unknown) => {
        total++
        if (JSON.stringify(actual ?? null) === JSON.stringify(expected ?? null)) right++
        else wrong.push(`${what}: ${JSON.stringify(actual)} ≠ ${JSON.stringify(expected)}`)
      }
      check('title', reading.title, layout.title)
      for (const [key, value] of Object.entries(layout.header)) check(key, reading.header[key], value)
      for (const key of Object.keys(reading.header))
        if (!(key in layout.header)) check(`no ${key}`, reading.header[key], undefined)
      for (const [key, value] of Object.entries(layout.sections)) check(key, reading.sections[key], value)
      check(
        'columns',
        reading.columns.map(({ columns }) => columns.map(({ field }) => field)),
        layout.fields,
      )
      check('row count', reading.rows.length, layout.rows.length)
      layout.rows.forEach((row, index) => {
        for (const [field, value] of Object.entries(row))
          check(`row ${index} ${field}`, reading.rows[index]?.[field as 'phase'], value)
      })
      check('minutes', reading.totalMinutes, layout.totalMinutes)
      const pieces = visibleParagraphs(layout.file)
      check('lost in', missingPieces(pieces, planText(doc)), [])
      check('lost out', missingPieces(pieces, visibleParagraphs(exportDocx(doc, () => undefined)).join('\u0001')), [])
      check('report is JSON', JSON.parse(JSON.stringify(report)), report)
      if (wrong.length > 0) console.log(`${name}\n  ${wrong.join('\n  ')}`)
      expect(wrong).toEqual([])
    },
  )
  test('[WD24] figure', () => {
    console.log(`layouts: ${right}/${total} facts right (${((100 * right) / total).toFixed(1)} %)`)
    expect(right).toBe(total)
  })
})
