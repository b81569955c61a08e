import type { ElementPath } from './model.ts'
import { FormSignal } from './form-part.ts'
import type { PlaceLook } from './looks.ts'
import type { Kept } from './tree.ts'
import {
  element,
  follow,
  getAttribute,
  isKept,
  keptChild,
  keptDescendants,
  keptElements,
  setAttribute,
} from './tree.ts'

/** Left and right padding of a cell, in twips. */
const PADDING = 220
const WRAPPERS = new Set(['w:sdt', 'w:sdtContent', 'w:customXml', 'w:ins', 'w:moveTo'])
const within = (node: Kept, tag: string): Kept[] =>
  keptElements(node).flatMap((child) =>
    child.tag === tag ? [child] : WRAPPERS.has(child.tag) ? within(child, tag) : [],
  )
export const rowsOf = (table: Kept): Kept[] => within(table, 'w:tr')
export const cellsOf = (row: Kept): Kept[] => within(row, 'w:tc')

/** An element of the form found before anything was moved, with what it stands in. */
export interface Found {
  readonly node: Kept
  readonly parents: readonly Kept[]
}

export function find(root: Kept, path: ElementPath): Found {
  const found = follow(root, path)
  if (!found) throw new FormSignal('form/changed', 'a place is gone')
  return found
}

const number = (value: string | undefined): number => Number(value) || 0

/** The page set-ups of a document, each with the number of the block in the body that it ends with. */
function sectionsOf(root: Kept): { until: number; section: Kept }[] {
  const body = keptChild(root, 'w:body')
  return (body ? keptElements(body) : []).flatMap((block, until) => {
    const section = block.tag === 'w:sectPr' ? block : keptChild(keptChild(block, 'w:pPr'), 'w:sectPr')
    return section ? [{ until, section }] : []
  })
}

/** How wide the text of the page is on which a place stands, in twips; of the last page, where that cannot be told. */
function pageWidth(root: Kept, parents: readonly Kept[]): number {
  const body = keptChild(root, 'w:body')
  const block = parents[parents.findIndex((parent) => parent === body) + 1]
  const at = body && block && body !== block ? keptElements(body).indexOf(block) : -1
  const sections = sectionsOf(root)
  const section = (at === -1 ? undefined : sections.find(({ until }) => until >= at)) ?? sections.at(-1)
  const width = number(getAttribute(keptChild(section?.section, 'w:pgSz'), 'w:w')) || 11_906
  const margins = keptChild(section?.section, 'w:pgMar')
  return Math.max(2000, width - number(getAttribute(margins, 'w:left')) - number(getAttribute(margins, 'w:right')))
}

/** How high the text of the lowest page is, in twips. */
export function pageHeight(root: Kept): number {
  const heights = sectionsOf(root).map(({ section }) => {
    const height = number(getAttribute(keptChild(section, 'w:pgSz'), 'w:h')) || 16_838
    const margins = keptChild(section, 'w:pgMar')
    return (
      height - Math.abs(number(getAttribute(margins, 'w:top'))) - Math.abs(number(getAttribute(margins, 'w:bottom')))
    )
  })
  return Math.max(2000, Math.min(...(heights.length > 0 ? heights : [14_000])))
}

/** Grid columns of a row's cells: where each begins and how many it takes. */
export function gridOf(row: Kept): { from: number; span: number }[] {
  let from = number(getAttribute(keptChild(keptChild(row, 'w:trPr'), 'w:gridBefore'), 'w:val'))
  return cellsOf(row).map((cell) => {
    const span = Math.max(1, number(getAttribute(keptChild(keptChild(cell, 'w:tcPr'), 'w:gridSpan'), 'w:val')))
    const place = { from, span }
    from += span
    return place
  })
}

/** A width as it is written, of `whole` where it is a part; null where a program is to find it. */
export function widthOf(node: Kept | undefined, whole: () => number): number | null {
  const [type, written = ''] = [getAttribute(node, 'w:type'), getAttribute(node, 'w:w')]
  const value = Number.parseFloat(written)
  if (!(value > 0)) return null
  if (written.endsWith('%')) return Math.round((whole() * value) / 100)
  // Parts are counted in fiftieths of a hundredth.
  return type === 'pct' ? Math.round((whole() * value) / 5000) : type === 'dxa' ? value : null
}

/** How wide the text in a cell is, in twips: what the cell says, else what the grid says, else a share of the table. */
export function cellWidth(root: Kept, parents: readonly Kept[], cell: Kept): number {
  const tableAt = parents.findLastIndex(({ tag }) => tag === 'w:tbl')
  const table = parents[tableAt]
  const row = parents.findLast(({ tag }) => tag === 'w:tr')
  const grid = keptElements(keptChild(table, 'w:tblGrid') ?? cell)
    .filter(({ tag }) => tag === 'w:gridCol')
    .map((column) => number(getAttribute(column, 'w:w')))
  const place = row && gridOf(row)[cellsOf(row).indexOf(cell)]
  const sum = (widths: readonly number[]) => widths.reduce((all, width) => all + width, 0)
  const around = () => lineWidth(root, table ? parents.slice(0, tableAt + 1) : parents)
  const whole = () => widthOf(keptChild(keptChild(table, 'w:tblPr'), 'w:tblW'), around) ?? (sum(grid) || around())
  const own = widthOf(keptChild(keptChild(cell, 'w:tcPr'), 'w:tcW'), whole)
  const covered = place ? grid.slice(place.from, place.from + place.span) : []
  const share = place ? (whole() * place.span) / Math.max(grid.length, place.span, 1) : whole()
  const wide = own ?? (covered.length > 0 && covered.every((width) => width > 0) ? sum(covered) : share)
  return Math.max(300, Math.round(wide) - PADDING)
}

/** How wide a line at a place is; `parents` ends with the place itself, where that is a block. */
export function lineWidth(root: Kept, parents: readonly Kept[]): number {
  const at = parents.findLastIndex(({ tag }) => tag === 'w:tc')
  const cell = parents[at]
  return cell ? cellWidth(root, parents.slice(0, at), cell) : pageWidth(root, parents)
}

/** The look of a paragraph of the form: its properties, and those of its first run or of its mark. */
export function lookOf(paragraph: Kept | undefined, prompt: boolean, red = false): PlaceLook {
  const properties = keptChild(paragraph, 'w:pPr')
  const runs = paragraph ? [...keptDescendants(paragraph, 'w:r')] : []
  const own = runs.map((run) => keptChild(run, 'w:rPr')).find((run) => run !== undefined)
  return { paragraph: properties, run: own ?? keptChild(properties, 'w:rPr'), prompt, red }
}

/** The paragraphs and tables of a cell. */
export const contentOf = (cell: Kept): Kept[] => keptElements(cell).filter(({ tag }) => tag !== 'w:tcPr')
export const firstParagraph = (node: Kept): Kept | undefined =>
  node.tag === 'w:p' ? node : (keptDescendants(node, 'w:p').next().value ?? undefined)

/** Puts blocks in place of all content of a cell; its properties stay. */
export function fillCell(cell: Kept, blocks: readonly Kept[]): void {
  cell.children = [...cell.children.filter((child) => isKept(child) && child.tag === 'w:tcPr'), ...blocks]
}

/** Lets a row of exact height grow with what is written in it. */
export function letGrow(row: Kept | undefined): void {
  const height = keptChild(keptChild(row, 'w:trPr'), 'w:trHeight')
  if (height && getAttribute(height, 'w:hRule') === 'exact') setAttribute(height, 'w:hRule', 'atLeast')
}

/** Whether the letters of a cell stand upright, or lie on their side. */
export const isUpright = (cell: Kept): boolean =>
  /^(?:tb|bt)/i.test(getAttribute(keptChild(keptChild(cell, 'w:tcPr'), 'w:textDirection'), 'w:val') ?? '')

/** Lets the letters of a cell lie. */
export function lay(cell: Kept): void {
  const properties = keptChild(cell, 'w:tcPr')
  if (properties)
    properties.children = properties.children.filter((child) => !isKept(child) || child.tag !== 'w:textDirection')
}

/** Makes a row at least so high. */
export function raise(row: Kept, twips: number): void {
  let properties = keptChild(row, 'w:trPr')
  if (!properties) {
    properties = element('<w:trPr></w:trPr>')
    const at = row.children.findLastIndex((child) => isKept(child) && child.tag === 'w:tblPrEx') + 1
    row.children.splice(at, 0, properties)
  }
  const height = keptChild(properties, 'w:trHeight')
  if (!height) properties.children.push(element(`<w:trHeight w:val="${twips}" w:hRule="atLeast"/>`))
  else if (number(getAttribute(height, 'w:val')) < twips) setAttribute(height, 'w:val', String(twips))
}

/** Sets how many grid columns a cell covers, and how wide it is. */
export function spanCell(cell: Kept, span: number, width: number): void {
  const properties = keptChild(cell, 'w:tcPr')
  if (!properties) return
  properties.children = properties.children.filter((child) => !isKept(child) || child.tag !== 'w:gridSpan')
  const own = keptChild(properties, 'w:tcW')
  if (own && width > 0) {
    setAttribute(own, 'w:w', String(width))
    setAttribute(own, 'w:type', 'dxa')
  }
  const at = properties.children.findIndex(
    (child) => isKept(child) && (child.tag === 'w:tcW' || child.tag === 'w:cnfStyle'),
  )
  const made = { tag: 'w:gridSpan', open: `<w:gridSpan w:val="${span}"/>`, close: '', children: [] }
  if (span > 1) properties.children.splice(own ? properties.children.indexOf(own) + 1 : at + 1, 0, made)
}

/** Makes a cell begin or go on with a vertical merge, or stand alone. */
export function mergeCell(cell: Kept, state: 'restart' | 'continue' | null): void {
  let properties = keptChild(cell, 'w:tcPr')
  if (!properties) {
    if (state === null) return
    properties = { tag: 'w:tcPr', open: '<w:tcPr>', close: '</w:tcPr>', children: [] }
    cell.children.unshift(properties)
  }
  properties.children = properties.children.filter((child) => !isKept(child) || child.tag !== 'w:vMerge')
  if (state === null) return
  const before = new Set(['w:cnfStyle', 'w:tcW', 'w:gridSpan', 'w:hMerge'])
  const at = properties.children.findLastIndex((child) => isKept(child) && before.has(child.tag)) + 1
  properties.children.splice(at, 0, {
    tag: 'w:vMerge',
    open: state === 'restart' ? '<w:vMerge w:val="restart"/>' : '<w:vMerge/>',
    close: '',
    children: [],
  })
}
