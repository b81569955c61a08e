import { createOffice, DEFAULT_OFFICE_LIMITS } from '@gongyan/office'
import type { DocJson } from '@gongyan/documents'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plan, PNG } from '../test/plans.ts'
import { likeness, withoutNames } from '../test/same-plan.ts'
import { exportDocx, importDocx } from './index.ts'

/** All 500 of the law take some minutes; a part of them, drawn anew each time, stands for them in `npm test`. */
const RUNS = Number(process.env['GONGYAN_OFFICE_RUNS'] ?? 120)
/** Plans for one start of LibreOffice, and how long one of them may take. */
const [BATCH, SECONDS] = [25, 30]
const office = await createOffice({
  soffice: null,
  limits: { ...DEFAULT_OFFICE_LIMITS, seconds: SECONDS, memoryMb: 3_000 },
})
if (!office.canConvert) console.log('LibreOffice is missing: apt-get install libreoffice-writer libreoffice-math')
const media = () => ({ bytes: PNG, mediaType: 'image/png' })
const share = (part: number, whole: number) => `${part} of ${whole} (${((100 * part) / whole).toFixed(2)} %)`

test.skipIf(!office.canConvert)(
  '[WD50] plans that LibreOffice opened and saved have all their rows and 99 of 100 cells to the letter',
  async () => {
    const seed = Number(process.env['GONGYAN_SEED_NUMBER'] ?? Date.now() % 2 ** 31)
    console.log(`through LibreOffice: seed ${seed}, ${RUNS} plans`)
    const plans = fc.sample(plan, { seed, numRuns: RUNS })
    const unsaved: string[] = []
    const changed: number[] = []
    const sum = { cells: 0, equalCells: 0, rows: 0, equalRows: 0 }
    for (let from = 0; from < plans.length; from += BATCH) {
      const batch = plans.slice(from, from + BATCH)
      const saved = await office.convert(
        batch.map((doc: DocJson) => exportDocx(doc, media)),
        'docx',
      )
      for (const [index, doc] of batch.entries()) {
        const answer = saved[index]
        if (!answer?.ok) {
          unsaved.push(`plan ${from + index} ${answer?.refusal.code}`)
          continue
        }
        const result = importDocx(answer.value)
        if (!result.ok) throw new Error(`plan ${from + index}: ${result.refusal.code}`)
        const like = likeness(doc, result.value.doc)
        if (JSON.stringify(withoutNames(doc)) !== JSON.stringify(withoutNames(result.value.doc)))
          changed.push(from + index)
        for (const key of ['cells', 'equalCells', 'rows', 'equalRows'] as const) sum[key] += like[key]
      }
    }
    console.log(
      `through LibreOffice: ${share(sum.equalCells, sum.cells)} cells, ${share(sum.equalRows, sum.rows)} rows, ${RUNS - unsaved.length - changed.length} of ${RUNS} whole plans equal; unlike: ${changed.join(' ')}; not saved: ${unsaved.join(', ')}`,
    )
    expect(unsaved.length).toBeLessThanOrEqual(RUNS / 100)
    expect(sum.equalRows).toBe(sum.rows)
    expect(sum.equalCells / sum.cells).toBeGreaterThanOrEqual(0.99)
  },
  1_200_000,
)
