import type { DocJson } from '@gongyan/documents/read'
import { drawFormula } from './formula.ts'
import { columnShares, markerStyle } from './layout.ts'

/** What the readable page needs from outside: names of header fields, and places to put controls into. */
export interface RenderOptions {
  readonly fieldName: (key: string, label: string | null) => string
  /** Called with an empty element before each 教学过程 table, for the ruler. */
  readonly onProcess?: (host: HTMLElement, tableIndex: number) => void
  /** Called with an empty element before the first section, for the line of folded ones. */
  readonly onFolds?: (host: HTMLElement) => void
}

const dataName = (name: string) => `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
const isSafeHref = (href: string): boolean => /^(https?:|mailto:|tel:|#)/i.test(href)

/** Pictures that the first window may show: those do not wait for the layout to find them. */
const EAGER_IMAGES = 2
let images = 0

const SIMPLE_MARKS: Readonly<Record<string, string>> = {
  strong: 'strong',
  em: 'em',
  underline: 'u',
  strike: 's',
  superscript: 'sup',
  subscript: 'sub',
  highlight: 'mark',
}

function element(tag: string, attributes: Readonly<Record<string, unknown>> = {}): HTMLElement {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes))
    if (value !== null && value !== undefined)
      node.setAttribute(name, typeof value === 'string' ? value : JSON.stringify(value))
  return node
}

const dataOf = (attrs: Record<string, unknown> | undefined): Record<string, unknown> =>
  Object.fromEntries(Object.entries(attrs ?? {}).map(([name, value]) => [dataName(name), value]))

function withMarks(node: Node, marks: DocJson['marks']): Node {
  let inner = node
  for (const mark of [...(marks ?? [])].reverse()) {
    const attrs = mark.attrs ?? {}
    const href = String(attrs['href'] ?? '')
    const outer = SIMPLE_MARKS[mark.type]
      ? element(SIMPLE_MARKS[mark.type] ?? 'span')
      : mark.type === 'link'
        ? element('a', { href: isSafeHref(href) ? href : '#', rel: 'noopener noreferrer nofollow', target: '_blank' })
        : mark.type === 'emphasisDot'
          ? element('span', { 'data-emphasis-dot': '' })
          : mark.type === 'redPen'
            ? element('span', { 'data-red-pen': '' })
            : mark.type === 'ruby'
              ? element('span', { 'data-ruby': attrs['annotation'] })
              : element('span')
    outer.append(inner)
    inner = outer
  }
  return inner
}

function inlineOf(nodes: readonly DocJson[] | undefined): Node[] {
  return (nodes ?? []).map((node) => {
    const attrs = node.attrs ?? {}
    if (node.text !== undefined) return withMarks(document.createTextNode(node.text), node.marks)
    if (node.type === 'hardBreak') return withMarks(element('br'), node.marks)
    if (node.type === 'image')
      return withMarks(
        element('img', {
          'data-file-id': attrs['fileId'],
          src: `/api/v1/files/${String(attrs['fileId'])}`,
          alt: attrs['alt'] ?? '',
          loading: images++ < EAGER_IMAGES ? null : 'lazy',
          width: attrs['width'],
          height: attrs['height'],
        }),
        node.marks,
      )
    if (node.type === 'formula') {
      const formula = element('span', {
        'data-latex': attrs['latex'],
        'data-display': String(attrs['display'] ?? false),
      })
      drawFormula(formula, String(attrs['latex'] ?? ''), attrs['display'] === true)
      return withMarks(formula, node.marks)
    }
    if (node.type === 'attachment') {
      const link = element('a', { 'data-attachment': '', href: `/api/v1/files/${String(attrs['fileId'])}` })
      link.textContent = String(attrs['name'] ?? '')
      return withMarks(link, node.marks)
    }
    return document.createTextNode('')
  })
}

/** Inline content; an empty block keeps its line. */
function fill(target: HTMLElement, nodes: readonly DocJson[] | undefined): HTMLElement {
  const inline = inlineOf(nodes)
  target.append(...(inline.length > 0 ? inline : [element('br')]))
  return target
}

function tableOf(node: DocJson, options: RenderOptions, index: number): HTMLElement {
  const isProcess = node.attrs?.['kind'] === 'process'
  const table = element('table', dataOf(node.attrs))
  const body = element('tbody')
  const heads = node.content?.[0]?.content ?? []
  const fields = heads.flatMap((head) =>
    Array.from(
      { length: Math.max(1, Number(head.attrs?.['colspan'] ?? 1)) },
      () => (head.attrs?.['field'] as string | null) ?? null,
    ),
  )
  const taken: boolean[][] = []
  const shares = isProcess ? columnShares(heads.map((head) => (head.attrs?.['field'] as string | null) ?? null)) : []
  ;(node.content ?? []).forEach((row, rowIndex) => {
    const line = element('tr', dataOf(row.attrs))
    ;(row.content ?? []).forEach((cell, cellIndex) => {
      const attrs = cell.attrs ?? {}
      const isHead = cell.type === 'tableHeader'
      const one = element(isHead ? 'th' : 'td', {
        colspan: Number(attrs['colspan'] ?? 1) > 1 ? String(attrs['colspan']) : null,
        rowspan: Number(attrs['rowspan'] ?? 1) > 1 ? String(attrs['rowspan']) : null,
        'data-field': attrs['field'] ?? null,
        scope: isHead ? 'col' : null,
      })
      if (isProcess && rowIndex === 0 && shares[cellIndex] !== undefined) one.style.width = `${shares[cellIndex]}%`
      const slots = (taken[rowIndex] ??= [])
      let column = 0
      while (slots[column]) column++
      const colspan = Math.max(1, Number(attrs['colspan'] ?? 1))
      for (let r = 0; r < Math.max(1, Number(attrs['rowspan'] ?? 1)); r++)
        for (let c = column; c < column + colspan; c++) (taken[rowIndex + r] ??= [])[c] = true
      const field = fields[column]
      if (isProcess && rowIndex > 0 && (field === 'phase' || field === 'minutes' || field === 'second'))
        one.dataset['column'] = field
      one.append(...blocksOf(cell.content, options, index))
      line.append(one)
    })
    body.append(line)
  })
  table.append(body)
  return table
}

function blocksOf(nodes: readonly DocJson[] | undefined, options: RenderOptions, table: number): HTMLElement[] {
  return (nodes ?? []).map((node) => blockOf(node, options, table))
}

function blockOf(node: DocJson, options: RenderOptions, table: number): HTMLElement {
  const attrs = node.attrs ?? {}
  switch (node.type) {
    case 'title':
      return fill(element('h1', { 'data-title': '' }), node.content)
    case 'header': {
      const list = element('dl', { 'data-header': '', role: 'none' })
      for (const field of node.content ?? []) {
        const key = String(field.attrs?.['key'] ?? '')
        const label = (field.attrs?.['label'] as string | null) ?? null
        list.append(
          fill(element('dd', { ...dataOf(field.attrs), 'data-name': options.fieldName(key, label) }), field.content),
        )
      }
      return list
    }
    case 'heading':
      return fill(element(`h${Number(attrs['level'] ?? 2)}`, { 'data-section': attrs['section'] }), node.content)
    case 'objective':
      return fill(element('p', { 'data-objective': '', ...dataOf(attrs) }), node.content)
    case 'paragraph':
      return fill(element('p', dataOf(attrs)), node.content)
    case 'bulletList':
    case 'orderedList': {
      const list = element(node.type === 'bulletList' ? 'ul' : 'ol', {
        start: node.type === 'orderedList' ? String(attrs['start'] ?? 1) : null,
        'data-format': attrs['format'],
      })
      ;(node.content ?? []).forEach((item, index) => {
        const line = element('li')
        if (node.type === 'orderedList')
          line.setAttribute(
            'style',
            markerStyle((attrs['format'] as string | null) ?? null, Number(attrs['start'] ?? 1) + index),
          )
        line.append(...blocksOf(item.content, options, table))
        list.append(line)
      })
      return list
    }
    case 'box': {
      const box = element('div', { 'data-box': '' })
      box.append(...blocksOf(node.content, options, table))
      return box
    }
    case 'rule':
      return element('hr')
    case 'table':
      return tableOf(node, options, table)
    default: {
      const other = element('div')
      other.append(...blocksOf(node.content, options, table))
      return other
    }
  }
}

/** The plan as a page to read, with the same elements the editor makes of it, so that one takes the other's place without a jump. */
export function renderPlan(doc: DocJson, options: RenderOptions): HTMLElement[] {
  let tables = 0
  let hasFolds = false
  images = 0
  return (doc.content ?? []).flatMap((node) => {
    if (!hasFolds && options.onFolds && typeof node.attrs?.['section'] === 'string') {
      hasFolds = true
      const host = element('div', { class: 'plan-folds' })
      options.onFolds(host)
      return [host, ...blockWithRuler(node)]
    }
    return blockWithRuler(node)
  })

  function blockWithRuler(node: DocJson): HTMLElement[] {
    if (node.type !== 'table' || node.attrs?.['kind'] !== 'process') return [blockOf(node, options, 0)]
    const host = element('div', { class: 'plan-ruler' })
    options.onProcess?.(host, ++tables)
    return [host, blockOf(node, options, tables)]
  }
}

/** Hides parts of a rendered plan: folded sections, or everything but one part on a small screen. */
export function foldRendered(
  root: HTMLElement,
  folded: ReadonlySet<string>,
  only: { kind: 'section'; section: string | null } | { kind: 'row'; rowId: string } | null,
): void {
  let section: string | null = null
  for (const block of root.children) {
    if (!(block instanceof HTMLElement)) continue
    section = block.dataset['section'] ?? section
    const row =
      only?.kind === 'row' ? block.querySelector<HTMLElement>(`tr[data-row-id="${CSS.escape(only.rowId)}"]`) : null
    block.classList.toggle(
      'is-folded',
      only === null
        ? section !== null && folded.has(section)
        : only.kind === 'section'
          ? section !== only.section
          : row === null,
    )
    if (!row) continue
    const heads = [...block.querySelectorAll('th')].map((head) => head.textContent?.trim() ?? '')
    const own = row.children.length
    for (const line of block.querySelectorAll('tr')) line.classList.toggle('is-folded', line !== row)
    // Cells that reach down from rows above stand at the left, as schools merge them.
    ;[...row.children].forEach((cell, index) => {
      if (cell instanceof HTMLElement) cell.dataset['name'] = heads[heads.length - own + index] ?? ''
    })
  }
}
