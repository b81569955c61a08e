import { strToU8, zipSync } from 'fflate'

export interface Picture {
  /** The relationship by which the body names it. */
  readonly id: string
  readonly ending: 'emf' | 'wmf'
  readonly bytes: Uint8Array
}

const NAMESPACES = [
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
  'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"',
  'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
  'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"',
].join(' ')
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/package/2006/relationships'
const TYPE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A .docx of the given body (WordprocessingML), for LibreOffice to print and not for people to keep. */
export function zipDocument(body: string, pictures: readonly Picture[] = []): Uint8Array {
  const targets = pictures.map(({ id, ending }) => ({ id, target: `media/${id}.${ending}` }))
  return zipSync({
    '[Content_Types].xml': strToU8(
      `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="emf" ContentType="image/x-emf"/><Default Extension="wmf" ContentType="image/x-wmf"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    ),
    '_rels/.rels': strToU8(
      `${HEAD}<Relationships xmlns="${RELATIONSHIPS}"><Relationship Id="r1" Type="${TYPE}/officeDocument" Target="word/document.xml"/></Relationships>`,
    ),
    'word/document.xml': strToU8(`${HEAD}<w:document ${NAMESPACES}><w:body>${body}</w:body></w:document>`),
    'word/_rels/document.xml.rels': strToU8(
      `${HEAD}<Relationships xmlns="${RELATIONSHIPS}">${targets.map(({ id, target }) => `<Relationship Id="${id}" Type="${TYPE}/image" Target="${target}"/>`).join('')}</Relationships>`,
    ),
    ...Object.fromEntries(targets.map(({ target }, index) => [`word/${target}`, (pictures[index] as Picture).bytes])),
  })
}
