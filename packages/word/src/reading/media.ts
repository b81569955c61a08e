const ascii = (bytes: Uint8Array, at: number, length: number) => String.fromCharCode(...bytes.subarray(at, at + length))

/** The media type that the bytes themselves show; a name or a declared type is never trusted. */
export function sniffMedia(bytes: Uint8Array): string {
  if (bytes[0] === 0x89 && ascii(bytes, 1, 3) === 'PNG') return 'image/png'
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'image/jpeg'
  if (ascii(bytes, 0, 4) === 'GIF8') return 'image/gif'
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 4) === 'WEBP') return 'image/webp'
  if (ascii(bytes, 0, 2) === 'BM') return 'image/bmp'
  if (ascii(bytes, 40, 4) === ' EMF') return 'image/x-emf'
  if ((bytes[0] === 0xd7 && bytes[1] === 0xcd) || (bytes[0] === 1 && bytes[1] === 0 && bytes[2] === 9))
    return 'image/x-wmf'
  if (ascii(bytes, 0, 4) === 'II*\0' || ascii(bytes, 0, 4) === 'MM\0*') return 'image/tiff'
  return 'application/octet-stream'
}
/** Types every browser shows; others are kept as attachments. */
export const SHOWN: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/bmp'])
export const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/bmp': 'bmp',
  'image/x-emf': 'emf',
  'image/x-wmf': 'wmf',
  'image/tiff': 'tiff',
}

/** Whether drawing a picture would take more than so many pixels, by what its own bytes say. */
export function isHuge(bytes: Uint8Array, pixels: number): boolean {
  const size = pixelSize(bytes)
  return size !== null && size.width * size.height > pixels
}

/** Width and height in pixels of a PNG, GIF, BMP, WebP or JPEG; null where the bytes do not say. */
export function pixelSize(bytes: Uint8Array): { width: number; height: number } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const type = sniffMedia(bytes)
  if (type === 'image/png' && bytes.length > 24) return { width: view.getUint32(16), height: view.getUint32(20) }
  if (type === 'image/gif' && bytes.length > 10)
    return { width: view.getUint16(6, true), height: view.getUint16(8, true) }
  if (type === 'image/bmp' && bytes.length > 26)
    return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) }
  if (type === 'image/webp' && bytes.length > 30) return webpSize(view, ascii(bytes, 12, 4))
  if (type !== 'image/jpeg') return null
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    at += 2 + view.getUint16(at + 2)
  }
  return null
}

/** Width and height of the three kinds of WebP: lossy, lossless, extended. */
function webpSize(view: DataView, kind: string): { width: number; height: number } | null {
  if (kind === 'VP8 ') return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  if (kind === 'VP8L') {
    const bits = view.getUint32(21, true)
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
  }
  if (kind !== 'VP8X') return null
  const three = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536
  return { width: three(24) + 1, height: three(27) + 1 }
}
