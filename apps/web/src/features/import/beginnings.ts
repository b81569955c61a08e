import { textOf } from '@gongyan/documents/outline'
import { spanOf, type DocJson } from '@gongyan/documents/read'

/** How the content of a part or a column begins in the plans made of a file: enough to know it again in the original. */
export interface Beginnings {
  readonly section: (key: string, label: string) => string
  /** Both count from 1, over all plans of the file. */
  readonly column: (table: number, index: number) => string
}

/** More characters than two lines have room for. */
const ENOUGH = 200

interface Part {
  readonly key: string
  readonly heading: string
  text: string
}

const isProcess = ({ type, attrs }: DocJson): boolean => type === 'table' && attrs?.['kind'] === 'process'

/** The parts of a plan in their order; the rows of a 教学过程 have columns of their own and are left out. */
function partsOf(doc: DocJson): Part[] {
  const parts: Part[] = []
  for (const node of doc.content ?? []) {
    const key = node.attrs?.['section']
    const isHeading = node.type === 'heading'
    if (typeof key === 'string') parts.push({ key, heading: isHeading ? textOf(node) : '', text: '' })
    const part = parts.at(-1)
    if (!part || isProcess(node) || (isHeading && typeof key === 'string') || part.text.length >= ENOUGH) continue
    part.text = `${part.text} ${textOf(node).trim()}`.trim()
  }
  return parts
}

/** What a column of a table says first below its head. */
function firstOf(table: DocJson, column: number): string {
  /** How many more lines each column is taken up by a cell from above. */
  let taken: (number | undefined)[] = []
  for (const line of table.content ?? []) {
    const cells = line.content ?? []
    let at = 0
    let text = ''
    for (const cell of cells) {
      while ((taken[at] ?? 0) > 0) at += 1
      const width = spanOf(cell, 'colspan')
      if (at <= column && column < at + width && cell.type !== 'tableHeader') text = textOf(cell).trim()
      for (let covered = at; covered < at + width; covered++) taken[covered] = spanOf(cell, 'rowspan')
      at += width
    }
    if (text !== '') return text
    taken = Array.from(taken, (lines) => Math.max(0, (lines ?? 0) - 1))
  }
  return ''
}

/** Without the label, where the text repeats it: `重点：理解面积` begins with 理解面积. */
const withoutLabel = (text: string, label: string): string =>
  label !== '' && text.startsWith(label) ? text.slice(label.length).replace(/^[\s　]*[：:]?[\s　]*/, '') : text

/** Lines to write on and dots say nothing. */
const said = (text: string): string => (/[\p{L}\p{N}]/u.test(text) ? text.slice(0, ENOUGH) : '')

/** Reads the beginnings from the plans a file becomes. */
export function beginningsOf(docs: readonly DocJson[]): Beginnings {
  const parts = docs.flatMap(partsOf)
  const tables = docs.flatMap((doc) => (doc.content ?? []).filter(isProcess))
  return {
    section: (key, label) => {
      const same = parts.filter((part) => part.key === key)
      const part = same.find(({ heading }) => label !== '' && heading.includes(label)) ?? same[0]
      return said(withoutLabel(part?.text ?? '', label))
    },
    column: (table, index) => {
      const found = tables[table - 1]
      return found ? said(firstOf(found, index - 1)) : ''
    },
  }
}
