import { columnShares, fieldName, longestWord, markerStyle, saysLiteracy, saysNumber } from './layout.ts'
import { foldable, outlineOf, textOf } from './outline.ts'
import { spanOf, spansOf } from './read.ts'
import type { DocJson } from './read.ts'

/** What the readable page needs from outside this package. */
export interface PlanHtmlOptions {
  /** A formula as markup; null where it must stand as its LaTeX for now. */
  readonly formula: (latex: string, isDisplay: boolean) => string | null
  /** Attributes of a mark of the reader's own, which no document has, on the text it marks. */
  readonly markAttributes?: (type: string, attrs: Readonly<Record<string, unknown>>) => Readonly<Record<string, string>>
}

/** Pictures that the first window may show: those do not wait for the layout to find them. */
const EAGER_IMAGES = 2

const SIMPLE_MARKS: Readonly<Record<string, string>> = {
  strong: 'strong',
  em: 'em',
  underline: 'u',
  strike: 's',
  superscript: 'sup',
  subscript: 'sub',
  highlight: 'mark',
}

type Attributes = Readonly<Record<string, unknown>>

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (text: string): string => text.replace(/[&<>"]/g, (char) => ESCAPES[char] ?? char)
const dataName = (name: string): string => `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
const dataOf = (attrs: Attributes | undefined): Attributes =>
  Object.fromEntries(Object.entries(attrs ?? {}).map(([name, value]) => [dataName(name), value]))
const isSafeHref = (href: string): boolean => /^(https?:|mailto:|tel:|#)/i.test(href)
/** Names come out of the shared document too: one that is not a plain name would end the tag. */
const ATTRIBUTE_NAME = /^[a-z][a-z0-9-]*$/
const VOID = new Set(['br', 'hr', 'img'])

const headingLevel = (level: unknown): number => Math.min(6, Math.max(1, Math.trunc(Number(level ?? 2)) || 2))

function element(tag: string, attributes: Attributes = {}, inner = ''): string {
  const written = Object.entries(attributes)
    .filter(([name, value]) => ATTRIBUTE_NAME.test(name) && value !== null && value !== undefined)
    .map(([name, value]) => ` ${name}="${escape(typeof value === 'string' ? value : JSON.stringify(value))}"`)
    .join('')
  return VOID.has(tag) ? `<${tag}${written}>` : `<${tag}${written}>${inner}</${tag}>`
}

function withMarks(inner: string, marks: DocJson['marks'], { markAttributes }: PlanHtmlOptions): string {
  return [...(marks ?? [])].reverse().reduce((html, { type, attrs = {} }) => {
    const simple = SIMPLE_MARKS[type]
    if (simple) return element(simple, {}, html)
    switch (type) {
      case 'link': {
        const href = String(attrs['href'] ?? '')
        const safe = isSafeHref(href) ? href : '#'
        return element('a', { href: safe, rel: 'noopener noreferrer nofollow', target: '_blank' }, html)
      }
      case 'emphasisDot':
        return element('span', { 'data-emphasis-dot': '' }, html)
      case 'redPen':
        return element('span', { 'data-red-pen': '' }, html)
      case 'ruby':
        return element('span', { 'data-ruby': attrs['annotation'] }, html)
      default:
        return element('span', markAttributes?.(type, attrs), html)
    }
  }, inner)
}

/**
 * The plan as markup to read, with the same elements the editor makes of it, so that one takes the other's place without a
 * jump. `div.plan-folds` before the first section and `div.plan-ruler` before each 教学过程 stand empty, for controls, and say
 * with `has-folds` and `is-timed` what will stand there; sections that begin folded carry `is-folded`. Text and attributes are escaped; a link that is not http(s), mailto, tel or `#` leads
 * nowhere.
 */
export function planHtml(doc: DocJson, options: PlanHtmlOptions): string {
  const outline = outlineOf(doc)
  const folded = new Set(foldable(outline))
  let images = 0
  let tables = 0
  let section: string | null = null
  return (doc.content ?? []).map(topBlock).join('')

  function topBlock(node: DocJson): string {
    const own = node.attrs?.['section']
    const begins = typeof own === 'string'
    const folds =
      begins && section === null
        ? element('div', { class: folded.size > 0 ? 'plan-folds has-folds' : 'plan-folds' })
        : ''
    if (begins) section = own
    const hidden = section !== null && folded.has(section) ? { class: 'is-folded' } : {}
    if (node.type !== 'table' || node.attrs?.['kind'] !== 'process') return folds + block(node, hidden)
    const isTimed = outline.tables[tables++]?.rows.some(({ minutes, continues }) => minutes !== null && !continues)
    const ruler = {
      class: ['plan-ruler', isTimed ? 'is-timed' : null, hidden.class].filter(Boolean).join(' '),
      'data-table': String(tables),
    }
    return folds + element('div', ruler) + block(node, hidden)
  }

  function inline(nodes: readonly DocJson[] | undefined): string {
    return (nodes ?? []).map((node) => withMarks(inlineNode(node, node.attrs ?? {}), node.marks, options)).join('')
  }

  function inlineNode(node: DocJson, attrs: Attributes): string {
    if (node.text !== undefined) return escape(node.text)
    const file = `/api/v1/files/${encodeURIComponent(String(attrs['fileId']))}`
    switch (node.type) {
      case 'hardBreak':
        return element('br')
      case 'image':
        return element('img', {
          'data-file-id': attrs['fileId'],
          src: file,
          alt: attrs['alt'] ?? '',
          loading: images++ < EAGER_IMAGES ? null : 'lazy',
          width: attrs['width'],
          height: attrs['height'],
        })
      case 'formula': {
        const latex = String(attrs['latex'] ?? '')
        const isDisplay = attrs['display'] === true
        const drawn = options.formula(latex, isDisplay)
        return element(
          'span',
          { 'data-latex': latex, 'data-display': String(isDisplay), 'data-state': drawn === null ? null : 'ready' },
          drawn ?? escape(latex),
        )
      }
      case 'attachment':
        return element('a', { 'data-attachment': '', href: file }, escape(String(attrs['name'] ?? '')))
      default:
        return ''
    }
  }

  /** An empty block keeps its line. */
  function text(nodes: readonly DocJson[] | undefined): string {
    return inline(nodes) || element('br')
  }

  function blocks(nodes: readonly DocJson[] | undefined): string {
    return (nodes ?? []).map((node) => block(node)).join('')
  }

  function block(node: DocJson, extra: Attributes = {}): string {
    const attrs = node.attrs ?? {}
    switch (node.type) {
      case 'title':
        return element('h1', { 'data-title': '', ...extra }, text(node.content))
      case 'header':
        return element(
          'dl',
          { 'data-header': '', role: 'none', ...extra },
          (node.content ?? [])
            .map((field) => {
              const name = fieldName(
                String(field.attrs?.['key'] ?? ''),
                (field.attrs?.['label'] as string | null) ?? null,
              )
              return element('dd', { ...dataOf(field.attrs), 'data-name': name }, text(field.content))
            })
            .join(''),
        )
      case 'heading':
        return element(
          `h${headingLevel(attrs['level'])}`,
          { 'data-section': attrs['section'], ...extra },
          text(node.content),
        )
      case 'objective':
        return element(
          'p',
          {
            'data-objective': '',
            ...dataOf(attrs),
            ...(saysLiteracy(textOf(node), attrs['literacy']) ? { 'data-says-literacy': '' } : {}),
            ...(saysNumber(textOf(node)) ? { 'data-says-number': '' } : {}),
            ...extra,
          },
          text(node.content),
        )
      case 'paragraph':
        return element('p', { ...dataOf(attrs), ...extra }, text(node.content))
      case 'bulletList':
        return element(
          'ul',
          { 'data-format': attrs['format'], ...extra },
          (node.content ?? []).map((item) => element('li', {}, blocks(item.content))).join(''),
        )
      case 'orderedList': {
        const start = Number(attrs['start'] ?? 1)
        const format = (attrs['format'] as string | null) ?? null
        return element(
          'ol',
          { start: String(start), 'data-format': format, ...extra },
          (node.content ?? [])
            .map((item, index) => element('li', { style: markerStyle(format, start + index) }, blocks(item.content)))
            .join(''),
        )
      }
      case 'box':
        return element('div', { 'data-box': '', ...extra }, blocks(node.content))
      case 'rule':
        return element('hr', extra)
      case 'table':
        return table(node, extra)
      default:
        return element('div', extra, blocks(node.content))
    }
  }

  function table(node: DocJson, extra: Attributes): string {
    const isProcess = node.attrs?.['kind'] === 'process'
    const heads = node.content?.[0]?.content ?? []
    const fieldOf = (head: DocJson): string | null => (head.attrs?.['field'] as string | null) ?? null
    const lines = node.content ?? []
    const headSpans = spansOf(lines)
    /** The head above each column. */
    const headOf = heads.flatMap((head, index) => Array.from({ length: headSpans(head, 0).colspan }, () => index))
    const columns = cellColumns(lines)
    const words: number[] = []
    for (const [rowIndex, row] of lines.entries())
      for (const [cellIndex, cell] of (isProcess && rowIndex > 0 ? (row.content ?? []) : []).entries()) {
        const head = headOf[columns[rowIndex]?.[cellIndex] ?? -1]
        if (head !== undefined) words[head] = Math.max(words[head] ?? 0, longestWord(textOf(cell)))
      }
    const shares = isProcess ? columnShares(heads.map(fieldOf), words) : []
    const rows = lines.map((row, rowIndex) => {
      const cells = (row.content ?? []).map((cell, cellIndex) => {
        const [colspan, rowspan] = [spanOf(cell, 'colspan'), spanOf(cell, 'rowspan')]
        const head = heads[headOf[columns[rowIndex]?.[cellIndex] ?? -1] ?? -1]
        const field = head ? fieldOf(head) : null
        const isHead = cell.type === 'tableHeader'
        const share = isProcess && rowIndex === 0 ? shares[cellIndex] : undefined
        return element(
          isHead ? 'th' : 'td',
          {
            colspan: colspan > 1 ? String(colspan) : null,
            rowspan: rowspan > 1 ? String(rowspan) : null,
            'data-field': cell.attrs?.['field'] ?? null,
            scope: isHead ? 'col' : null,
            style: share === undefined ? null : `width:${share}%`,
            'data-column':
              isProcess && rowIndex > 0 && (field === 'phase' || field === 'minutes' || field === 'second')
                ? field
                : null,
          },
          blocks(cell.content),
        )
      })
      return element('tr', dataOf(row.attrs), cells.join(''))
    })
    return element('table', { ...dataOf(node.attrs), ...extra }, element('tbody', {}, rows.join('')))
  }
}

/** The column in which each cell of each row begins, merged cells counted. */
function cellColumns(lines: readonly DocJson[]): number[][] {
  const taken: boolean[][] = []
  const spans = spansOf(lines)
  return lines.map((row, rowIndex) => {
    const slots = (taken[rowIndex] ??= [])
    let column = 0
    return (row.content ?? []).map((cell) => {
      while (slots[column]) column++
      const { colspan, rowspan } = spans(cell, rowIndex)
      for (let r = rowIndex; r < rowIndex + rowspan; r++)
        for (let c = column; c < column + colspan; c++) (taken[r] ??= [])[c] = true
      return column
    })
  })
}
