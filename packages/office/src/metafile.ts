import { zipDocument } from './small-docx.ts'

/** Width and height in millimetres. */
interface Size {
  readonly width: number
  readonly height: number
}

const EMF_SIGNATURE = ' EMF'
const WMF_PLACEABLE = 0x9ac6cdd7
/** A metafile that names no size gets that of a picture in a column. */
const USUAL: Size = { width: 80, height: 60 }
const SMALLEST_MM = 5
const LARGEST_MM = 500
const EMU_PER_MM = 36_000
const TWIPS_PER_MM = 56.6929

export interface Metafile {
  readonly kind: 'emf' | 'wmf'
  readonly size: Size
}

/** What a Windows metafile is by its bytes, with the size its head tells; null for anything else. */
export function sniffMetafile(bytes: Uint8Array): Metafile | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length >= 88 && view.getUint32(0, true) === 1 && ascii(bytes, 40, 4) === EMF_SIGNATURE) {
    const [left, top, right, bottom] = [24, 28, 32, 36].map((at) => view.getInt32(at, true)) as [
      number,
      number,
      number,
      number,
    ]
    return { kind: 'emf', size: bounded((right - left) / 100, (bottom - top) / 100) }
  }
  if (bytes.length >= 40 && view.getUint32(0, true) === WMF_PLACEABLE) {
    const [left, top, right, bottom] = [6, 8, 10, 12].map((at) => view.getInt16(at, true)) as [
      number,
      number,
      number,
      number,
    ]
    const perMm = (view.getUint16(14, true) || 1440) / 25.4
    return { kind: 'wmf', size: bounded((right - left) / perMm, (bottom - top) / perMm) }
  }
  if (bytes.length >= 18 && view.getUint16(0, true) === 1 && view.getUint16(2, true) === 9)
    return { kind: 'wmf', size: USUAL }
  return null
}

const ascii = (bytes: Uint8Array, at: number, length: number) => String.fromCharCode(...bytes.subarray(at, at + length))

/** The size within what a page can be, with its proportions kept as far as they go. */
function bounded(width: number, height: number): Size {
  if (!(width > 0 && height > 0)) return USUAL
  const scale = Math.min(1, LARGEST_MM / Math.max(width, height))
  return { width: Math.max(SMALLEST_MM, width * scale), height: Math.max(SMALLEST_MM, height * scale) }
}

/** The size a metafile asks for on a screen of 96 dots per inch; null for anything else. */
export function pixelsOf(bytes: Uint8Array): { width: number; height: number } | null {
  const size = sniffMetafile(bytes)?.size
  const pixels = (mm: number) => Math.max(1, Math.round((mm * 96) / 25.4))
  return size ? { width: pixels(size.width), height: pixels(size.height) } : null
}

/** A document of one page that is the picture, from edge to edge. */
export function carrierOf(bytes: Uint8Array, { kind, size }: Metafile): Uint8Array {
  const [cx, cy] = [size.width, size.height].map((mm) => Math.round(mm * EMU_PER_MM))
  const [width, height] = [size.width, size.height].map((mm) => Math.round(mm * TWIPS_PER_MM))
  const place = (axis: 'H' | 'V') =>
    `<wp:position${axis} relativeFrom="page"><wp:posOffset>0</wp:posOffset></wp:position${axis}>`
  const picture = `<pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="picture"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="${cx}" cy="${cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>`
  const anchor = `<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>${place('H')}${place('V')}<wp:extent cx="${cx}" cy="${cy}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/><wp:docPr id="1" name="p"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">${picture}</a:graphicData></a:graphic></wp:anchor>`
  return zipDocument(
    `<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr><w:r><w:rPr><w:sz w:val="2"/></w:rPr><w:drawing>${anchor}</w:drawing></w:r></w:p><w:sectPr><w:pgSz w:w="${width}" w:h="${height}"/><w:pgMar w:top="0" w:right="0" w:bottom="0" w:left="0" w:header="0" w:footer="0" w:gutter="0"/></w:sectPr>`,
    [{ id: 'picture', ending: kind, bytes }],
  )
}
