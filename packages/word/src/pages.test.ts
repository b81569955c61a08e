import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DocJson } from '@gongyan/documents'
import { lessonPlanTemplate, readLessonPlan } from '@gongyan/documents'
import type { TemplateKey } from '@gongyan/domain'
import { TEMPLATES } from '@gongyan/domain'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { has, Office } from '../test/office.ts'
import type { Page } from '../test/pages.ts'
import { cutWords, gridOf, readPages } from '../test/pages.ts'
import { exportDocx, importDocx } from './index.ts'
import type { MediaSource } from './index.ts'

const ready = ['soffice', 'pdftotext', 'pdftocairo', 'pdffonts'].every(has)
if (!ready)
  console.log('LibreOffice or poppler is missing: apt-get install libreoffice-writer poppler-utils fonts-noto-cjk')

const FIXTURES = join(import.meta.dirname, '../fixtures/samples')
const SAMPLES = readdirSync(FIXTURES)
  .filter((name) => name.endsWith('.docx'))
  .map((name) => name.replace('.docx', ''))
const FACTS = { title: '平行四边形的面积', subject: '数学', grade: '五年级', lead: '主备教师' }
const TEMPLATE_KEYS = Object.keys(TEMPLATES) as TemplateKey[]
const NAMES = [...TEMPLATE_KEYS, ...SAMPLES]
/** Margins of the text in points: 16 mm at the sides, and the running head and foot stand 9 mm from the edge. */
const MARGIN = { side: 45.35, top: 25.5 }

const office = new Office()
const docs = new Map<string, DocJson>()
const pages = new Map<string, Page[]>()
const pathOf = (name: string) => join(office.folder, `${name}.pdf`)

beforeAll(async () => {
  if (!ready) return
  const files = new Map<string, Uint8Array>()
  const add = (name: string, doc: DocJson, media: MediaSource) => {
    docs.set(name, doc)
    files.set(name, exportDocx(doc, media, { runningHead: '示范县清河小学　2026—2027学年第一学期' }))
  }
  for (const key of TEMPLATE_KEYS) add(key, lessonPlanTemplate(key, FACTS), () => undefined)
  for (const name of SAMPLES) {
    const result = importDocx(new Uint8Array(readFileSync(join(FIXTURES, `${name}.docx`))))
    if (!result.ok) throw new Error(result.refusal.code)
    add(name, result.value.doc, (key) => result.value.media.find((one) => one.key === key))
  }
  for (const [name, bytes] of await office.convert(files, 'pdf')) {
    writeFileSync(pathOf(name), bytes)
    pages.set(name, readPages(pathOf(name)))
  }
}, 300_000)
afterAll(() => office.close())

const bare = (text: string) => text.normalize('NFKC').replaceAll(/\s/g, '')
const pageText = (page: Page) => bare(page.words.map(({ text }) => text).join(''))
const pagesOf = (name: string): Page[] => {
  const found = pages.get(name)
  if (!found) throw new Error(`LibreOffice made no pages of ${name}`)
  return found
}

test('[WD51] a word that a line of the grid runs through is cut, one beside it is not', () => {
  const upright = [50, 100, 200].map((x) => ({ x1: x, x2: x, y1: 50, y2: 90, thickness: 0.5 }))
  const level = [50, 90].map((y) => ({ x1: 50, x2: 200, y1: y, y2: y, thickness: 0.5 }))
  const page = (x1: number, y1: number): Page => ({
    width: 300,
    height: 300,
    lines: [...upright, ...level],
    words: [{ x1, x2: x1 + 30, y1, y2: y1 + 10, text: '字' }],
  })
  expect(cutWords(page(105, 60), { side: 20, top: 20 })).toEqual([])
  expect(cutWords(page(85, 60), { side: 20, top: 20 })).toHaveLength(1)
  expect(cutWords(page(105, 85), { side: 20, top: 20 })).toHaveLength(1)
  expect(cutWords(page(265, 60), { side: 20, top: 20 })).toHaveLength(1)
})

test.skipIf(!ready).each(NAMES)('[WD51] on no page of %s a word is cut, and every page has its foot', (name) => {
  const all = pagesOf(name)
  expect(all.flatMap((page) => cutWords(page, MARGIN)).map(({ text }) => text)).toEqual([])
  all.forEach((page, index) => {
    expect(Math.min(page.width, page.height)).toBeCloseTo(595.3, 0)
    const foot = page.words.filter(({ y1 }) => y1 > page.height - 60)
    expect(bare(foot.map(({ text }) => text).join(''))).toContain(`第${index + 1}页共${all.length}页`)
  })
})

test.skipIf(!ready).each(NAMES)(
  '[WD51] %s has a closed grid with a thick frame and its heads on every page',
  (name) => {
    const all = pagesOf(name)
    const reading = readLessonPlan(docs.get(name) as DocJson)
    const grids = all.map(gridOf)
    expect(grids.some(({ upright }) => upright.length > 0)).toBe(true)
    for (const { upright } of grids)
      for (const line of upright)
        // An upright line ends at level ones: the frame is closed above and below.
        for (const y of [line.y1, line.y2])
          expect(
            all.flatMap(({ lines }) => lines).some((other) => Math.abs(other.y1 - y) < 2.5 && other.x2 - other.x1 > 4),
          ).toBe(true)
    if (reading.columns.length > 0)
      expect(grids.flatMap(({ upright }) => upright).some(({ thickness }) => thickness >= 1.4)).toBe(true)
    for (const { table, columns } of reading.columns) {
      const rows = reading.rows.filter((row) => row.table === table && (row.teacher ?? row.assistant ?? '').length > 8)
      for (const page of all) {
        const text = pageText(page)
        if (!rows.some((row) => text.includes(bare(row.teacher ?? '').slice(0, 8)) && row.teacher)) continue
        for (const { header } of columns) for (const line of header.split('\n')) expect(text).toContain(bare(line))
      }
    }
  },
)

test.skipIf(!ready).each(NAMES)(
  '[WD51] no heading of %s stands at the foot of a page with its text on the next',
  (name) => {
    const nodes = docs.get(name)?.content ?? []
    const words = (node: DocJson | undefined): string =>
      bare(node?.text ?? (node?.content ?? []).map((part) => words(part)).join(''))
    // The heading and a cell may have the same words: a heading begins at the margin.
    const headings = new Set(
      nodes.filter(({ type }, index) => type === 'heading' && words(nodes[index + 1]) !== '').map(words),
    )
    for (const page of pagesOf(name)) {
      const body = page.words.filter(({ y1 }) => y1 < page.height - 60)
      const lowest = Math.max(...body.map(({ y2 }) => y2))
      const last = body.filter(({ y2 }) => y2 > lowest - 3)
      if (Math.min(...last.map(({ x1 }) => x1)) < MARGIN.side + 2)
        expect([...headings]).not.toContain(bare(last.map(({ text }) => text).join('')))
    }
  },
)

test.skipIf(!ready || !has('fc-list'))('[WD51] 宋体 and 黑体 are shown, or their stand-ins of the same kind', () => {
  const installed = execFileSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' })
  const used = execFileSync('pdffonts', [pathOf('standard')], { encoding: 'utf8' })
  console.log(`fonts: ${[...used.matchAll(/^[A-Z]+\+(\S+)/gm)].map((match) => match[1]).join(', ')}`)
  if (/Serif CJK SC|SimSun|宋体/.test(installed)) expect(used).toMatch(/Serif-?CJK|SerifCJK|SimSun/)
  if (/Sans CJK SC|SimHei|黑体/.test(installed)) expect(used).toMatch(/SansCJK|Sans-?CJK|SimHei/)
})
