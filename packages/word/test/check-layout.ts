import { readLessonPlan, type DocJson } from '@gongyan/documents'
import { exportDocx, importDocx } from '../src/index.ts'
import { planText } from './plan-text.ts'
import { missingPieces, visibleParagraphs } from './visible-text.ts'

/** A plan laid out as some school does it, with what a correct reading finds. */
export interface Layout {
  name: string
  file: Uint8Array
  title: string
  header: Record<string, string>
  sections: Record<string, string>
  /** How many objectives the plan has, where the layout says it. */
  objectives?: number
  fields: string[][]
  rows: Record<string, unknown>[]
  totalMinutes: number
  /** Labels that stand under every step and head a column now, where they are told once. */
  toldOnce?: readonly string[]
  /** What belongs nowhere, where the layout says it; it then says all sections of the plan too. */
  leftover?: string
}

const LEFTOVER = '未归位的内容'

const objectivesOf = (node: DocJson): number =>
  (node.type === 'objective' ? 1 : 0) + (node.content ?? []).reduce((sum, child) => sum + objectivesOf(child), 0)
/** A section's text without the label that may stand in front of it in its own paragraph. */
const withoutLabel = (text: string | undefined): string | undefined => text?.replace(/^[^：:】\n]{0,24}[：:】]\s*/, '')

/**
 * Reads the layout's file, writes it again, and says how many facts are right and which are not. With `labels: 'either'`
 * a section may hold its label in front of its text or not.
 */
export function checkLayout(
  layout: Layout,
  options: { labels: 'kept' | 'either' },
): { right: number; total: number; wrong: string[] } {
  const result = importDocx(layout.file)
  if (!result.ok) throw new Error(result.refusal.code)
  const { doc, report } = result.value
  const reading = readLessonPlan(doc)
  const wrong: string[] = []
  let right = 0
  let total = 0
  const check = (what: string, actual: unknown, expected: unknown) => {
    total++
    if (JSON.stringify(actual ?? null) === JSON.stringify(expected ?? null)) right++
    else wrong.push(`${what}: ${JSON.stringify(actual)} ≠ ${JSON.stringify(expected)}`)
  }
  check('title', reading.title, layout.title)
  for (const [key, value] of Object.entries(layout.header)) check(key, reading.header[key], value)
  for (const key of Object.keys(reading.header))
    if (!(key in layout.header)) check(`no ${key}`, reading.header[key], undefined)
  for (const [key, value] of Object.entries(layout.sections)) {
    const actual = reading.sections[key]
    const same = options.labels === 'either' && withoutLabel(actual) === value
    check(key, same ? value : actual, value)
  }
  if (layout.leftover !== undefined) {
    check('leftover', reading.sections[LEFTOVER] ?? '', layout.leftover)
    for (const [key, text] of Object.entries(reading.sections))
      if (key !== LEFTOVER && !(key in layout.sections)) check(`no ${key}`, text, undefined)
  }
  if (layout.objectives !== undefined) check('objectives', objectivesOf(doc), layout.objectives)
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
  const pieces = visibleParagraphs(layout.file, { lines: true })
  const once = new Set(layout.toldOnce)
  // What is told once is told: only its repetitions may be gone.
  const owed = [...pieces.filter((piece) => !once.has(piece)), ...once]
  check('lost in', missingPieces(owed, planText(doc)), [])
  const written = visibleParagraphs(exportDocx(doc, () => undefined)).join('\u0001')
  check('lost out', missingPieces(owed, written), [])
  check('report is JSON', JSON.parse(JSON.stringify(report)), report)
  return { right, total, wrong }
}
