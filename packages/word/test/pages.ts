import { execFileSync } from 'node:child_process'

/** A word or a line on a page, in points from its upper left corner. */
export interface Rect {
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
}
export interface Word extends Rect {
  readonly text: string
}
/** A drawn straight line and how thick it is. */
export interface Line extends Rect {
  readonly thickness: number
}
export interface Page {
  readonly width: number
  readonly height: number
  readonly words: readonly Word[]
  readonly lines: readonly Line[]
}

const text = (program: string, args: readonly string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 })
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const decode = (words: string) => words.replaceAll(/&(\w+);/g, (_, name: string) => ENTITIES[name] ?? '')

const svgOf = (pdf: string, page: number): string =>
  text('pdftocairo', ['-svg', '-f', String(page), '-l', String(page), pdf, '-'])

/** Straight lines of a page, as poppler draws them. */
function strokedLines(pdf: string, page: number): Line[] {
  const svg = svgOf(pdf, page)
  return [
    ...svg.matchAll(
      /<path [^>]*stroke-width:([\d.]+)[^>]* d="M ([\d.-]+) ([\d.-]+) L ([\d.-]+) ([\d.-]+) " transform="matrix\(([^)]+)\)"/g,
    ),
  ].map(([, thickness, ...rest]) => {
    const [ax = 0, ay = 0, bx = 0, by = 0] = rest.slice(0, 4).map(Number)
    const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = (rest[4] ?? '').split(',').map(Number)
    const xs = [a * ax + c * ay + e, a * bx + c * by + e]
    const ys = [b * ax + d * ay + f, b * bx + d * by + f]
    return {
      x1: Math.min(...xs),
      x2: Math.max(...xs),
      y1: Math.min(...ys),
      y2: Math.max(...ys),
      thickness: Number(thickness),
    }
  })
}

/** Lines as a browser draws them: filled boxes of no more than three points. */
export function filledLines(pdf: string, page: number): Line[] {
  const svg = svgOf(pdf, page).replaceAll(/<(clipPath|defs)[\s\S]*?<\/\1>/g, '')
  return [...svg.matchAll(/<path ([^>]*) d="([^"]*)"([^>]*)/g)].flatMap(([, before = '', d = '', after = '']) => {
    if (before.includes('fill="none"') || /[CQA]/.test(d)) return []
    const [a = 1, , , dd = 1, e = 0, f = 0] = (
      /transform="matrix\(([^)]+)\)"/.exec(before + after)?.[1] ?? '1,0,0,1,0,0'
    )
      .split(',')
      .map(Number)
    return d
      .split('M')
      .slice(1)
      .flatMap((part) => {
        const numbers = [...part.matchAll(/-?[\d.]+/g)].map(([number]) => Number(number))
        const xs = numbers.filter((_, index) => index % 2 === 0).map((x) => a * x + e)
        const ys = numbers.filter((_, index) => index % 2 === 1).map((y) => dd * y + f)
        const [x1, x2, y1, y2] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
        if (numbers.length < 8) return []
        const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2]
        if (x2 - x1 <= 3 && y2 - y1 > 3) return [{ x1: x, x2: x, y1, y2, thickness: x2 - x1 }]
        if (y2 - y1 <= 3 && x2 - x1 > 3) return [{ x1, x2, y1: y, y2: y, thickness: y2 - y1 }]
        return []
      })
  })
}

/** The pages of a PDF: where each word stands and each straight line runs. */
export function readPages(pdf: string, linesOf = strokedLines): Page[] {
  const boxes = text('pdftotext', ['-bbox-layout', pdf, '-'])
  return boxes
    .split('<page ')
    .slice(1)
    .map((part, index) => {
      const [width = 0, height = 0] = [...(/width="([\d.]+)" height="([\d.]+)"/.exec(part)?.slice(1) ?? [])].map(Number)
      const words = [
        ...part.matchAll(/<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)</g),
      ].map((match) => {
        const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = match.slice(1, 5).map(Number)
        return { x1, y1, x2, y2, text: decode(match[5] ?? '') }
      })
      return { width, height, words, lines: linesOf(pdf, index + 1) }
    })
}

const isVertical = (line: Line) => line.x2 - line.x1 < 1 && line.y2 - line.y1 > 4
const isHorizontal = (line: Line) => line.y2 - line.y1 < 1 && line.x2 - line.x1 > 4

/** The lines of tables: upright ones, and level ones that end at upright ones; rules and underlines are none. */
export function gridOf({ lines }: Page): { upright: Line[]; level: Line[] } {
  const upright = lines.filter(isVertical)
  const meets = (x: number, y: number) =>
    upright.some((line) => Math.abs(line.x1 - x) < 2 && line.y1 - 2 < y && y < line.y2 + 2)
  return {
    upright,
    level: lines.filter((line) => isHorizontal(line) && meets(line.x1, line.y1) && meets(line.x2, line.y1)),
  }
}

/** Words that do not lie inside their cell or inside the margins: a line of the grid runs through them, or the paper ends. */
export function cutWords(page: Page, margin: { side: number; top: number }): Word[] {
  const { upright, level } = gridOf(page)
  return page.words.filter((word) => {
    const rise = (word.y2 - word.y1) * 0.3
    return (
      word.x1 < margin.side - 1 ||
      word.x2 > page.width - margin.side + 1 ||
      word.y1 < margin.top - 1 ||
      word.y2 > page.height - margin.top + 1 ||
      upright.some(
        (line) =>
          line.x1 > word.x1 + 1 && line.x1 < word.x2 - 1 && line.y1 < word.y2 - rise && line.y2 > word.y1 + rise,
      ) ||
      level.some(
        (line) =>
          line.y1 > word.y1 + rise && line.y1 < word.y2 - rise && line.x1 < word.x2 - 1 && line.x2 > word.x1 + 1,
      )
    )
  })
}

/** The cell that a word stands in: the nearest lines around it, and no end where there is none. */
export function boxOf(word: Rect, page: Page): Rect {
  const { upright, level } = gridOf(page)
  const [x, y] = [(word.x1 + word.x2) / 2, (word.y1 + word.y2) / 2]
  const beside = upright.filter((line) => line.y1 - 1 < y && y < line.y2 + 1).map(({ x1 }) => x1)
  const around = level.filter((line) => line.x1 - 1 < x && x < line.x2 + 1).map(({ y1 }) => y1)
  return {
    x1: Math.max(0, ...beside.filter((at) => at < x)),
    x2: Math.min(page.width, ...beside.filter((at) => at > x)),
    y1: Math.max(0, ...around.filter((at) => at < y)),
    y2: Math.min(page.height, ...around.filter((at) => at > y)),
  }
}
