import { createOffice, DEFAULT_OFFICE_LIMITS } from '@gongyan/office'
import { readLessonPlan } from '@gongyan/documents'
import { expect, test } from 'vitest'
import { back, bytesOf, FORM_NAMES, formOf, planOf, SAMPLES, write } from './filled.ts'
import { compareFacts } from './same-facts.ts'

/** Every form with every sample takes a minute; each form with one sample, another each time, stands for them in `npm test`. */
const IS_WHOLE = process.env['GONGYAN_FORM_TRIPS'] === 'all'
const seed = Number(process.env['GONGYAN_SEED_NUMBER'] ?? Date.now() % 2 ** 31)
const office = await createOffice({
  soffice: null,
  limits: { ...DEFAULT_OFFICE_LIMITS, seconds: 60, memoryMb: 3_000 },
})
if (!office.canConvert) console.log('LibreOffice is missing: apt-get install libreoffice-writer libreoffice-math')
const TRIPS = FORM_NAMES.flatMap((form, at) =>
  SAMPLES.filter((_, index) => IS_WHOLE || index === (seed + at) % SAMPLES.length).map((sample) => ({ form, sample })),
)

test.skipIf(!office.canConvert)(
  '[WD53] a form with a plan in it comes back from LibreOffice with every cell, field, minute and row id it had',
  async () => {
    console.log(`forms through LibreOffice: seed ${seed}, ${TRIPS.length} files`)
    const written = TRIPS.map(({ form, sample }) => {
      const bytes = bytesOf(`forms/${form}.docx`)
      return write(bytes, formOf(bytes), planOf(sample))
    })
    const saved = await office.convert(
      written.map(({ bytes }) => bytes),
      'docx',
    )
    const sum = { equal: 0, all: 0, rows: 0 }
    const wrong: string[] = []
    for (const [index, { form, sample }] of TRIPS.entries()) {
      const answer = saved[index]
      const file = written[index]
      if (!answer?.ok || !file) throw new Error(`${form} with ${sample}: ${answer?.ok ? '' : answer?.refusal.code}`)
      const plan = planOf(sample)
      const after = back(answer.value)
      const same = compareFacts(plan, after, file.left)
      sum.equal += same.equal
      sum.all += same.all
      wrong.push(...same.wrong.map((fact) => `${form} ${sample} ${fact}`))
      const ids = readLessonPlan(plan.doc).rows.map(({ rowId }) => rowId)
      sum.rows += ids.length
      expect(readLessonPlan(after.doc).rows.map(({ rowId }) => rowId)).toEqual(ids)
    }
    console.log(`forms through LibreOffice: ${sum.equal} of ${sum.all} facts equal, ${sum.rows} row ids`)
    expect(wrong).toEqual([])
    expect(sum.equal).toBe(sum.all)
  },
  300_000,
)
