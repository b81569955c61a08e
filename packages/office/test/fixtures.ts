import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { onTestFinished } from 'vitest'
import { createOffice, DEFAULT_OFFICE_LIMITS } from '../src/index.ts'
import type { Office, OfficeSettings } from '../src/index.ts'

export type Parts = Record<string, string | Uint8Array>

/** A zip whose parts are stored in the order given. */
export const zipOf = (parts: Parts): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [name, typeof part === 'string' ? strToU8(part) : part]),
    ),
    { level: 0 },
  )

/** A folder that goes with the test. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gongyan-office-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** An office with a folder of its own for its runs; `left` lists what they left in it. */
export async function anOffice({
  limits,
  ...settings
}: Partial<Omit<OfficeSettings, 'limits'>> & { limits?: Partial<OfficeSettings['limits']> } = {}): Promise<
  Office & { left: () => string[]; folder: string }
> {
  const tempFolder = aFolder()
  const office = await createOffice({
    soffice: null,
    tempFolder,
    ...settings,
    limits: { ...DEFAULT_OFFICE_LIMITS, ...limits },
  })
  return { ...office, folder: tempFolder, left: () => readdirSync(tempFolder) }
}

/** The command lines of all processes that speak of a folder. */
export const processesOf = (folder: string): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      try {
        return [readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')]
      } catch {
        return []
      }
    })
    .filter((line) => line.includes(folder))

const ODT = 'application/vnd.oasis.opendocument.text'
const NAMESPACES = ['office:1.0', 'text:1.0', 'script:1.0']
  .map((name) => `xmlns:${name.split(':')[0]}="urn:oasis:names:tc:opendocument:xmlns:${name}"`)
  .join(' ')

/** An OpenDocument text of the given content, with whatever else is to be in it. */
export function anOdt(body: string, { scripts = '', more = {} }: { scripts?: string; more?: Parts } = {}): Uint8Array {
  const entries = ['content.xml', ...Object.keys(more)]
  return zipOf({
    mimetype: ODT,
    'META-INF/manifest.xml': `<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="${ODT}"/>${entries.map((name) => `<manifest:file-entry manifest:full-path="${name}" manifest:media-type="text/xml"/>`).join('')}</manifest:manifest>`,
    'content.xml': `<?xml version="1.0"?><office:document-content ${NAMESPACES} xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:dom="http://www.w3.org/2001/xml-events" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">${scripts}<office:body><office:text>${body}</office:text></office:body></office:document-content>`,
    ...more,
  })
}

/** A Basic library whose macro writes a file, and the event that runs it when the document is opened. */
export function aMacro(file: string): { scripts: string; more: Parts } {
  const library = 'http://openoffice.org/2000/library'
  const basic = `Sub AutoOpen\nn = FreeFile\nOpen "${file}" For Output As #n\nPrint #n, "ran"\nClose #n\nEnd Sub`
  return {
    scripts:
      '<office:scripts><office:event-listeners><script:event-listener script:language="ooo:script" script:event-name="dom:load" xlink:href="vnd.sun.star.script:Standard.Module1.AutoOpen?language=Basic&amp;location=document" xlink:type="simple"/></office:event-listeners></office:scripts>',
    more: {
      'Basic/script-lc.xml': `<?xml version="1.0"?><library:libraries xmlns:library="${library}" xmlns:xlink="http://www.w3.org/1999/xlink"><library:library library:name="Standard" library:link="false"/></library:libraries>`,
      'Basic/Standard/script-lb.xml': `<?xml version="1.0"?><library:library xmlns:library="${library}" library:name="Standard" library:readonly="false" library:passwordprotected="false"><library:element library:name="Module1"/></library:library>`,
      'Basic/Standard/Module1.xml': `<?xml version="1.0"?><script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">${basic.replaceAll('"', '&quot;')}</script:module>`,
    },
  }
}

const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A .docx, or a .docm, whose relationships of the document are given as they stand in the file. */
export const aDocx = (
  body: string,
  {
    relationships = '',
    type = 'document',
    more = {},
  }: { relationships?: string; type?: 'document' | 'macro'; more?: Parts } = {},
): Uint8Array =>
  zipOf({
    '[Content_Types].xml': `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override PartName="/word/document.xml" ContentType="application/vnd.${type === 'macro' ? 'ms-word.document.macroEnabled' : 'openxmlformats-officedocument.wordprocessingml.document'}.main+xml"/></Types>`,
    '_rels/.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${RELATIONSHIPS}/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/_rels/document.xml.rels': `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relationships}</Relationships>`,
    'word/document.xml': `<?xml version="1.0"?><w:document xmlns:w="${WORD}" xmlns:r="${RELATIONSHIPS}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>${body}</w:body></w:document>`,
    ...more,
  })

/** A paragraph with a picture that lies elsewhere, named by a relationship. */
export const linkedPicture = (id: string): string =>
  `<w:p><w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="p"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="${id}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`

/** An EMF of 40 by 30 mm with a filled rectangle, made of the fewest records there can be; `draws: false` leaves it empty. */
export function anEmf({ draws = true } = {}): Uint8Array {
  const rectangle = [43, 24, 20, 15, 180, 130]
  const records = [...(draws ? [[37, 12, 0x80000004], rectangle] : []), [14, 20, 0, 0, 20]]
  const bytes = 88 + records.reduce((sum, [, size = 0]) => sum + size, 0)
  const view = new DataView(new ArrayBuffer(bytes))
  const put = (at: number, values: readonly number[]) =>
    values.forEach((value, index) => view.setInt32(at + index * 4, value | 0, true))
  put(0, [1, 88, 0, 0, 199, 149, 0, 0, 4000, 3000, 0x464d4520, 0x10000, bytes, records.length + 1])
  view.setUint16(56, 1, true)
  put(60, [0, 0, 0, 2000, 1500, 400, 300])
  let at = 88
  for (const record of records) {
    put(at, record)
    at += record[1] ?? 0
  }
  return new Uint8Array(view.buffer)
}
