import { Schema } from 'prosemirror-model'
import type { DOMOutputSpec, MarkSpec, NodeSpec } from 'prosemirror-model'

export { LESSON_PLAN_LAYOUT } from './version.ts'

/**
 * The one ProseMirror schema of a lesson plan, for server and browser alike.
 *
 * The document is flat, like a page: title, header, then headings and blocks. A heading (or a paragraph) with a
 * `section` begins that section, which lasts until the next one. Flat, because two people may merge anything with
 * anything: no combination of concurrent edits is invalid, so y-prosemirror never has a reason to drop a node.
 *
 * The 教学过程 is a `table` of kind `process`. Its first row holds the heads; a head's `field` gives the column its
 * meaning and its text is the label the school uses. Every row of every table has a stable `rowId`.
 */
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const number = (value: string | null): number | null =>
  value !== null && Number.isFinite(Number(value)) && value !== '' ? Number(value) : null
const data = (name: string) => `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** Attributes as `data-…`, those that are null left out. */
const dataAttrs = (attrs: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(attrs)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => [data(name), typeof value === 'string' ? value : JSON.stringify(value)]),
  )

const getText = (dom: HTMLElement, name: string) => text(dom.getAttribute(data(name)))
const getList = (dom: HTMLElement, name: string): string[] | null => {
  try {
    const value: unknown = JSON.parse(dom.getAttribute(data(name)) ?? 'null')
    return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : null
  } catch {
    return null
  }
}

interface CellAttrs {
  colspan: number
  rowspan: number
  colwidth: number[] | null
  field?: string | null
}
const cellDom = (tag: 'td' | 'th', attrs: CellAttrs): DOMOutputSpec => {
  const dom: Record<string, string> = {}
  if (attrs.colspan !== 1) dom['colspan'] = String(attrs.colspan)
  if (attrs.rowspan !== 1) dom['rowspan'] = String(attrs.rowspan)
  if (attrs.colwidth) dom['data-colwidth'] = attrs.colwidth.join(',')
  if (attrs.field) dom['data-field'] = attrs.field
  if (tag === 'th') dom['scope'] = 'col'
  return [tag, dom, 0]
}
const cellAttrs = (dom: HTMLElement): CellAttrs => {
  const colspan = Math.max(1, Number(dom.getAttribute('colspan')) || 1)
  const widths = (dom.getAttribute('data-colwidth') ?? '').split(',').map((part) => Number(part))
  return {
    colspan,
    rowspan: Math.max(1, Number(dom.getAttribute('rowspan')) || 1),
    colwidth: widths.length === colspan && widths.every((width) => width > 0) ? widths : null,
  }
}
const CELL = { colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null } }

const nodes = {
  doc: { content: '(top | block)+' },

  title: {
    group: 'top',
    content: 'text*',
    marks: '',
    defining: true,
    isolating: true,
    parseDOM: [{ tag: 'h1[data-title]' }],
    toDOM: () => ['h1', { 'data-title': '' }, 0],
  },
  /** 基本信息 */
  header: {
    group: 'top',
    content: 'headerField+',
    isolating: true,
    defining: true,
    parseDOM: [{ tag: 'dl[data-header]' }],
    toDOM: () => ['dl', { 'data-header': '' }, 0],
  },
  headerField: {
    /** `key` of HEADER_FIELDS or `extra:…`; `label` is the teacher's own word where it differs. */
    attrs: { key: { default: 'topic' }, label: { default: null } },
    content: 'inline*',
    defining: true,
    isolating: true,
    parseDOM: [
      {
        tag: 'dd[data-key]',
        getAttrs: (dom: HTMLElement) => ({ key: dom.getAttribute('data-key'), label: getText(dom, 'label') }),
      },
    ],
    toDOM: (node) => ['dd', dataAttrs(node.attrs), 0],
  },
  heading: {
    group: 'top',
    content: 'inline*',
    defining: true,
    attrs: { level: { default: 2 }, section: { default: null } },
    parseDOM: [1, 2, 3, 4].map((level) => ({
      tag: `h${level}`,
      getAttrs: (dom: HTMLElement) => ({ level: Math.max(2, level), section: getText(dom, 'section') }),
    })),
    toDOM: (node) => [`h${node.attrs['level']}`, dataAttrs({ section: node.attrs['section'] }), 0],
  },
  objective: {
    group: 'top',
    content: 'inline*',
    defining: true,
    /** `literacy` is the 核心素养 dimension. */
    attrs: { objectiveId: { default: null }, literacy: { default: null } },
    parseDOM: [
      {
        tag: 'p[data-objective]',
        getAttrs: (dom: HTMLElement) => ({
          objectiveId: getText(dom, 'objectiveId'),
          literacy: getText(dom, 'literacy'),
        }),
        priority: 60,
      },
    ],
    toDOM: (node) => ['p', { 'data-objective': '', ...dataAttrs(node.attrs) }, 0],
  },

  paragraph: {
    group: 'block',
    content: 'inline*',
    /** `section` begins a section that has no heading of its own, such as `重点：…`. `indent` is in characters. */
    attrs: { section: { default: null }, align: { default: null }, indent: { default: null } },
    parseDOM: [
      {
        tag: 'p',
        getAttrs: (dom: HTMLElement) => ({
          section: getText(dom, 'section'),
          align: getText(dom, 'align'),
          indent: number(dom.getAttribute('data-indent')),
        }),
      },
    ],
    toDOM: (node) => ['p', dataAttrs(node.attrs), 0],
  },
  bulletList: {
    group: 'block',
    content: 'listItem+',
    parseDOM: [{ tag: 'ul' }],
    toDOM: () => ['ul', 0],
  },
  orderedList: {
    group: 'block',
    content: 'listItem+',
    /** `format`: how the number is shown, e.g. `{1}.`, `（{一}）`, `{①}`; null is `{1}.` */
    attrs: { start: { default: 1 }, format: { default: null } },
    parseDOM: [
      {
        tag: 'ol',
        getAttrs: (dom: HTMLElement) => ({
          start: number(dom.getAttribute('start')) ?? 1,
          format: getText(dom, 'format'),
        }),
      },
    ],
    toDOM: (node) => ['ol', { start: String(node.attrs['start']), ...dataAttrs({ format: node.attrs['format'] }) }, 0],
  },
  listItem: {
    content: 'paragraph block*',
    defining: true,
    parseDOM: [{ tag: 'li' }],
    toDOM: () => ['li', 0],
  },
  /** A frame around blocks, such as a text box of a Word file. */
  box: {
    group: 'block',
    content: 'block+',
    defining: true,
    parseDOM: [{ tag: 'div[data-box]' }],
    toDOM: () => ['div', { 'data-box': '' }, 0],
  },
  rule: {
    group: 'block',
    parseDOM: [{ tag: 'hr' }],
    toDOM: () => ['hr'],
  },

  table: {
    group: 'block',
    content: 'tableRow+',
    tableRole: 'table',
    isolating: true,
    /** `kind` is `process` or `plain`; `period` is the 课时 a process table belongs to, as written. */
    attrs: { kind: { default: 'plain' }, period: { default: null } },
    parseDOM: [
      {
        tag: 'table',
        getAttrs: (dom: HTMLElement) => ({ kind: getText(dom, 'kind') ?? 'plain', period: getText(dom, 'period') }),
      },
    ],
    toDOM: (node) => ['table', dataAttrs(node.attrs), ['tbody', 0]],
  },
  tableRow: {
    content: '(tableCell | tableHeader)*',
    tableRole: 'row',
    /** `objectives`: ids of the objectives this row serves. */
    attrs: { rowId: { default: null }, objectives: { default: null } },
    parseDOM: [
      {
        tag: 'tr',
        getAttrs: (dom: HTMLElement) => ({ rowId: getText(dom, 'rowId'), objectives: getList(dom, 'objectives') }),
      },
    ],
    toDOM: (node) => ['tr', dataAttrs(node.attrs), 0],
  },
  tableCell: {
    content: 'block+',
    tableRole: 'cell',
    isolating: true,
    attrs: CELL,
    parseDOM: [{ tag: 'td', getAttrs: cellAttrs }],
    toDOM: (node) => cellDom('td', node.attrs as CellAttrs),
  },
  tableHeader: {
    content: 'block+',
    tableRole: 'header_cell',
    isolating: true,
    /** `field` of PROCESS_FIELDS in the first row of a process table. */
    attrs: { ...CELL, field: { default: null } },
    parseDOM: [{ tag: 'th', getAttrs: (dom: HTMLElement) => ({ ...cellAttrs(dom), field: getText(dom, 'field') }) }],
    toDOM: (node) => cellDom('th', node.attrs as CellAttrs),
  },

  text: { group: 'inline' },
  hardBreak: {
    group: 'inline',
    inline: true,
    selectable: false,
    parseDOM: [{ tag: 'br' }],
    toDOM: () => ['br'],
    leafText: () => '\n',
  },
  image: {
    group: 'inline',
    inline: true,
    draggable: true,
    /** `fileId` names a stored file; width and height in CSS px. Never a foreign address: pictures are ours or absent. */
    attrs: { fileId: {}, alt: { default: null }, width: { default: null }, height: { default: null } },
    parseDOM: [
      {
        tag: 'img[data-file-id]',
        getAttrs: (dom: HTMLElement) => ({
          fileId: getText(dom, 'fileId'),
          alt: text(dom.getAttribute('alt')),
          width: number(dom.getAttribute('width')),
          height: number(dom.getAttribute('height')),
        }),
      },
    ],
    toDOM: ({ attrs }) => [
      'img',
      {
        'data-file-id': attrs['fileId'],
        src: `/api/v1/files/${attrs['fileId']}`,
        alt: attrs['alt'] ?? '',
        loading: 'lazy',
        ...(attrs['width'] ? { width: String(attrs['width']) } : {}),
        ...(attrs['height'] ? { height: String(attrs['height']) } : {}),
      },
    ],
  },
  formula: {
    group: 'inline',
    inline: true,
    atom: true,
    attrs: { latex: {}, display: { default: false } },
    parseDOM: [
      {
        tag: 'span[data-latex]',
        getAttrs: (dom: HTMLElement) => ({
          latex: dom.getAttribute('data-latex'),
          display: dom.getAttribute('data-display') === 'true',
        }),
      },
    ],
    toDOM: ({ attrs }) => [
      'span',
      { 'data-latex': attrs['latex'], 'data-display': String(attrs['display']) },
      attrs['latex'],
    ],
  },
  /** A file kept as it came: what an import could not turn into text or a picture. */
  attachment: {
    group: 'inline',
    inline: true,
    atom: true,
    attrs: { fileId: {}, name: { default: '' }, mediaType: { default: null } },
    parseDOM: [
      {
        tag: 'a[data-attachment]',
        getAttrs: (dom: HTMLElement) => ({
          fileId: getText(dom, 'fileId'),
          name: dom.textContent,
          mediaType: getText(dom, 'mediaType'),
        }),
        priority: 60,
      },
    ],
    toDOM: ({ attrs }) => [
      'a',
      {
        'data-attachment': '',
        href: `/api/v1/files/${attrs['fileId']}`,
        ...dataAttrs({ fileId: attrs['fileId'], mediaType: attrs['mediaType'] }),
      },
      attrs['name'],
    ],
  },
} satisfies Record<string, NodeSpec>

const simple = (tag: string, ...also: string[]): MarkSpec => ({
  parseDOM: [tag, ...also].map((name) => ({ tag: name })),
  toDOM: () => [tag, 0],
})
const flag = (name: string): MarkSpec => ({
  parseDOM: [{ tag: `span[data-${name}]` }],
  toDOM: () => ['span', { [`data-${name}`]: '' }, 0],
})

/** Only addresses a reader can safely follow. */
export const isSafeHref = (href: string): boolean => /^(https?:|mailto:|tel:|#)/i.test(href)

const marks = {
  link: {
    attrs: { href: {} },
    inclusive: false,
    parseDOM: [
      {
        tag: 'a[href]',
        getAttrs: (dom: HTMLElement) => {
          const href = dom.getAttribute('href') ?? ''
          return isSafeHref(href) ? { href } : false
        },
      },
    ],
    toDOM: (mark) => [
      'a',
      {
        href: isSafeHref(mark.attrs['href']) ? mark.attrs['href'] : '#',
        rel: 'noopener noreferrer nofollow',
        target: '_blank',
      },
      0,
    ],
  },
  strong: simple('strong', 'b'),
  em: simple('em', 'i'),
  underline: simple('u'),
  strike: simple('s', 'del'),
  superscript: { ...simple('sup'), excludes: 'subscript' },
  subscript: { ...simple('sub'), excludes: 'superscript' },
  /** 着重号 */
  emphasisDot: flag('emphasis-dot'),
  highlight: simple('mark'),
  /** Written in red: 二次备课 and other marks of the pen. */
  redPen: flag('red-pen'),
  /** Pinyin above the characters. */
  ruby: {
    attrs: { annotation: {} },
    parseDOM: [
      { tag: 'span[data-ruby]', getAttrs: (dom: HTMLElement) => ({ annotation: dom.getAttribute('data-ruby') }) },
    ],
    toDOM: (mark) => ['span', { 'data-ruby': mark.attrs['annotation'] }, 0],
  },
} satisfies Record<string, MarkSpec>

export const lessonPlanSchema = new Schema({ nodes, marks })
export type LessonPlanNodeName = keyof typeof nodes
export type LessonPlanMarkName = keyof typeof marks
