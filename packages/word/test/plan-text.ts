import type { DocJson } from '@gongyan/documents'
import { HEADER_FIELDS } from '@gongyan/domain'

/** All text a reader of the plan sees, labels of header fields included, without white space. */
export function planText(doc: DocJson): string {
  const walk = (node: DocJson): string => {
    const own = node.text ?? ''
    const label =
      node.type === 'headerField'
        ? `${String(node.attrs?.['label'] ?? HEADER_FIELDS[String(node.attrs?.['key']) as keyof typeof HEADER_FIELDS] ?? String(node.attrs?.['key']).replace('extra:', ''))}\u0001`
        : ''
    const block = ['paragraph', 'heading', 'title', 'headerField', 'objective'].includes(node.type) ? '\u0001' : ''
    return label + own + (node.content ?? []).map(walk).join('') + block
  }
  return walk(doc).replaceAll(/\s/g, '')
}
