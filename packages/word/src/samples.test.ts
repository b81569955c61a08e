import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readLessonPlan } from '@gongyan/documents'
import { describe, expect, test } from 'vitest'
import { planText } from '../test/plan-text.ts'
import { missingPieces, visibleParagraphs } from '../test/visible-text.ts'
import { exportDocx, importDocx } from './index.ts'
import type { ImportedPlan } from './index.ts'

interface Expected {
  title: string
  header: Record<string, string>
  sections: Record<string, string[]>
  columns: { table: number; columns: { header: string; field: string }[] }[]
  process: ({
    minutes: number | null
    continues: string[]
    spans: string[][]
    extra: Record<string, string>
    period: string | null
    table: number
  } & Record<string, unknown>)[]
  unmapped: string[]
  totalMinutes: number
  counts: Record<'tables' | 'images' | 'formulas' | 'characters', number>
  links: { url: string; text: string }[]
  comments: { author: string; text: string; anchor: string; replyTo?: string }[]
  revisions: { inserted: unknown[]; deleted: unknown[] }
  headerFooter: { header: string | null; footer: string | null }
}

const FOLDER = join(import.meta.dirname, '../fixtures/samples')
const NAMES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.docx'))
  .map((name) => name.replace('.docx', ''))
const CELLS = ['phase', 'teacher', 'students', 'intent', 'assistant', 'resources', 'second'] as const

const read = (bytes: Uint8Array): ImportedPlan => {
  const result = importDocx(bytes)
  if (!result.ok) throw new Error(result.refusal.code)
  return result.value
}
const mediaOf = (plan: ImportedPlan) => (fileId: string) => plan.media.find(({ key }) => key === fileId)

/** Wrong cells of the 教学过程, with what was expected. */
function compareCells(plan: ImportedPlan, expected: Expected): { total: number; wrong: string[] } {
  const { rows } = readLessonPlan(plan.doc)
  const wrong: string[] = []
  let total = 0
  expected.process.forEach((want, index) => {
    const row = rows[index]
    const check = (name: string, actual: unknown, value: unknown) => {
      total++
      if (JSON.stringify(actual ?? null) !== JSON.stringify(value ?? null))
        wrong.push(`${index}.${name}: ${JSON.stringify(actual)} ≠ ${JSON.stringify(value)}`)
    }
    for (const name of CELLS) check(name, row?.[name], want[name])
    check('minutes', row?.minutes, want.minutes)
    check('continues', row?.continues, want.continues)
    check('spans', row?.spans, want.spans)
    check('extra', row?.extra, want.extra)
    check('period', row?.period, want.period)
    check('table', row?.table, want.table)
  })
  if (rows.length !== expected.process.length) wrong.push(`${rows.length} rows ≠ ${expected.process.length}`)
  return { total, wrong }
}

describe.each(NAMES)('%s', (name) => {
  const bytes = new Uint8Array(readFileSync(join(FOLDER, `${name}.docx`)))
  const expected = JSON.parse(readFileSync(join(FOLDER, `${name}.expected.json`), 'utf8')) as Expected
  const started = performance.now()
  const plan = read(bytes)
  const inMs = performance.now() - started
  const reading = readLessonPlan(plan.doc)
  const outStarted = performance.now()
  const exported = exportDocx(plan.doc, mediaOf(plan), {})
  const outMs = performance.now() - outStarted

  test('[WD20] every cell of the 教学过程 stands on its row', () => {
    const { total, wrong } = compareCells(plan, expected)
    const again = compareCells(read(exported), expected)
    console.log(
      `${name}: cells in ${total - wrong.length}/${total}, after export ${again.total - again.wrong.length}/${again.total}, in ${inMs.toFixed(0)} ms, out ${outMs.toFixed(0)} ms`,
    )
    expect(wrong).toEqual([])
    expect(again.wrong).toEqual([])
  })

  test('[WD21] title, header, sections and minutes', () => {
    expect(reading.title).toBe(expected.title)
    expect(reading.header).toEqual(expected.header)
    // The expected sections leave out lines that hold a formula and nothing else.
    const words = (lines: readonly string[]) =>
      lines.filter((line) => line.trim() !== '' && !/^⟦公式\d+⟧$/.test(line)).join('\n')
    for (const [section, lines] of Object.entries(expected.sections))
      expect(`${section}: ${words((reading.sections[section] ?? '').split('\n'))}`).toBe(`${section}: ${words(lines)}`)
    expect(reading.totalMinutes).toBe(expected.totalMinutes)
    expect(reading.columns.map(({ columns }) => columns.map(({ field }) => field))).toEqual(
      expected.columns.map(({ columns }) => columns.map(({ field }) => field)),
    )
  })

  test('[WD22] no visible piece of text is lost on the way in or out', () => {
    const pieces = visibleParagraphs(bytes)
    const lostIn = missingPieces(pieces, planText(plan.doc))
    const lostOut = missingPieces(pieces, visibleParagraphs(exported).join('\u0001'))
    console.log(`${name}: ${pieces.length} pieces, lost in ${lostIn.length}, lost out ${lostOut.length}`)
    expect(lostIn).toEqual([])
    expect(lostOut).toEqual([])
    expect(plan.report.unmapped.map(({ text }) => text)).toEqual(expect.arrayContaining(expected.unmapped))
  })

  test('[WD23] counts, links, comments, revisions, header and footer', () => {
    const { counts } = plan.report
    expect({
      tables: counts.tables,
      images: counts.images,
      formulas: counts.formulas,
      characters: counts.characters,
    }).toEqual(expected.counts)
    expect(counts.links).toBe(expected.links.length)
    expect(plan.report.comments).toMatchObject(expected.comments.map((comment) => ({ replyTo: null, ...comment })))
    expect(plan.report.revisions).toEqual(expected.revisions)
    expect(plan.report.headerFooter).toEqual(expected.headerFooter)
  })

  test('[WD5] reading our own export gives the same document, row ids included', () => {
    const again = read(exported)
    const strip = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value).replaceAll(/"fileId":"[^"]*"/g, '"fileId":"file"'))
    expect(strip(again.doc)).toEqual(strip(plan.doc))
    const known = ({ columns }: ImportedPlan['report']) =>
      columns.map(({ header, field }) => [header.replaceAll(/\s/g, ''), field])
    expect(known(again.report)).toEqual(known(plan.report))
    expect(again.media.map(({ bytes: content }) => content.length)).toEqual(
      plan.media.map(({ bytes: content }) => content.length),
    )
  })
})
