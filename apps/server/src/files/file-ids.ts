import type { DocJson } from '@gongyan/documents'

const fileIdOf = (node: DocJson): string | null => {
  const fileId = node.type === 'image' || node.type === 'attachment' ? node.attrs?.['fileId'] : undefined
  return typeof fileId === 'string' ? fileId : null
}

/** The files a document's pictures and attachments name. */
export function fileIdsOf(node: DocJson): Set<string> {
  const own = fileIdOf(node)
  return new Set([...(own === null ? [] : [own]), ...(node.content ?? []).flatMap((child) => [...fileIdsOf(child)])])
}

/** The document with every file named anew; one that is not in the table keeps its name. */
export function renameFiles(node: DocJson, names: ReadonlyMap<string, string>): DocJson {
  const own = fileIdOf(node)
  const renamed = own === null ? undefined : names.get(own)
  return {
    ...node,
    ...(renamed === undefined ? {} : { attrs: { ...node.attrs, fileId: renamed } }),
    ...(node.content ? { content: node.content.map((child) => renameFiles(child, names)) } : {}),
  }
}
