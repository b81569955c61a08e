import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ImportedPlan, WordForm } from '../../src/index.ts'
import { confirmForm, importDocx, missingParts, readForm, writeForm } from '../../src/index.ts'
import { FORMS } from './forms.ts'

const FIXTURES = join(import.meta.dirname, '../../fixtures')
/** A fixture's bytes. */
export const bytesOf = (path: string) => new Uint8Array(readFileSync(join(FIXTURES, path)))
/** The blank forms. */
export const FORM_NAMES = Object.keys(FORMS)
/** The sample plans' files. */
export const SAMPLES = readdirSync(join(FIXTURES, 'samples')).filter((name) => name.endsWith('.docx'))

const plans = new Map<string, ImportedPlan>()
/** What a sample is read as, once. */
export function planOf(sample: string): ImportedPlan {
  const known = plans.get(sample)
  if (known) return known
  const result = importDocx(bytesOf(`samples/${sample}`))
  if (!result.ok) throw new Error(result.refusal.code)
  plans.set(sample, result.value)
  return result.value
}
/** What a form is understood as. */
export function formOf(bytes: Uint8Array): WordForm {
  const result = readForm(bytes)
  if (!result.ok) throw new Error(result.refusal.code)
  return result.value.form
}
/** A plan written into a form; what is refused throws. */
export function write(bytes: Uint8Array, form: WordForm, { doc, media }: ImportedPlan) {
  const files = new Map(media.map((file) => [file.key, file]))
  const result = writeForm(bytes, form, doc, (key) => files.get(key))
  if (!result.ok) throw new Error(result.refusal.code)
  return result.value
}
/** A file as it is read back. */
export function back(bytes: Uint8Array): ImportedPlan {
  const result = importDocx(bytes)
  if (!result.ok) throw new Error(result.refusal.code)
  return result.value
}
/** A plan written whole into a form: what has no place in it stands below, as a person may choose. */
export function writeWhole(bytes: Uint8Array, plan: ImportedPlan): Uint8Array {
  const form = formOf(bytes)
  const missing = missingParts(bytes, form, plan.doc)
  if (!missing.ok) throw new Error(missing.refusal.code)
  const parts = missing.value.map(({ key }) => ({ part: key, rest: 'append' as const }))
  const { bytes: written, left } = write(bytes, confirmForm(form, parts), plan)
  if (left.length > 0) throw new Error(`left over: ${left.map(({ key }) => key).join(' ')}`)
  return written
}
