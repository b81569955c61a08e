import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readLessonPlan } from '@gongyan/documents'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exportDocx, importDocx } from './index.ts'
import type { ImportedPlan } from './index.ts'

const run = promisify(execFile)
const has = (program: string): boolean => {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
const ready = has('soffice') && has('pdftotext')
if (!ready) console.log('LibreOffice or poppler is missing: apt-get install libreoffice-writer poppler-utils')

const FIXTURES = join(import.meta.dirname, '../fixtures/samples')
const NAMES = readdirSync(FIXTURES)
  .filter((name) => name.endsWith('.docx'))
  .map((name) => name.replace('.docx', ''))
const folder = mkdtempSync(join(tmpdir(), 'gongyan-word-'))
const plans = new Map<string, ImportedPlan>()

const convert = (to: string, out: string) =>
  run(
    'soffice',
    [
      '--headless',
      `-env:UserInstallation=file://${folder}/profile`,
      '--convert-to',
      to,
      '--outdir',
      join(folder, out),
      ...NAMES.map((name) => join(folder, `${name}.docx`)),
    ],
    { timeout: 170_000 },
  )

beforeAll(async () => {
  if (!ready) return
  for (const name of NAMES) {
    const result = importDocx(new Uint8Array(readFileSync(join(FIXTURES, `${name}.docx`))))
    if (!result.ok) throw new Error(result.refusal.code)
    plans.set(name, result.value)
    writeFileSync(
      join(folder, `${name}.docx`),
      exportDocx(result.value.doc, (key) => result.value.media.find((one) => one.key === key)),
    )
  }
  await convert('pdf', 'pdf')
  await convert('docx:MS Word 2007 XML', 'docx')
}, 180_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const bare = (text: string) => text.normalize('NFKC').replaceAll(/\s/g, '')

test.skipIf(!ready).each(NAMES)('[WD10] LibreOffice shows %s with its text and its repeated head row', (name) => {
  const pdf = join(folder, 'pdf', `${name}.pdf`)
  const pages = Number(/Pages:\s+(\d+)/.exec(execFileSync('pdfinfo', [pdf], { encoding: 'utf8' }))?.[1] ?? 0)
  expect(pages).toBeGreaterThan(0)
  const text = bare(execFileSync('pdftotext', ['-raw', pdf, '-'], { encoding: 'utf8' }))
  const reading = readLessonPlan((plans.get(name) as ImportedPlan).doc)
  expect(text).toContain(bare(reading.title))
  for (const { columns } of reading.columns)
    for (const { header } of columns) for (const line of header.split('\n')) expect(text).toContain(bare(line))
  expect(text).toContain(`第${pages}页共${pages}页`)
  // A table that runs over a page shows its head again there.
  if (name === 'chinese-g3-whole-table') expect(text.split('二次备课').length - 1).toBeGreaterThanOrEqual(2)
})

test.skipIf(!ready).each(NAMES)(
  '[WD8] %s opened and saved by LibreOffice keeps its row ids, cells and objectives',
  (name) => {
    const result = importDocx(new Uint8Array(readFileSync(join(folder, 'docx', `${name}.docx`))))
    if (!result.ok) throw new Error(result.refusal.code)
    const before = readLessonPlan((plans.get(name) as ImportedPlan).doc)
    const after = readLessonPlan(result.value.doc)
    expect(result.value.report.own).toBe(true)
    expect(after.title).toBe(before.title)
    expect(after.header).toEqual(before.header)
    expect(after.rows).toEqual(before.rows)
    expect(after.sections).toEqual(before.sections)
    expect(after.objectives).toEqual(before.objectives)
  },
)
