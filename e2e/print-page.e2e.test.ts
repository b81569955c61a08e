import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DocJson } from '@gongyan/documents'
import { hasTool, launchChromium, startTestServer, type TestServer } from '@gongyan/testing'
import { exportDocx, importDocx } from '@gongyan/word'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cutWords, filledLines, readPages, type Page } from '../packages/word/test/pages.ts'
import { fontsOf, MARGINS, shownPlan, type ShownPlan } from './support/printed.ts'
import { enter, readyToWrite, visit, type Visitor } from './support/visit.ts'
import { DOCX, SAMPLES } from './support/word-files.ts'

const LINES = 90
const step = (number: number) => `第${number}步：`
const line = (number: number) => `${step(number)}把火柴用蜡粘在铜棒上，观察哪一根先掉落。`

/** The science plan with one step that is longer than a page. */
function withALongStep(): Buffer {
  const read = importDocx(new Uint8Array(readFileSync(join(SAMPLES, 'science-g5-two-periods.docx'))))
  if (!read.ok) throw new Error(read.refusal.code)
  const { doc, media } = read.value
  const table = doc.content?.find(({ type, attrs }) => type === 'table' && attrs?.['kind'] === 'process')
  const cell = table?.content?.[1]?.content?.[1] as { content: DocJson[] }
  cell.content = Array.from({ length: LINES }, (_, at) => ({
    type: 'paragraph',
    content: [{ type: 'text', text: line(at + 1) }],
  }))
  return Buffer.from(exportDocx(doc, (key) => media.find((one) => one.key === key)))
}
const sample = (name: string) => readFileSync(join(SAMPLES, `${name}.docx`))
const PLANS = [
  { name: '公式和图', file: () => sample('math-g5-formulas'), isWide: false, isRed: false },
  { name: '合并的环节和二次备课', file: () => sample('chinese-g3-whole-table'), isWide: false, isRed: true },
  { name: '辅助教师一栏，横排', file: () => sample('english-g4-twin-class'), isWide: true, isRed: false },
  { name: '一步长过一页', file: withALongStep, isWide: false, isRed: true },
]

const bare = (text: string) => text.normalize('NFKC').replaceAll(/[\s\p{Cf}]/gu, '')
const textOf = (words: Page['words']) => bare(words.map(({ text }) => text).join(''))
const count = (text: string) => {
  const counts = new Map<string, number>()
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1)
  return counts
}

describe.skipIf(!hasTool('chromium') || !hasTool('poppler')).each(PLANS)(
  'a plan printed from its page: $name',
  ({ file, isWide, isRed }) => {
    const folder = mkdtempSync(join(tmpdir(), 'gongyan-print-'))
    const path = join(folder, 'plan.pdf')
    let server: TestServer
    let browser: Browser
    let teacher: Visitor
    let plan: ShownPlan
    let fonts: { text: string; title: string }
    let pages: Page[]
    let body: Page[]

    beforeAll(async () => {
      ;[server, browser] = await Promise.all([startTestServer({ env: { GONGYAN_SEED: 'demo' } }), launchChromium()])
      teacher = await visit(browser, server.url, { reducedMotion: 'reduce' })
      const { page } = teacher
      await enter(teacher, 'zhubei')
      const reply = await teacher.context.request.post('/api/v1/lesson-plans/import', {
        headers: { 'sec-fetch-site': 'same-origin' },
        multipart: { file: { name: '教案.docx', mimeType: DOCX, buffer: file() } },
      })
      const { id } = (await reply.json()) as { id: string }
      await page.goto(`/plans/${id}`)
      await readyToWrite(page)
      await page.waitForFunction(() => [...document.images].every((image) => image.complete))
      // The theme of the screen is none of the paper's business.
      await page.evaluate(() => {
        document.documentElement.dataset['theme'] = 'dark'
        window.print = () => document.documentElement.setAttribute('data-asked-to-print', '')
      })
      await page.getByRole('button', { name: '打印', exact: true }).click()
      await page.locator('html[data-asked-to-print]').waitFor()
      plan = await shownPlan(page)
      fonts = {
        text: await fontsOf(page, '.plan-editing dd:nth-child(2)'),
        title: await fontsOf(page, '.plan-editing h1'),
      }
      writeFileSync(path, await page.pdf({ preferCSSPageSize: true }))
      pages = readPages(path, filledLines)
      body = pages.map((one) => ({
        ...one,
        words: one.words.filter(({ y1, y2 }) => y1 + y2 > 2 * MARGINS.top && y1 + y2 < 2 * (one.height - MARGINS.top)),
      }))
    })
    afterAll(async () => {
      await browser?.close()
      await server?.stop()
      rmSync(folder, { recursive: true, force: true })
    })

    test('[BP5] on A4, from margin to margin, with nothing of the screen', () => {
      for (const { width, height } of pages)
        expect([width, height].map(Math.round)).toEqual(isWide ? [842, 595] : [595, 842])
      const all = body.flatMap(({ words }) => words)
      expect(all.filter((word) => word.x1 < MARGINS.side - 1 && !hangs(word.text))).toEqual([])
      const [{ width } = { width: 0 }] = pages
      const right = Math.max(...body.flatMap(({ lines }) => lines.map(({ x2 }) => x2)))
      expect(Math.abs(right - (width - MARGINS.side))).toBeLessThan(3)
      const text = all.map((word) => word.text).join('')
      for (const word of ['第 0 分钟', '待补', '折叠', '导出', '待确认']) expect(text).not.toContain(word)
      expect(teacher.faults).toEqual([])
    })

    test('[BP6] every word of the plan is there, and none is cut', () => {
      const shown = count(textOf(body.flatMap(({ words }) => words)))
      const missing = [...count(bare(plan.text))].filter(([sign, times]) => (shown.get(sign) ?? 0) < times)
      expect(missing).toEqual([])
      const cut = body.flatMap((page) => cutWords(page, { side: MARGINS.side, top: 12 }))
      expect(cut.map(({ text }) => text).filter((text) => !hangs(text))).toEqual([])
    })

    test('[BP7] steps are whole where they are shorter than half a page; heads stand over them on every page', () => {
      const pieces = body.map(({ words }) => words.map(({ text }) => bare(text)).filter((text) => text.length > 1))
      const split: string[] = []
      for (const { paragraphs, heads } of plan.rows) {
        const lines = paragraphs.map(bare).filter((text) => text.length > 3)
        const [first, last] = [lines[0] ?? '', lines.at(-1) ?? '']
        if (first === '') continue
        // Lines of neighbouring cells take turns in what is read from a page: a step begins and ends with pieces of its own.
        const begins = pieces.map((all) => all.filter((piece) => first.startsWith(piece)))
        if (
          !pieces.some((all, at) => begins[at]?.length && all.some((piece) => piece.length > 2 && last.includes(piece)))
        )
          split.push(first)
        body.forEach(({ words }, at) => {
          if (!begins[at]?.some((piece) => piece.length > 5)) return
          for (const head of heads) expect(textOf(words)).toContain(bare(head))
        })
      }
      expect(split).toEqual([])
    })

    test('[BP8] a step that runs over begins where it may, and no line of it stands alone', () => {
      const texts = body.map(({ words }) => textOf(words))
      if (!lineIsThere(texts)) return
      const at = (number: number) => texts.findIndex((text) => text.includes(bare(step(number))))
      expect(at(1)).toBe(texts.findIndex((text) => text.includes('第一课时')))
      expect(at(LINES)).toBeGreaterThan(at(1))
      const starts = Array.from({ length: LINES }, (_, index) => at(index + 1))
      expect(starts).not.toContain(-1)
      for (const page of new Set(starts)) expect(starts.filter((one) => one === page).length).toBeGreaterThan(1)
    })

    test('[BP9] no heading stands at the foot of a page', () => {
      for (const page of body) {
        const lowest = Math.max(...page.words.map(({ y2 }) => y2))
        const last = textOf(page.words.filter(({ y2 }) => y2 > lowest - 3))
        expect(plan.headings.map(bare)).not.toContain(last)
      }
    })

    test('[BP10] head and foot: school and title, which version, page of pages; signatures at the end', () => {
      pages.forEach((page, index) => {
        const foot = textOf(page.words.filter(({ y1 }) => y1 > page.height - MARGINS.top))
        expect(foot).toContain(`第${index + 1}页共${pages.length}页`)
        expect(foot).toContain('次改动')
        const head = textOf(page.words.filter(({ y2 }) => y2 < MARGINS.top))
        if (index > 0) for (const words of ['小学', bare(plan.title).slice(0, 10)]) expect(head).toContain(words)
      })
      expect(textOf(body.at(-1)?.words ?? [])).toContain('授课教师:')
    })

    test('[BP11] black on white in 宋体 and 黑体, and the second preparation in red', () => {
      // A font of outlines like these is taken apart on its way into the PDF: its name is known before that only.
      expect(fonts.text).toMatch(/Serif|SimSun|Song/)
      expect(fonts.title).toMatch(/Sans|SimHei|YaHei|PingFang/)
      const xml = execFileSync('pdftohtml', ['-xml', '-i', '-stdout', path], { encoding: 'utf8' })
      const colors = new Set([...xml.matchAll(/<fontspec [^>]*color="([^"]+)"/g)].map(([, color]) => color))
      const others = [...colors].filter((color) => color !== '#000000')
      expect(others).toHaveLength(isRed ? 1 : 0)
      // Rounded on its way through the PDF.
      for (const color of others) expect(color).toMatch(/^#a[78]1[de]1[34]$/)
    })
  },
)

/** The empty half of a bracket at the beginning of a line stands in the margin. */
const hangs = (text: string) => /^[《【（“‘「]/.test(text)
const lineIsThere = (texts: readonly string[]) => texts.some((text) => text.includes(bare(step(1))))
