import type { DocJson } from '@gongyan/documents'
import { EXTENSIONS, pixelSize, sniffMedia } from '../reading/media.ts'
import { fileIcon, ICON } from '../ole/icon.ts'
import { packFile } from '../ole/package.ts'
import type { Notes } from './notes.ts'
import { TWIPS_PER_PIXEL } from './widths.ts'
import { escapeXml } from './xml.ts'

export interface StoredMedia {
  readonly bytes: Uint8Array
  readonly mediaType: string
}
/** The file behind an image's or attachment's `fileId`. */
export type MediaSource = (fileId: string) => StoredMedia | undefined

const EMU_PER_PIXEL = 9525
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** The size of a picture in pixels: as asked, where one side is open in the picture's own shape. */
export function pictureSize(
  node: DocJson,
  natural: { readonly width: number; readonly height: number } | null,
): { width: number; height: number } {
  const asked = { width: Number(node.attrs?.['width'] ?? 0), height: Number(node.attrs?.['height'] ?? 0) }
  const own = natural ?? { width: 240, height: 160 }
  const ratio = own.height / Math.max(1, own.width)
  const width = asked.width || (asked.height ? asked.height / ratio : own.width)
  return { width, height: asked.height || width * ratio }
}

/** Bytes of files that one document takes along; what is beyond is named only. */
const MOST_EMBEDDED = 30_000_000
const TWIPS = 1_440 / 96

/** Pictures, files and links of a document: parts, relationships and the drawings that show them. */
export class MediaWriter {
  readonly parts = new Map<string, Uint8Array>()
  readonly extensions = new Set<string>()
  private readonly source: MediaSource
  private readonly notes: Notes
  private readonly relationships: string[] = []
  private readonly ids = new Map<string, string>()
  private readonly names = new Map<string, string>()
  private drawings = 0
  private embedded = 0
  /** Files of which only the name is written. */
  readonly named: string[] = []
  private readonly embeds: boolean

  /** No picture that follows is higher than so many twips: what does not fit on a page would be cut. */
  tallest: number

  /** With `embeds`, files that are no pictures go along, packed; else their names do. */
  constructor(source: MediaSource, notes: Notes, tallest: number, embeds = false) {
    this.source = source
    this.embeds = embeds
    this.notes = notes
    this.tallest = tallest
  }

  private relate(type: string, target: string, external: boolean): string {
    const key = `${type} ${target}`
    const known = this.ids.get(key)
    if (known !== undefined) return known
    const id = `rId${this.relationships.length + 100}`
    this.relationships.push(
      `<Relationship Id="${id}" Type="${RELATIONSHIPS}/${type}" Target="${escapeXml(target)}"${external ? ' TargetMode="External"' : ''}/>`,
    )
    this.ids.set(key, id)
    return id
  }

  hyperlink(href: string, inner: string): string {
    if (href.startsWith('#'))
      return `<w:hyperlink w:anchor="${escapeXml(href.slice(1))}" w:history="1">${inner}</w:hyperlink>`
    return `<w:hyperlink r:id="${this.relate('hyperlink', href, true)}" w:history="1">${inner}</w:hyperlink>`
  }

  /** An inline drawing, or null where the file is gone or is nothing that Word can show. */
  drawing(node: DocJson, available: number): string | null {
    const fileId = String(node.attrs?.['fileId'] ?? '')
    const file = this.source(fileId)
    const extension = file && EXTENSIONS[sniffMedia(file.bytes)]
    if (!file || !extension) return node.type === 'attachment' ? this.packed(node, file) : null
    const name = this.names.get(fileId) ?? `media/image${this.names.size + 1}.${extension}`
    this.names.set(fileId, name)
    this.parts.set(`word/${name}`, file.bytes)
    this.extensions.add(extension)
    const id = this.relate('image', name, false)
    const { width, height } = pictureSize(node, pixelSize(file.bytes))
    const scale = Math.min(1, available / TWIPS_PER_PIXEL / width, this.tallest / TWIPS_PER_PIXEL / height)
    const [cx, cy] = [width, height].map((length) => Math.max(1, Math.round(length * scale * EMU_PER_PIXEL)))
    const number = ++this.drawings
    const alt = escapeXml(String(node.attrs?.['alt'] ?? ''))
    const label = escapeXml(
      node.type === 'attachment'
        ? `附件 ${String(node.attrs?.['name'] ?? '')}`
        : `图片 ${this.noted(node, cx ?? 1, cy ?? 1)}`,
    )
    return `<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="${cx}" cy="${cy}"/><wp:docPr id="${number}" name="${label}"${alt ? ` descr="${alt}"` : ''}/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="${number}" name="${label}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="${id}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="${cx}" cy="${cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>`
  }

  /** A file as an object that Word opens by its icon, or null where only its name is written. */
  private packed(node: DocJson, file: StoredMedia | undefined): string | null {
    const name = String(node.attrs?.['name'] ?? '')
    if (!file || !this.embeds || this.embedded + file.bytes.length > MOST_EMBEDDED) {
      this.named.push(name)
      return null
    }
    const fileId = String(node.attrs?.['fileId'] ?? '')
    let target = this.names.get(fileId)
    if (target === undefined) {
      this.embedded += file.bytes.length
      target = `embeddings/oleObject${this.names.size + 1}.bin`
      this.names.set(fileId, target)
      this.parts.set(`word/${target}`, packFile({ name, bytes: file.bytes }))
      this.extensions.add('bin')
    }
    const number = ++this.drawings
    const icon = `media/icon${number}.emf`
    this.parts.set(`word/${icon}`, fileIcon(name))
    this.extensions.add('emf')
    const shape = `gyf${number}`
    this.notes.about(shape, 'file', {
      name,
      mediaType: node.attrs?.['mediaType'] ?? null,
      ...(node.marks && node.marks.length > 0 ? { marks: node.marks } : {}),
    })
    const points = (pixels: number) => `${pixels * 0.75}pt`
    const look = `width:${points(ICON.width)};height:${points(ICON.height)}`
    return `<w:object w:dxaOrig="${ICON.width * TWIPS}" w:dyaOrig="${ICON.height * TWIPS}"><v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" id="${shape}" style="${look}" alt="${escapeXml(name)}" o:ole=""><v:imagedata r:id="${this.relate('image', icon, false)}" o:title=""/></v:shape><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Embed" ProgID="Package" ShapeID="${shape}" DrawAspect="Icon" ObjectID="_${1_700_000_000 + number}" r:id="${this.relate('oleObject', target, false)}"/></w:object>`
  }

  /** Notes the size the plan gives a picture and its marks, which neither Word nor LibreOffice keeps; answers its name. */
  private noted({ attrs, marks }: DocJson, cx: number, cy: number): string {
    const name = `gy${this.drawings}`
    this.notes.about(name, 'picture', {
      width: attrs?.['width'] ?? null,
      height: attrs?.['height'] ?? null,
      shown: [cx, cy].map((length) => Math.round(length / EMU_PER_PIXEL)),
      ...(marks && marks.length > 0 ? { marks } : {}),
    })
    return name
  }

  relationshipElements(): string {
    return this.relationships.join('')
  }
}
