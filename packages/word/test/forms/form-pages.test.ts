import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { has, Office } from '../office.ts'
import type { Page } from '../pages.ts'
import { boxOf, cutWords, gridOf, readPages } from '../pages.ts'
import { visibleParagraphs } from '../visible-text.ts'
import { bytesOf, FORM_NAMES, planOf, SAMPLES, writeWhole } from './filled.ts'
import type { DrawnCell } from './drawn.ts'
import { readDrawing, standInOf, textsWithFonts } from './drawn.ts'

const ready = ['soffice', 'pdftotext', 'pdftocairo', 'pdftohtml', 'fc-match'].every(has)
if (!ready)
  console.log('LibreOffice or poppler is missing: apt-get install libreoffice-writer poppler-utils fonts-noto-cjk')

/** The plan that makes each form's tables run over a page, or has merged cells, formulas or two 课时 for it. */
const CHOSEN: Readonly<Record<string, string>> = {
  'whole-table': 'chinese-g3-whole-table.docx',
  'vertical-labels': 'science-g5-two-periods.docx',
  'twin-landscape': 'english-g4-twin-class.docx',
  english: 'math-g5-formulas.docx',
  periods: 'science-g5-two-periods.docx',
  'running-head': 'chinese-g3-whole-table.docx',
  percent: 'math-g5-formulas.docx',
  'turned-middle': 'english-g4-twin-class.docx',
  'second-page': 'chinese-g3-whole-table.docx',
  'upright-steps': 'science-g5-two-periods.docx',
}
const IS_WHOLE = process.env['GONGYAN_FORM_PAGES'] === 'all'
const PAIRS = FORM_NAMES.flatMap((form) =>
  SAMPLES.filter((sample) => IS_WHOLE || sample === CHOSEN[form]).map((sample) => [form, sample] as const),
)
/** What stands in the running heads of the forms. */
const HEADS: Readonly<Record<string, string>> = {
  'whole-table': '示范县第一小学集体备课',
  'vertical-labels': '河东中心小学',
  'twin-landscape': '示范县专递课堂协同备课',
  english: 'RiversidePrimarySchool',
  periods: '城关小学教导处制',
  'running-head': '城南实验小学备课纸',
  percent: '北关小学教研组',
  'turned-middle': '山口镇中心学校',
  'second-page': '西河完全小学',
  'upright-steps': '东风小学教务处',
}

const office = new Office()
const files = new Map<string, Uint8Array>()
const pages = new Map<string, Page[]>()
const nameOf = (form: string, sample: string) => `${form}--${sample.replace('.docx', '')}`
const pathOf = (name: string) => join(office.folder, `${name}.pdf`)

beforeAll(async () => {
  if (!ready) return
  for (const [form, sample] of PAIRS)
    files.set(nameOf(form, sample), writeWhole(bytesOf(`forms/${form}.docx`), planOf(sample)))
  for (const [name, bytes] of await office.convert(files, 'pdf')) {
    writeFileSync(pathOf(name), bytes)
    pages.set(name, readPages(pathOf(name)))
  }
}, 300_000)
afterAll(() => office.close())

const bare = (text: string) => text.normalize('NFKC').replaceAll(/\s/g, '')
const made = (form: string, sample: string) => {
  const name = nameOf(form, sample)
  const [all, file] = [pages.get(name), files.get(name)]
  if (!all || !file) throw new Error(`LibreOffice made no pages of ${name}`)
  return { name, all, file, drawing: readDrawing(file) }
}
/** Whether nothing of a word but the mark at its end stands in the margin. */
const hangs = (word: Page['words'][number], page: Page, margin: { side: number; top: number }) => {
  const sign = (word.x2 - word.x1) / [...word.text].length
  const rest = { ...page, words: [{ ...word, x2: word.x2 - sign }] }
  return /[，。、；：]$/.test(word.text) && cutWords(rest, margin).length === 0
}
const count = (parts: Iterable<string>) => {
  const counts = new Map<string, number>()
  for (const part of parts) counts.set(part, (counts.get(part) ?? 0) + 1)
  return counts
}

test.skipIf(!ready).each(PAIRS)('[WD54] no word of %s with %s is cut, and none is missing', (form, sample) => {
  const { all, file, drawing } = made(form, sample)
  const cut = all.flatMap((page) =>
    cutWords(page, drawing.margin)
      .filter((word) => !hangs(word, page, drawing.margin))
      .map(({ text }) => text),
  )
  // A mark at the end of a line may hang into the margin. Formulas wider than their cell are parted by Word, not by LibreOffice:
  // of their numbers each may be cut once for each time it stands in a formula; any other number may not.
  const inFormulas = count(drawing.formulaNumbers)
  const wrong = cut.filter((text) => {
    if (/^[，。、；：]$/.test(text)) return false
    const left = inFormulas.get(text) ?? 0
    inFormulas.set(text, left - 1)
    return left <= 0
  })
  expect(wrong).toEqual([])
  all.forEach((page, index) => {
    const words = (from: number, to: number) =>
      bare(
        page.words
          .filter(({ y1, y2 }) => y2 > from && y1 < to)
          .map(({ text }) => text)
          .join(''),
      )
    expect(words(0, 60)).toContain(HEADS[form])
    // A long fact in the foot may part the line there.
    expect(words(page.height - 60, page.height)).toMatch(new RegExp(`第${index + 1}(?!\\d)`))
  })
  // What running heads and feet say on every page stands in for nothing that the text of a page lacks.
  const shown = count(
    bare(
      all
        .flatMap(({ words, height }) =>
          words
            .filter(({ y1, y2 }) => y2 > drawing.margin.body && y1 < height - drawing.margin.foot)
            .map(({ text }) => text),
        )
        .join(''),
    ),
  )
  // An upright label that is merged over rows on several pages is drawn by Word, not by LibreOffice: its own signs may lack, no others.
  const upright = count(bare(drawing.uprightOverRows))
  const missing: string[] = []
  for (const [sign, times] of count(bare(visibleParagraphs(file).join('')))) {
    const lacking = times - (shown.get(sign) ?? 0)
    if (lacking > (upright.get(sign) ?? 0)) missing.push(`${sign} ${lacking} times`)
  }
  expect(missing).toEqual([])
})

test.skipIf(!ready).each(PAIRS)(
  '[WD54] cells of %s with %s stand over their columns and rows, merged ones too',
  (form, sample) => {
    const { all, drawing } = made(form, sample)
    const wrong: string[] = []
    const checked = { cells: 0, merged: 0 }
    const boxesOf = ({ text }: DrawnCell) =>
      all.flatMap((page, index) =>
        page.words
          .filter((word) => !/^(?:.|\d+[.、．]?)$/u.test(bare(word.text)) && bare(text).startsWith(bare(word.text)))
          .map((word) => ({ page: index, ...boxOf(word, page) })),
      )
    for (const table of drawing.tables.filter((one) => !one.isFree))
      for (const cell of table.cells) {
        if (cell.isUpright || (/^\S*/.exec(cell.text.trim())?.[0] ?? '').length < 2) continue
        const boxes = boxesOf(cell)
        if (boxes.length === 0) continue
        checked.cells++
        const fits = boxes.filter(
          (box) => Math.abs(box.x2 - box.x1 - cell.width) < 2 && Math.abs(box.x1 - table.left - cell.left) < 3,
        )
        if (fits.length === 0) wrong.push(`${cell.text.slice(0, 12)}: ${cell.width} wide, ${JSON.stringify(boxes[0])}`)
        if (cell.rows === 1) continue
        const beside = table.cells.filter(
          (other) =>
            other.row > cell.row && other.row < cell.row + cell.rows && other.rows === 1 && bare(other.text).length > 8,
        )
        for (const other of beside)
          for (const neighbour of boxesOf(other).filter(({ x1 }) => Math.abs(x1 - table.left - other.left) < 3)) {
            const here = fits.filter(({ page }) => page === neighbour.page)
            if (here.length === 0) continue
            checked.merged++
            if (!here.some(({ y1, y2 }) => y1 <= neighbour.y1 + 2 && y2 >= neighbour.y2 - 2))
              wrong.push(`${cell.text.slice(0, 12)} does not reach over ${other.text.slice(0, 12)}`)
          }
      }
    console.log(`${form} with ${sample}: ${checked.cells} cells, ${checked.merged} rows beside merged cells`)
    expect(checked.cells).toBeGreaterThan(15)
    expect(wrong).toEqual([])
  },
)

test.skipIf(!ready).each(PAIRS)(
  '[WD54] the grid of %s with %s is closed, and heads stand on every page',
  (form, sample) => {
    const { all, drawing, file } = made(form, sample)
    const grids = all.map(gridOf)
    const said = bare(visibleParagraphs(file).join(''))
    const isSaidOnce = (words: string) => said.split(words).length === 2
    expect(grids.flatMap(({ upright }) => upright).some(({ thickness }) => thickness >= 1.4)).toBe(true)
    grids.forEach(({ upright }, index) => {
      for (const line of upright)
        for (const y of [line.y1, line.y2])
          expect(
            all[index]?.lines.some((other) => Math.abs(other.y1 - y) < 2.5 && other.x2 - other.x1 > 4),
            `page ${index + 1}: ${JSON.stringify(line)}`,
          ).toBe(true)
    })
    for (const { cells, headRows } of drawing.tables) {
      if (headRows === 0) continue
      // Words that are drawn apart may have others between them in the order of a page.
      const heads = cells.filter(({ row }) => row < headRows).flatMap(({ text }) => text.split(/\s+/).map(bare))
      // What stands elsewhere too does not tell on which page the table is.
      const steps = cells.filter(
        ({ row, text }) => row >= headRows && bare(text).length > 8 && isSaidOnce(bare(text).slice(0, 8)),
      )
      for (const page of all.filter((_, index) => (grids[index]?.upright.length ?? 0) > 0)) {
        const text = bare(page.words.map((word) => word.text).join(''))
        if (!steps.some((step) => text.includes(bare(step.text).slice(0, 8)))) continue
        for (const head of heads) expect(text).toContain(head)
      }
    }
  },
)

test.skipIf(!ready).each(PAIRS)(
  '[WD54] no heading of %s with %s stands at the foot of a page with its table on the next',
  (form, sample) => {
    const { all, drawing } = made(form, sample)
    for (const page of all) {
      const body = page.words.filter(({ y1 }) => y1 < page.height - drawing.margin.foot)
      const lowest = Math.max(...body.map(({ y2 }) => y2))
      const last = bare(
        body
          .filter(({ y2 }) => y2 > lowest - 3)
          .map(({ text }) => text)
          .join(''),
      )
      expect(drawing.beforeTables.map(bare)).not.toContain(last)
    }
  },
)

test.skipIf(!ready).each(PAIRS)(
  '[WD54] %s with %s is shown in the fonts it asks for, or stand-ins of their kind',
  (form, sample) => {
    const { name, drawing } = made(form, sample)
    const shown = textsWithFonts(pathOf(name))
    const wrong: string[] = []
    const seen = new Set<string>()
    for (const { text, font } of drawing.runs) {
      const wanted = standInOf(font)
      const start = bare(text).slice(0, 5)
      const found = shown.filter((one) => bare(one.text).includes(start))
      if (found.length === 0) continue
      if (found.some((one) => one.font.includes(wanted))) seen.add(font)
      else wrong.push(`${text.slice(0, 12)}: ${font}, that is ${wanted}, is ${found[0]?.font}`)
    }
    console.log(`${form} with ${sample}: ${[...seen].join(' ')}`)
    expect(wrong).toEqual([])
    expect(seen.size).toBeGreaterThan(0)
  },
)
