import type { DocJson } from '@gongyan/documents'
import { readLessonPlan } from '@gongyan/documents'
import type { ImportedPlan } from '../src/import-docx.ts'
import { importDocx } from '../src/import-docx.ts'
import { docx, p } from './ooxml.ts'

/** Runs, fields and relationships as Word and WPS write them, for tests that need a file to the letter. */
export const r = (inner: string, properties = ''): string =>
  `<w:r>${properties ? `<w:rPr>${properties}</w:rPr>` : ''}${inner}</w:r>`
export const t = (text: string): string => `<w:t xml:space="preserve">${text}</w:t>`
export const para = (...inner: string[]): string => `<w:p>${inner.join('')}</w:p>`
export const fieldMark = (type: 'begin' | 'separate' | 'end', inner = ''): string =>
  r(`<w:fldChar w:fldCharType="${type}">${inner}</w:fldChar>`)
export const instruction = (text: string): string => r(`<w:instrText xml:space="preserve">${text}</w:instrText>`)
/** `inline` in a run, with the namespaces of drawings. */
export const drawing = (inner: string, kind: 'inline' | 'anchor' = 'inline'): string =>
  `<w:drawing xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"><wp:${kind}><wp:extent cx="952500" cy="476250"/><wp:docPr id="1" name="x"/><a:graphic><a:graphicData>${inner}</a:graphicData></a:graphic></wp:${kind}></w:drawing>`
export const picture = (id: string): string =>
  `<pic:pic><pic:blipFill><a:blip r:embed="${id}"/></pic:blipFill><pic:spPr/></pic:pic>`
export const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
export const rels = (...list: [id: string, type: string, target: string, external?: boolean][]): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.map(([id, type, target, external]) => `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"${external ? ' TargetMode="External"' : ''}/>`).join('')}</Relationships>`

/** A plan whose objectives are `body`. */
export function readBody(
  body: string,
  parts: Record<string, string | Uint8Array> = {},
  options: { strict?: boolean } = {},
): ImportedPlan {
  const file = docx(p('《测试》教案', { bold: true, center: true, size: 32 }) + p('教学目标', { bold: true }) + body, {
    ...options,
    parts,
  })
  const result = importDocx(file)
  if (!result.ok) throw new Error(`${result.refusal.code} ${result.refusal.detail}`)
  return result.value
}
/** The text of the objectives. */
export const goals = (plan: ImportedPlan): string | undefined => readLessonPlan(plan.doc).sections['目标']
export const findAll = (node: DocJson, type: string): DocJson[] => [
  ...(node.type === type ? [node] : []),
  ...(node.content ?? []).flatMap((child) => findAll(child, type)),
]
