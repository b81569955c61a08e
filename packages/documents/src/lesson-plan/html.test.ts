import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planHtml } from './html.ts'
import { outlineOf } from './outline.ts'
import { plainText, readLessonPlan } from './read.ts'
import type { DocJson } from './read.ts'

const html = (content: DocJson[]): string => planHtml({ type: 'doc', content }, { formula: () => null })
const p = (text: string, attrs = {}): DocJson => ({ type: 'paragraph', attrs, content: [{ type: 'text', text }] })

const TAG =
  /^<(\/?)(h[1-6]|p|div|span|table|tbody|tr|th|td|ul|ol|li|dl|dd|a|strong|em|u|s|sup|sub|mark|br|hr|img)((?: [a-z][a-z0-9-]*="[^"<>]*")*)>$/
const VOID = new Set(['br', 'hr', 'img'])

/** Reads markup strictly: known elements, closed in order, attributes in quotes; gives its text. */
function strictText(markup: string): string {
  const open: string[] = []
  let text = ''
  for (const part of markup.split(/(<[^>]*>)/)) {
    if (!part.startsWith('<')) {
      expect(part).not.toMatch(/[<>]/)
      text += part
      continue
    }
    const [, closes, name = '', attributes = ''] = TAG.exec(part) ?? []
    expect(name, part).not.toBe('')
    for (const [, attribute = '', value = ''] of attributes.matchAll(/ ([^=]+)="([^"]*)"/g)) {
      expect(attribute).not.toMatch(/^(?:on.*|srcdoc|formaction)$/)
      if (attribute === 'href' || attribute === 'src')
        expect(value).toMatch(/^(?:\/api\/v1\/files\/|https?:|mailto:|tel:|#)/i)
    }
    if (closes) expect(open.pop()).toBe(name)
    else if (!VOID.has(name)) open.push(name)
  }
  expect(open).toEqual([])
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
}

describe('[WB3] a plan as markup to read', () => {
  test('whatever stands in the shared document stays text and attributes', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        '"><script>alert(1)</script>',
        "' onerror='x",
        'javascript:alert(1)',
        '<img src=x onerror=1>',
        '&lt;',
      ),
    )
    const name = fc.oneof(
      hostile,
      fc.constantFrom('rowId', 'colspan', 'rowspan', 'level', 'href', 'fileId', 'style', 'onclick', 'section', 'field'),
    )
    const attrs = fc.dictionary(name, fc.oneof(hostile, fc.integer(), fc.constant(null), fc.constant(1e9)))
    const types =
      'title header headerField heading objective paragraph bulletList orderedList listItem box rule table tableRow ' +
      'tableHeader tableCell image formula attachment hardBreak script'
    const type = fc.constantFrom(...types.split(' '))
    const mark = fc.record({ type: fc.constantFrom('link', 'ruby', 'strong', 'redPen', 'script'), attrs })
    const { node } = fc.letrec<{ node: DocJson }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        fc.record({
          type: fc.constant('text'),
          text: hostile,
          marks: fc.array(mark, { maxLength: 2 }),
        }) as fc.Arbitrary<DocJson>,
        fc.record({ type, attrs, content: fc.array(tie('node'), { maxLength: 4 }) }) as fc.Arbitrary<DocJson>,
      ),
    }))
    const seed = Date.now() % 2 ** 31
    console.log(`seed ${seed}`)
    fc.assert(
      fc.property(fc.array(node, { maxLength: 5 }), (content) => void strictText(html(content))),
      { seed, numRuns: 500 },
    )
  })

  test('all text of a plan is there, in order', () => {
    const doc: DocJson = {
      type: 'doc',
      content: [
        { type: 'title', content: [{ type: 'text', text: '比 & 比' }] },
        { type: 'heading', attrs: { level: 2, section: 'process' }, content: [{ type: 'text', text: '教学过程' }] },
        p('先看 <图>', { objectiveId: null }),
      ],
    }
    expect(strictText(planHtml(doc, { formula: () => null }))).toBe(plainText(doc).replace(/\n+/g, ''))
  })

  test('a cell that claims a thousand million columns and rows is read as one of a thousand', () => {
    const cell = { type: 'tableCell', attrs: { colspan: 1e9, rowspan: 1e9 }, content: [p('x')] }
    const content = [
      { type: 'table', attrs: { kind: 'process' }, content: [{ type: 'tableRow', attrs: {}, content: [cell] }] },
    ]
    expect(html(content)).toContain('<td colspan="1000" rowspan="1000"')
    expect(outlineOf({ type: 'doc', content }).rows).toHaveLength(1)
    expect(readLessonPlan({ type: 'doc', content }).rows).toHaveLength(1)
  })

  test('[HT7] a table whose cells together claim millions of places is walked in as many as a plan may have', () => {
    const cell = (type: string) => ({ type, attrs: { colspan: 1e9, rowspan: 1e9 }, content: [p('x')] })
    const row = (cells: DocJson[]) => ({ type: 'tableRow', attrs: {}, content: cells })
    const heads = Array.from({ length: 300 }, () => cell('tableHeader'))
    const rows = Array.from({ length: 60 }, () => row([cell('tableCell'), cell('tableCell')]))
    const content = [{ type: 'table', attrs: { kind: 'process' }, content: [row(heads), ...rows] }]
    const read = readLessonPlan({ type: 'doc', content })
    expect(read.rows).toHaveLength(60)
    expect(read.columns[0]?.columns.length).toBeLessThan(10_000)
    expect(outlineOf({ type: 'doc', content }).rows).toHaveLength(60)
    expect(html(content).match(/<t[dh] /g)).toHaveLength(420)
  })

  test('a link that would run a script leads nowhere', () => {
    const link = (href: string): DocJson => ({
      type: 'paragraph',
      content: [{ type: 'text', text: '看', marks: [{ type: 'link', attrs: { href } }] }],
    })
    expect(html([link('javascript:alert(1)')])).toContain('href="#"')
    expect(html([link('https://a.example/?a=1&b="2"')])).toContain('href="https://a.example/?a=1&amp;b=&quot;2&quot;"')
  })

  test('sections that begin folded, the ruler’s place and a formula beyond us are marked', () => {
    const row = (...cells: DocJson[]): DocJson => ({ type: 'tableRow', attrs: { rowId: 'r' }, content: cells })
    const markup = html([
      { type: 'heading', attrs: { level: 2, section: 'textbook' }, content: [{ type: 'text', text: '教材分析' }] },
      p('写了'),
      { type: 'heading', attrs: { level: 2, section: 'process' }, content: [{ type: 'text', text: '教学过程' }] },
      {
        type: 'table',
        attrs: { kind: 'process' },
        content: [
          row(
            { type: 'tableHeader', attrs: { field: 'phase' }, content: [p('环节')] },
            { type: 'tableHeader', attrs: { field: 'minutes' }, content: [p('时间')] },
          ),
          row({ type: 'tableCell', content: [p('导入')] }, { type: 'tableCell', content: [p('5')] }),
        ],
      },
      { type: 'paragraph', content: [{ type: 'formula', attrs: { latex: 'a<b' } }] },
    ])
    expect(markup).toContain('<div class="plan-folds has-folds"></div><h2 data-section="textbook" class="is-folded">')
    expect(markup).toContain('<div class="plan-ruler is-timed" data-table="1"></div><table')
    expect(markup).toContain('<td data-column="minutes">')
    expect(markup).toContain('<span data-latex="a&lt;b" data-display="false">a&lt;b</span>')
  })
})
