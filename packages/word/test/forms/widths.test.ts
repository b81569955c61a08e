import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { bytesOf, planOf, writeWhole } from './filled.ts'

const documentOf = (form: string, sample: string) =>
  strFromU8(
    unzipSync(writeWhole(bytesOf(`forms/${form}.docx`), planOf(sample)))['word/document.xml'] ?? new Uint8Array(),
  )
const gridsOf = (xml: string) =>
  [...xml.matchAll(/<w:tblGrid>(.*?)<\/w:tblGrid>/g)].map(([, grid = '']) =>
    [...grid.matchAll(/<w:gridCol(?: w:w="(\d+)")?\/>/g)].map(([, width]) => Number(width ?? 0)),
  )
const sum = (widths: readonly number[]) => widths.reduce((all, width) => all + width, 0)

test('[WD66] widths in parts of the page are those of the grid too', () => {
  const grids = gridsOf(documentOf('percent', 'math-g5-formulas.docx'))
  expect(grids.every((grid) => grid.every((width) => width > 0))).toBe(true)
  const [facts = [], , steps = []] = grids
  expect(Math.abs(sum(facts) - (11_906 - 2 * 1134))).toBeLessThan(20)
  expect(facts[1] ?? 0).toBeGreaterThan(2.5 * (facts[0] ?? 0))
  expect(steps[2] ?? 0).toBeGreaterThan(3 * (steps[1] ?? 0))
})

test('[WD66] steps whose columns ask for no width get it by what they hold, as wide as the turned page', () => {
  const grids = gridsOf(documentOf('turned-middle', 'english-g4-twin-class.docx'))
  const steps = grids.find((grid) => grid.length === 7) ?? []
  expect(Math.abs(sum(steps) - (16_838 - 2 * 1134))).toBeLessThan(20)
  expect(Math.max(...steps)).toBe(steps[2])
  expect(steps[1] ?? 0).toBeLessThan((steps[2] ?? 0) / 2)
})

test('[WD66] upright labels have the height they need, smaller letters beside a second line, and lie across columns', () => {
  const xml = documentOf('upright-steps', 'science-g5-two-periods.docx')
  const row = (label: string) =>
    [...xml.matchAll(/<w:tr [^]*?<\/w:tr>/g)].map(([text]) => text).find((text) => text.includes(label)) ?? ''
  expect(Number(/<w:trHeight w:val="(\d+)"/.exec(row('实验探究'))?.[1])).toBeGreaterThan(5 * 240)
  expect(row('回顾引入')).toMatch(/<w:snapToGrid w:val="0"\/>/)
  expect(row('回顾引入')).toContain('w:textDirection')
  expect(row('第二课时')).not.toContain('w:textDirection')
})
