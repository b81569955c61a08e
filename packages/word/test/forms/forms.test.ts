import { readLessonPlan } from '@gongyan/documents'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, describe, expect, test } from 'vitest'
import type { ImportedPlan, LeftPart } from '../../src/index.ts'
import { FORM_REFUSALS, readForm, writeForm } from '../../src/index.ts'
import { docx, p, tbl, tc, tr } from '../ooxml.ts'
import { back, bytesOf, FORM_NAMES, formOf, planOf, SAMPLES, write, writeWhole } from './filled.ts'
import { FORMS } from './forms.ts'
import type { Sameness } from './same-facts.ts'
import { compareFacts } from './same-facts.ts'

let equal = 0
let all = 0
const compare = (before: ImportedPlan, after: ImportedPlan, left: readonly LeftPart[]): Sameness => {
  const same = compareFacts(before, after, left)
  equal += same.equal
  all += same.all
  return same
}
afterAll(() => console.log(`forms: ${equal} of ${all} cells, fields, sections and minutes equal`))

describe('the forms are understood', () => {
  test.each(FORM_NAMES)('[WD40] every place of %s is found without a doubt about our columns', (name) => {
    const result = readForm(bytesOf(`forms/${name}.docx`))
    if (!result.ok) throw new Error(result.refusal.code)
    const { form, doubts } = result.value
    expect(JSON.parse(JSON.stringify(form))).toEqual(form)
    expect({
      title: form.title,
      slots: form.slots.map(({ target, place }) => `${target && 'key' in target ? target.key : ''} ${place.how}`),
      tables: form.tables.map(
        ({ period, columns }) => `${period ?? ''} ${columns.map(({ field }) => field).join(' ')}`,
      ),
      doubts: doubts.map(({ kind, text }) => `${kind} ${text}`),
    }).toMatchSnapshot()
  })
  test('[WD40] the files are those our generator writes', () => {
    for (const [name, make] of Object.entries(FORMS))
      expect(unzipSync(bytesOf(`forms/${name}.docx`))).toEqual(unzipSync(make()))
  })
})

const PAIRS = FORM_NAMES.flatMap((form) => SAMPLES.map((sample) => [form, sample] as const))

describe('plans written into forms', () => {
  test.each(PAIRS)('[WD41] %s takes %s: all that is not listed comes back', (name, sample) => {
    const bytes = bytesOf(`forms/${name}.docx`)
    const plan = planOf(sample)
    const { bytes: written, left } = write(bytes, formOf(bytes), plan)
    const { wrong, gone } = compare(plan, back(written), left)
    expect(wrong).toEqual([])
    // What is listed is missing indeed, and nothing is listed twice.
    expect([...gone].sort()).toEqual(
      left
        .map(({ key }) => key)
        .filter((key) => key !== 'front' && key !== 'title')
        .sort(),
    )
  })

  test.each(PAIRS)('[WD42] %s takes %s whole where a person chose so', (name, sample) => {
    const bytes = bytesOf(`forms/${name}.docx`)
    const plan = planOf(sample)
    const written = writeWhole(bytes, plan)
    expect(compare(plan, back(written), []).wrong).toEqual([])
  })

  test.each(FORM_NAMES)('[WD43] parts of %s that hold no text of the plan stay byte for byte', (name) => {
    const bytes = bytesOf(`forms/${name}.docx`)
    const plan = planOf('math-g5-formulas.docx')
    const written = unzipSync(write(bytes, formOf(bytes), plan).bytes)
    const touched = new Set([
      '[Content_Types].xml',
      'word/document.xml',
      'word/_rels/document.xml.rels',
      'word/styles.xml',
      'docProps/core.xml',
      ...formOf(bytes).slots.flatMap(({ place: { story } }) => (story ? [story.part] : [])),
    ])
    for (const [part, content] of Object.entries(unzipSync(bytes)))
      if (!touched.has(part)) expect(written[part], part).toEqual(content)
    const before = strFromU8(unzipSync(bytes)['word/styles.xml'] ?? new Uint8Array())
    expect(
      strFromU8(written['word/styles.xml'] ?? new Uint8Array()).startsWith(before.replace('</w:styles>', '')),
    ).toBe(true)
    const root = /<w:document [^>]*>/
    const document = strFromU8(written['word/document.xml'] ?? new Uint8Array())
    expect(root.exec(document)?.[0]).toContain('mc:Ignorable="w14 w15 wp14"')
    expect(document).toContain('w:rsidR="003B5A90"')
    expect(strFromU8(written['docProps/core.xml'] ?? new Uint8Array())).not.toContain('jiaowuchu')
  })

  test('[WD43] equal arguments give equal bytes', () => {
    const bytes = bytesOf('forms/whole-table.docx')
    const plan = planOf('math-g5-formulas.docx')
    expect(write(bytes, formOf(bytes), plan).bytes).toEqual(write(bytes, formOf(bytes), plan).bytes)
  })

  test('[WD44] further 课时 repeat the block, a block too many goes', () => {
    const bytes = bytesOf('forms/periods.docx')
    const two = strFromU8(
      unzipSync(write(bytes, formOf(bytes), planOf('science-g5-two-periods.docx')).bytes)['word/document.xml'] ??
        new Uint8Array(),
    )
    const one = strFromU8(
      unzipSync(write(bytes, formOf(bytes), planOf('math-g5-formulas.docx')).bytes)['word/document.xml'] ??
        new Uint8Array(),
    )
    const heads = (xml: string) => xml.split('个性修改').length - 1
    expect([heads(two), heads(one)]).toEqual([2, 1])
    expect(two).not.toContain('w:hRule="exact"')
  })

  test('[WD44] a plan that was written once is written over by the next', () => {
    const bytes = bytesOf('forms/whole-table.docx')
    const first = write(bytes, formOf(bytes), planOf('chinese-g3-whole-table.docx')).bytes
    const form = formOf(first)
    const plan = planOf('math-g5-formulas.docx')
    const { bytes: second, left } = write(first, form, plan)
    const { wrong } = compare(plan, back(second), left)
    expect(wrong).toEqual([])
    expect(strFromU8(unzipSync(second)['word/document.xml'] ?? new Uint8Array())).not.toContain('西沙')
  })
})

const FILLED = SAMPLES.flatMap((form) => SAMPLES.map((sample) => [form, sample] as const))

describe('a file that holds a lesson is a form too', () => {
  test.each(FILLED)('[WD40] %s takes %s, and says nothing of the lesson before', (name, sample) => {
    const bytes = bytesOf(`samples/${name}`)
    const plan = planOf(sample)
    const result = readForm(bytes)
    if (!result.ok) throw new Error(result.refusal.code)
    expect(result.value.doubts.some(({ kind }) => kind === 'filled')).toBe(true)
    const { bytes: written, left } = write(bytes, result.value.form, plan)
    expect(compare(plan, back(written), left).wrong).toEqual([])
    if (name === sample) return
    const document = strFromU8(unzipSync(written)['word/document.xml'] ?? new Uint8Array())
    for (const row of readLessonPlan(planOf(name).doc).rows) {
      const line = row.intent?.split('\n')[0] ?? ''
      if (line.length > 8) expect(document).not.toContain(line)
    }
  })
})

describe('files that are no forms', () => {
  const refused = (bytes: Uint8Array) => {
    const result = readForm(bytes)
    return result.ok ? 'ok' : result.refusal.code
  }
  const cells = (count: number) =>
    docx(tbl(50, ...Array.from({ length: count / 50 }, () => tr(...Array.from({ length: 50 }, () => tc(''))))))
  const nested = (depth: number): string => (depth === 0 ? p('x') : tbl(1, tr(tc(nested(depth - 1) + p('')))))
  test.each([
    ['a hundred thousand cells', () => cells(100_000), 'form/too-many-cells'],
    ['tables fifty deep', () => docx(nested(50)), 'form/nested-too-deep'],
    ['no table', () => docx(p('教学目标') + p('会认字')), 'form/no-fields'],
    ['a table without a label we know', () => docx(tbl(2, tr(tc('甲'), tc('乙')))), 'form/no-fields'],
    [
      'macros',
      () => docx(tbl(2, tr(tc('课题'), tc(''))), { parts: { 'word/vbaProject.bin': 'x' } }),
      'form/has-macros',
    ],
    ['a DTD', () => docx('', { parts: { 'word/document.xml': '<!DOCTYPE x><x/>' } }), 'word/has-dtd'],
    ['no Word file', () => new TextEncoder().encode('hello'), 'word/not-a-docx'],
  ])('[WD45] %s is refused with a word of its own', (_, make, code) => {
    expect(refused(make())).toBe(code)
    expect(FORM_REFUSALS).toContain(code)
  })
  test('[WD45] a form is written into the very file it was read from', () => {
    const form = formOf(bytesOf('forms/english.docx'))
    const result = writeForm(bytesOf('forms/periods.docx'), form, planOf('math-g5-formulas.docx').doc, () => undefined)
    expect(result).toMatchObject({ ok: false, refusal: { code: 'form/changed' } })
  })
})
