import type { DocJson } from '@gongyan/documents'
import type { Xml } from '../opc/xml.ts'

/** An automatic number or bullet of a paragraph. */
export interface ListMark {
  readonly numId: string
  readonly level: number
  readonly ordered: boolean
  /** As `orderedList.format`: `（{一}）`; null is `{1}.` */
  readonly format: string | null
  /** The number this paragraph carries. */
  readonly value: number
}

export interface ParagraphBlock {
  readonly kind: 'paragraph'
  /** Inline nodes of the lesson-plan schema. */
  content: DocJson[]
  readonly styleName: string
  /** 0 for a first-level heading; null for body text. */
  readonly outline: number | null
  readonly list: ListMark | null
  readonly align: string | null
  /** First-line indent in characters. */
  readonly indent: number | null
  /** Every visible character is bold. */
  readonly bold: boolean
  /** Largest font size, in half points. */
  readonly size: number
  /** A line drawn instead of text. */
  readonly rule: boolean
  readonly bookmarks: readonly string[]
  /** Where each bookmark of ours begins and ends in the line; a node that is no text counts one. */
  readonly ranges?: readonly { readonly name: string; readonly from: number; readonly to: number }[]
  /** The element it was read from. */
  readonly source?: Xml
}

/** A plain paragraph of inline nodes. */
export const lineOf = (content: DocJson[]): ParagraphBlock => ({
  kind: 'paragraph',
  content,
  styleName: '',
  outline: null,
  list: null,
  align: null,
  indent: null,
  bold: false,
  size: 21,
  rule: false,
  bookmarks: [],
})

export interface TableCellBlock {
  blocks: Block[]
  readonly column: number
  readonly colspan: number
  rowspan: number
  readonly shaded: boolean
  /** The element it was read from. */
  readonly source?: Xml
}
export interface TableRowBlock {
  readonly cells: TableCellBlock[]
  /** Marked to be repeated on every page. */
  readonly repeats: boolean
  readonly bookmarks: readonly string[]
  /** The element it was read from. */
  readonly source?: Xml
}
export interface TableBlock {
  readonly kind: 'table'
  readonly styleName: string
  readonly rows: TableRowBlock[]
  readonly columns: number
  /** Column widths in twips, as far as the file says. */
  readonly widths: readonly number[]
  /** The element it was read from. */
  readonly source?: Xml
}
/** A text box. */
export interface BoxBlock {
  readonly kind: 'box'
  readonly blocks: Block[]
}
export type Block = ParagraphBlock | TableBlock | BoxBlock

/** A picture or other file inside the document; image and attachment nodes name it by `key` as their `fileId`. */
export interface ImportedMedia {
  readonly key: string
  readonly bytes: Uint8Array
  readonly mediaType: string
  readonly name: string
}

/** The visible text of inline nodes; a formula counts as one character, unless `formula` says what it reads as. */
export const inlineText = (nodes: readonly DocJson[], formula: (latex: string) => string = () => '∎'): string =>
  nodes
    .map(
      (node) =>
        node.text ??
        (node.type === 'hardBreak'
          ? '\n'
          : node.type === 'formula'
            ? formula(String(node.attrs?.['latex'] ?? ''))
            : node.type === 'attachment'
              ? String(node.attrs?.['name'] ?? '')
              : ''),
    )
    .join('')

/** The visible text of blocks, one paragraph per line. */
export const blockText = (blocks: readonly Block[], formula?: (latex: string) => string): string =>
  blocks
    .map((block) =>
      block.kind === 'paragraph'
        ? inlineText(block.content, formula)
        : block.kind === 'box'
          ? blockText(block.blocks, formula)
          : block.rows.flatMap(({ cells }) => cells.map((cell) => blockText(cell.blocks, formula))).join('\n'),
    )
    .join('\n')

/** A line with a formula that stands on a line of its own: programs align such a one as they like. */
export const isDisplayed = (content: readonly DocJson[] | undefined): boolean =>
  (content ?? []).some(({ attrs }) => attrs?.['display'] === true)

export const isBlank = (block: Block): boolean =>
  block.kind === 'paragraph' &&
  block.content.every((node) => node.text !== undefined && node.text.trim() === '') &&
  !block.rule
