import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readLessonPlan } from '@gongyan/documents'
import type { DocJson, PlanReading } from '@gongyan/documents'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, describe, expect, test } from 'vitest'
import type { ImportedPlan, LeftPart, WordForm } from '../../src/index.ts'
import { confirmForm, FORM_REFUSALS, importDocx, missingParts, readForm, writeForm } from '../../src/index.ts'
import { docx, p, tbl, tc, tr } from '../ooxml.ts'
import { FORMS } from './forms.ts'

const FIXTURES = join(import.meta.dirname, '../../fixtures')
const bytesOf = (path: string) => new Uint8Array(readFileSync(join(FIXTURES, path)))
const FORM_NAMES = Object.keys(FORMS)
const SAMPLES = readdirSync(join(FIXTURES, 'samples')).filter((name) => name.endsWith('.docx'))

const plans = new Map<string, ImportedPlan>()
function planOf(sample: string): ImportedPlan {
  const known = plans.get(sample)
  if (known) return known
  const result = importDocx(bytesOf(`samples/${sample}`))
  if (!result.ok) throw new Error(result.refusal.code)
  plans.set(sample, result.value)
  return result.value
}
function formOf(bytes: Uint8Array): WordForm {
  const result = readForm(bytes)
  if (!result.ok) throw new Error(result.refusal.code)
  return result.value.form
}
function write(bytes: Uint8Array, form: WordForm, { doc, media }: ImportedPlan) {
  const files = new Map(media.map((file) => [file.key, file]))
  const result = writeForm(bytes, form, doc, (key) => files.get(key))
  if (!result.ok) throw new Error(result.refusal.code)
  return result.value
}
function back(bytes: Uint8Array): ImportedPlan {
  const result = importDocx(bytes)
  if (!result.ok) throw new Error(result.refusal.code)
  return result.value
}

/** Formulas are numbered through a plan: where some are left out, the others count anew. */
const bare = (value: unknown) => JSON.stringify(value)?.replaceAll(/⟦公式\d+⟧/g, '⟦公式⟧')
const columnName: Readonly<Record<string, string>> = { teacherStudents: 'teacher' }

/** Every fact of a plan, by a name that says in which part a form would leave it out. */
function facts(reading: PlanReading, doc: DocJson): Map<string, { value: unknown; part: string | null }> {
  const out = new Map<string, { value: unknown; part: string | null }>()
  const put = (name: string, value: unknown, part: string | null) => out.set(name, { value, part })
  put('title', reading.title, null)
  for (const node of doc.content ?? []) {
    if (node.type !== 'header') continue
    for (const field of node.content ?? [])
      put(`header ${String(field.attrs?.['key'])}`, field.content ?? [], `header:${String(field.attrs?.['key'])}`)
  }
  const keys = new Map<string, string>()
  let section: string | null = null
  const sections = new Map<string, string[]>()
  for (const node of doc.content ?? []) {
    if (typeof node.attrs?.['section'] === 'string') section = node.attrs['section']
    if (section && node.type !== 'header' && node.attrs?.['kind'] !== 'process')
      sections.set(section, [...(sections.get(section) ?? []), JSON.stringify(strip(node))])
  }
  for (const [key, nodes] of sections) {
    keys.set(key, key)
    put(`section ${key}`, nodes, `section:${key}`)
  }
  put('rows', reading.rows.length, null)
  reading.rows.forEach((row, index) => {
    const columns = reading.columns.find(({ table }) => table === row.table)?.columns ?? []
    const partOf = (field: string) => {
      const column = columns.find(
        (candidate) =>
          candidate.field === field ||
          columnName[candidate.field] === field ||
          (candidate.field === 'teacherStudents' && field === 'students'),
      )
      return `column:${column?.field ?? field}`
    }
    for (const field of ['phase', 'teacher', 'students', 'assistant', 'intent', 'resources', 'second'] as const)
      put(`row ${index} ${field}`, row[field], partOf(field))
    put(`row ${index} minutes`, row.minutes, 'column:minutes')
    put(`row ${index} id`, row.rowId, null)
    put(`row ${index} continues`, row.continues, null)
    for (const [name, text] of Object.entries(row.extra)) put(`row ${index} ${name}`, text, `column:extra:${name}`)
  })
  return out
}
/** File ids of pictures are new in every import. */
const strip = (node: DocJson): unknown =>
  node.type === 'image'
    ? { type: 'image', width: node.attrs?.['width'] ?? null }
    : { ...node, ...(node.content ? { content: node.content.map(strip) } : {}) }

let equal = 0
let all = 0
/** Compares a plan with what came back; answers which listed parts were indeed not there. */
function compare(
  before: ImportedPlan,
  after: ImportedPlan,
  left: readonly LeftPart[],
): { wrong: string[]; gone: Set<string> } {
  const wrong: string[] = []
  const gone = new Set<string>()
  const listed = new Set(left.map(({ key }) => key))
  const found = facts(readLessonPlan(after.doc), after.doc)
  for (const [name, { value, part }] of facts(readLessonPlan(before.doc), before.doc)) {
    if (part !== null && listed.has(part)) {
      if (bare(found.get(name)?.value) !== bare(value)) gone.add(part)
      continue
    }
    all++
    if (bare(found.get(name)?.value) === bare(value)) equal++
    else wrong.push(`${name}: ${bare(value)} → ${bare(found.get(name)?.value)}`)
  }
  return { wrong, gone }
}
afterAll(() => console.log(`forms: ${equal} of ${all} cells, fields, sections and minutes equal`))

describe('the five forms are understood', () => {
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
        .filter((key) => key !== 'front')
        .sort(),
    )
  })

  test.each(PAIRS)('[WD42] %s takes %s whole where a person chose so', (name, sample) => {
    const bytes = bytesOf(`forms/${name}.docx`)
    const plan = planOf(sample)
    const form = formOf(bytes)
    const missing = missingParts(bytes, form, plan.doc)
    if (!missing.ok) throw new Error(missing.refusal.code)
    const whole = confirmForm(
      form,
      missing.value.map(({ key }) => ({ part: key, rest: 'append' as const })),
    )
    const { bytes: written, left } = write(bytes, whole, plan)
    expect(left).toEqual([])
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
