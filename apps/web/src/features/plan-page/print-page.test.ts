import { expect, test } from 'vitest'
import { printedPageStyle, rowsLongerThanHalfAPage } from './print-page.ts'

const page = { isWide: false, head: ['校', '题', '科'], code: '', pageOfPages: '第 \uE000 页', longRows: [] } as const

test('[BP1] a plan with an assistant’s column lies on its side', () => {
  expect(printedPageStyle(page)).toContain('size:A4;')
  expect(printedPageStyle({ ...page, isWide: true })).toContain('size:A4 landscape;')
})

test('[BP2] page and pages are counted, words around them stay', () => {
  expect(printedPageStyle({ ...page, pageOfPages: '第 \uE000 页　共 \uE001 页' })).toContain(
    'content:"第 " counter(page) " 页　共 " counter(pages) " 页"',
  )
})

test('[BP3] no title ends the style it stands in', () => {
  const style = printedPageStyle({ ...page, head: ['"}</style><script>', 'a\\b\n', '科'] })
  expect(style).not.toMatch(/<|"\}/)
  expect(style).toContain('content:"\\22 \\7d \\3c \\2f style\\3e \\3c script\\3e "')
})

test('[BP4] a row longer than half a page may run over it, a shorter one not', () => {
  const row = (rowId: string, height: number) => ({ rowId, height, width: 672, textSize: 13.33 })
  const rows = [row('a', 480), row('b', 500), row('c', 340)]
  expect(rowsLongerThanHalfAPage(rows, false)).toEqual(['b'])
  expect(
    rowsLongerThanHalfAPage(
      rows.map((one) => ({ ...one, width: 1001 })),
      true,
    ),
  ).toEqual(['a', 'b', 'c'])
  expect(printedPageStyle({ ...page, longRows: ['b'] })).toContain('tr[data-row-id="b"]{break-inside:auto}')
})
