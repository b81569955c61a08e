import fc from 'fast-check'
import { unzipSync, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { plan, PNG } from '../test/plans.ts'
import { withoutNames } from '../test/same-plan.ts'
import { missingPieces, visibleParagraphs } from '../test/visible-text.ts'
import { exportDocx, importDocx } from './index.ts'

const RUNS = Number(process.env['GONGYAN_ROUND_TRIP_RUNS'] ?? 500)
const media = () => ({ bytes: PNG, mediaType: 'image/png' })

/** The file as a program leaves it that throws away parts it does not know. */
const withoutNotes = (file: Uint8Array): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(unzipSync(file)).filter(([name]) => !name.startsWith('customXml/item1'))))

test('[WD5] reading what we wrote gives the same plan', () => {
  const seed = Number(process.env['GONGYAN_SEED_NUMBER'] ?? Date.now() % 2 ** 31)
  console.log(`round trip: seed ${seed}, ${RUNS} plans`)
  fc.assert(
    fc.property(plan, (doc) => {
      const result = importDocx(exportDocx(doc, media))
      if (!result.ok) throw new Error(result.refusal.code)
      expect(withoutNames(result.value.doc)).toEqual(withoutNames(doc))
      for (const { bytes } of result.value.media) expect(bytes).toEqual(PNG)
    }),
    { seed, numRuns: RUNS },
  )
}, 120_000)

test('[WD6] equal plans are equal files', () => {
  const [doc] = fc.sample(plan, { seed: 7, numRuns: 1 })
  if (!doc) throw new Error('no plan')
  expect(exportDocx(doc, media)).toEqual(exportDocx(structuredClone(doc), media))
})

test('[WD7] a trip without our notes still loses no text', () => {
  fc.assert(
    fc.property(plan, (doc) => {
      const file = exportDocx(doc, media)
      const stripped = importDocx(withoutNotes(file))
      if (!stripped.ok) return
      const again = exportDocx(stripped.value.doc, (key) => stripped.value.media.find((one) => one.key === key))
      expect(missingPieces(visibleParagraphs(file), visibleParagraphs(again).join('\u0001'))).toEqual([])
    }),
    { seed: 11, numRuns: 60 },
  )
}, 60_000)
