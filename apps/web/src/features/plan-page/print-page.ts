/** What stands in the margins of every printed page, and which way the paper lies. */
export interface PrintedPage {
  readonly isWide: boolean
  /** Upper margin from the second page on; on the first one the plan's own head says it. */
  readonly head: readonly [left: string, middle: string, right: string]
  readonly code: string
  /** Page of pages, with \uE000 and \uE001 where their numbers go. */
  readonly pageOfPages: string
  /** Rows that may run over a page. */
  readonly longRows: readonly string[]
}

/** Text as a CSS string: every sign that could end it, or the style it stands in, is written as its number. */
const quoted = (text: string): string =>
  `"${text.replaceAll(/[^\p{L}\p{N}\p{Zs}，。、：；（）《》·—-]/gu, (sign) => `\\${sign.codePointAt(0)?.toString(16)} `)}"`

const withCounters = (text: string): string =>
  text
    .split(/([\uE000\uE001])/)
    .map((part) => (part === '\uE000' ? 'counter(page)' : part === '\uE001' ? 'counter(pages)' : quoted(part)))
    .join(' ')

const box = (place: string, content: string): string =>
  `@${place}{content:${content};font:9pt var(--font-doc);color:#000}`

/** The style of the printed page; a browser that knows no boxes in the margins leaves them out. */
export function printedPageStyle({ isWide, head, code, pageOfPages, longRows }: PrintedPage): string {
  const [left, middle, right] = head.map(quoted)
  const places = ['top-left', 'top-center', 'top-right']
  return [
    `@page{size:A4${isWide ? ' landscape' : ''};margin:18mm 16mm;`,
    box('top-left', left ?? '""'),
    box('top-center', middle ?? '""'),
    box('top-right', right ?? '""'),
    box('bottom-left', quoted(code)),
    box('bottom-right', withCounters(pageOfPages)),
    '}',
    `@page :first{${places.map((place) => `@${place}{content:none}`).join('')}}`,
    ...(longRows.length === 0
      ? []
      : [
          `@media print{${longRows.map((id) => `.plan-doc tr[data-row-id=${quoted(id)}]`).join(',')}{break-inside:auto}}`,
        ]),
  ].join('')
}

/** A4 without its margins, CSS pixels. */
const PAPER = { short: 178 * (96 / 25.4), long: 265 * (96 / 25.4), lower: 174 * (96 / 25.4), higher: 261 * (96 / 25.4) }
/** Size of text in cells on paper, CSS pixels. */
const CELL_TEXT = 10 * (96 / 72)

export interface ShownRow {
  readonly rowId: string
  /** As the screen shows it: height of the row, width of its table, size of its text. */
  readonly height: number
  readonly width: number
  readonly textSize: number
}

/** Rows that will be longer than half a page. A page is laid out only after it could be asked, so height is reckoned from the screen's. */
export function rowsLongerThanHalfAPage(rows: readonly ShownRow[], isWide: boolean): string[] {
  const [width, height] = isWide ? [PAPER.long, PAPER.lower] : [PAPER.short, PAPER.higher]
  return rows
    .filter((row) => ((row.height * row.width) / width) * (CELL_TEXT / row.textSize) ** 2 > height / 2)
    .map(({ rowId }) => rowId)
}
