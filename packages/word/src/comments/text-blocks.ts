import type { DocJson } from '@gongyan/documents'

/** A line of the plan that has text, and what it stands in, from the narrowest to the widest. */
export interface TextBlock {
  readonly node: DocJson
  readonly text: string
  /** Such as `cell {row} {index}`, `row {row}`, `section {key}`; none for a line before all sections. */
  readonly scopes: readonly string[]
}

const LINES: ReadonlySet<string> = new Set(['title', 'headerField', 'heading', 'paragraph', 'objective'])

/** Whatever is no text counts one character, so that places in a line can be counted. */
const OBJECT = '\ufffc'
export const sizeOf = (node: DocJson): number => node.text?.length ?? 1
const lineText = (line: DocJson): string =>
  (line.content ?? []).map((node) => node.text ?? (node.type === 'hardBreak' ? '\n' : OBJECT)).join('')

/** All lines of a plan in reading order. */
export function textBlocks(nodes: readonly DocJson[]): TextBlock[] {
  const out: TextBlock[] = []
  let section: string | null = null
  const walk = (node: DocJson, around: readonly string[]): void => {
    const own = node.attrs?.['section']
    if (typeof own === 'string') section = own
    if (LINES.has(node.type)) {
      const name =
        node.type === 'title'
          ? ['title']
          : node.type === 'headerField'
            ? [`field ${String(node.attrs?.['key'])}`]
            : node.type === 'objective'
              ? [`objective ${String(node.attrs?.['objectiveId'])}`]
              : []
      out.push({
        node,
        text: lineText(node),
        scopes: [...name, ...around, ...(section === null ? [] : [`section ${section}`])],
      })
      return
    }
    const row = node.type === 'tableRow' ? String(node.attrs?.['rowId'] ?? '') : null
    for (const [index, child] of (node.content ?? []).entries())
      walk(child, row === null ? around : [`cell ${row} ${index}`, `row ${row}`, ...around])
  }
  for (const node of nodes) walk(node, [])
  return out
}

/** The lines of each scope, in reading order. */
export function linesByScope(blocks: readonly TextBlock[]): ReadonlyMap<string, readonly TextBlock[]> {
  const found = new Map<string, TextBlock[]>()
  for (const block of blocks)
    for (const scope of new Set(block.scopes)) {
      const lines = found.get(scope)
      if (lines) lines.push(block)
      else found.set(scope, [block])
    }
  return found
}

/** Scopes in which few words are enough to tell a place. */
export const isNarrow = (scope: string): boolean => /^(?:cell|objective|field|title)\b/.test(scope)
