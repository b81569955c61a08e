import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import type { ImportLimits, ImportRefusalCode } from '../src/refusal.ts'
import type { Dice } from './mutate.ts'

type Parts = Record<string, Uint8Array>
type Break = (bytes: Uint8Array, dice: Dice, limits: ImportLimits) => Uint8Array

const DOCUMENT = 'word/document.xml'
const inParts =
  (change: (parts: Parts, dice: Dice, limits: ImportLimits) => void): Break =>
  (bytes, dice, limits) => {
    const parts = unzipSync(bytes)
    change(parts, dice, limits)
    return zipSync(parts, { level: 1 })
  }
const withBody = (change: (body: string, dice: Dice, limits: ImportLimits) => string): Break =>
  inParts((parts, dice, limits) => {
    const xml = strFromU8(parts[DOCUMENT] as Uint8Array)
    const [from, to] = [xml.indexOf('<w:body>') + 8, xml.lastIndexOf('</w:body>')]
    parts[DOCUMENT] = strToU8(xml.slice(0, from) + change(xml.slice(from, to), dice, limits) + xml.slice(to))
  })
const OLE = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)
const CENTRAL = Uint8Array.of(0x50, 0x4b, 0x01, 0x02)

/**
 * Ways to break a file that bring one refusal each, whatever file of ours is broken and however the dice fall: by these the
 * broken files are known to reach every gate of the reader.
 */
export const SURELY_REFUSED: Readonly<Partial<Record<ImportRefusalCode, Break>>> = {
  'word/not-a-docx': (bytes, dice) => {
    const out = bytes.slice()
    out.set(strToU8(dice.pick(['%PDF', '{\\rt', 'GIF8', '<htm']), true))
    return out
  },
  'word/damaged': (bytes, dice) => bytes.slice(0, 40 + dice.below(bytes.length >> 1)),
  'word/has-dtd': inParts((parts, dice) => {
    const xml = strFromU8(parts[DOCUMENT] as Uint8Array)
    const at = xml.startsWith('<?xml') ? xml.indexOf('?>') + 2 : 0
    const dtd = dice.pick(['<!DOCTYPE d>', '<!DOCTYPE d [<!ENTITY a "b">]>', '<!DOCTYPE d SYSTEM "x.dtd">'])
    parts[DOCUMENT] = strToU8(xml.slice(0, at) + dtd + xml.slice(at))
  }),
  'word/old-format': (bytes) => {
    const out = new Uint8Array(Math.max(bytes.length, 4096))
    out.set(OLE)
    return out
  },
  'word/encrypted': (bytes) => {
    const out = bytes.slice()
    for (let at = 0; at < out.length - 10; at++)
      if (CENTRAL.every((byte, index) => out[at + index] === byte)) out[at + 8] = (out[at + 8] ?? 0) | 1
    return out
  },
  'word/empty': withBody((_, dice) => '<w:p/>'.repeat(1 + dice.below(40))),
  'word/too-many-cells': withBody(
    (body, dice, limits) =>
      `${body}<w:tbl><w:tr>${'<w:tc><w:p/></w:tc>'.repeat(limits.cells + 1 + dice.below(9))}</w:tr></w:tbl>`,
  ),
  'word/too-long': withBody(
    (body, dice, limits) =>
      `<w:p><w:r><w:t>${dice.pick(['字', 'a', '　'])}${'长'.repeat(limits.characters)}</w:t></w:r></w:p>${body}`,
  ),
  'word/too-many-parts': inParts((parts, dice, limits) => {
    const more = limits.entries + 1 + dice.below(9)
    for (let part = 0; part < more; part++) parts[`word/extra${part}.xml`] = new Uint8Array()
  }),
  'word/unpacked-too-large': inParts((parts, dice, limits) => {
    parts['word/extra.bin'] = new Uint8Array(limits.unpackedBytes + 1 + dice.below(9))
  }),
}
