import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { PNG } from './plans.ts'

/** A generator of numbers that a seed determines (mulberry32). */
export function makeDice(seed: number) {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (most: number): number => Math.floor(next() * most)
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T
  return { below, pick }
}
export type Dice = ReturnType<typeof makeDice>
type Parts = Record<string, Uint8Array>
type Mutation = (bytes: Uint8Array, dice: Dice, address: string) => Uint8Array

const join = (...pieces: Uint8Array[]): Uint8Array => Uint8Array.from(pieces.flatMap((piece) => [...piece]))
const inParts =
  (change: (parts: Parts, dice: Dice, address: string) => void): Mutation =>
  (bytes, dice, address) => {
    const parts = unzipSync(bytes)
    change(parts, dice, address)
    return zipSync(parts, { level: 1 })
  }
const xmlNames = (parts: Parts) => Object.keys(parts).filter((name) => /\.(?:xml|rels)$/.test(name))
const inXml = (change: (xml: string, dice: Dice, address: string) => string): Mutation =>
  inParts((parts, dice, address) => {
    const names = xmlNames(parts)
    // Most of the time the document itself, for most of the reader is about it.
    const name = dice.below(3) > 0 && parts['word/document.xml'] ? 'word/document.xml' : dice.pick(names)
    parts[name] = strToU8(change(strFromU8(parts[name] as Uint8Array), dice, address))
  })
const inBody = (change: (body: string, dice: Dice, address: string) => string): Mutation =>
  inParts((parts, dice, address) => {
    const document = parts['word/document.xml']
    if (!document) return
    const xml = strFromU8(document)
    const [from, to] = [xml.indexOf('<w:body>') + 8, xml.lastIndexOf('</w:body>')]
    if (from < 8 || to < from) return
    parts['word/document.xml'] = strToU8(
      xml.slice(0, from) + change(xml.slice(from, to), dice, address) + xml.slice(to),
    )
  })

const WILD = [
  '',
  '-1',
  '0',
  '63',
  '64',
  '65536',
  '2147483648',
  '4294967296',
  '1e308',
  'NaN',
  '0x10',
  'abc',
  '١',
  '1.5',
  'false',
  '../../../../etc/passwd',
  '\\\\host\\share\\x',
  'constructor',
  '__proto__',
  'toString',
  '%s%n',
  '&#xD;&#xA;',
  '𠮷'.repeat(300),
]
const TAGS = [
  '<w:fldChar w:fldCharType="begin"/>',
  '<w:fldChar w:fldCharType="separate"/>',
  '<w:fldChar w:fldCharType="end"/>',
  '<w:instrText>INCLUDEPICTURE "ADDRESS/a.png" \\d</w:instrText>',
  '<w:sym w:font="Wingdings" w:char="FFFFFFFFF"/>',
  '<w:commentRangeStart w:id="0"/>',
  '<w:bookmarkStart w:name="gy_row_"/>',
  '<w:footnoteReference w:id="2"/>',
  '<m:oMath><m:f/><m:d/><m:rad/><m:nary/><m:eqArr/><m:m/></m:oMath>',
  '<w:altChunk r:id="rId1"/>',
  '<w:tbl/>',
  '<w:tr/>',
  '<w:tc/>',
  '<w:del><w:p/></w:del>',
  '<mc:AlternateContent/>',
  '<w:sdt/>',
  '<w:ruby/>',
  '<w:subDoc r:id="rId1"/>',
]
const WRAPS: readonly [string, string][] = [
  ['<w:ins>', '</w:ins>'],
  ['<w:sdt><w:sdtContent>', '</w:sdtContent></w:sdt>'],
  ['<w:tbl><w:tr><w:tc>', '</w:tc></w:tr></w:tbl>'],
  ['<mc:AlternateContent><mc:Choice Requires="w">', '</mc:Choice></mc:AlternateContent>'],
  ['<w:p><w:r><w:pict><w:txbxContent>', '</w:txbxContent></w:pict></w:r></w:p>'],
  ['<w:p><m:oMath><m:f><m:num>', '</m:num></m:f></m:oMath></w:p>'],
  ['<x>', '</x>'],
]
/** Begins of other kinds of files, for files that are two things at once. */
const HEADS = [
  '\u0089PNG\r\n\u001a\n',
  'GIF89a',
  '%PDF-1.7\n',
  '<html><script>alert(1)</script>',
  '{\\rtf1',
  '\u007fELF',
  'MZ',
  '\u00ff\u00d8\u00ff',
  '<?xml version="1.0"?>',
  '\u00d0\u00cf\u0011\u00e0',
  '#!/bin/sh\nexit\n',
  'PK\u0005\u0006',
]
const ENTITIES = [
  '<!DOCTYPE d [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
  '<!DOCTYPE d SYSTEM "ADDRESS/x.dtd">',
  '<!DOCTYPE d SYSTEM "file:///etc/passwd">',
  '<!DOCTYPE d [<!ENTITY % p SYSTEM "ADDRESS/p"> %p;]>',
  '<!DOCTYPE d PUBLIC "x" "\\\\host\\share">',
  '<?xml-stylesheet href="ADDRESS/x.xsl"?>',
]
const KINDS = [
  'image',
  'hyperlink',
  'oleObject',
  'attachedTemplate',
  'aFChunk',
  'subDocument',
  'styles',
  'footnotes',
  'comments',
  'customXml',
  'officeDocument',
  'header',
  'settings',
  'chart',
]

/** PNG, GIF, BMP, JPEG and WebP of a few bytes that say ten thousand by ten thousand pixels. */
const hugePictures = (): Uint8Array[] => {
  const side = 10_000
  const png = PNG.slice()
  new DataView(png.buffer).setUint32(16, side)
  new DataView(png.buffer).setUint32(20, side)
  const gif = join(strToU8('GIF89a', true), Uint8Array.of(0x10, 0x27, 0x10, 0x27, 0, 0, 0))
  const bmp = new Uint8Array(60)
  bmp.set([0x42, 0x4d])
  new DataView(bmp.buffer).setInt32(18, side, true)
  new DataView(bmp.buffer).setInt32(22, -side, true)
  const jpeg = Uint8Array.of(
    0xff,
    0xd8,
    0xff,
    0xff,
    0xc0,
    0,
    17,
    8,
    0x27,
    0x10,
    0x27,
    0x10,
    3,
    1,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
  )
  const webp = new Uint8Array(40)
  webp.set(strToU8('RIFF....WEBPVP8X', true))
  webp.set([0x0f, 0x27, 0, 0x0f, 0x27, 0], 24)
  return [png, gif, bmp, jpeg, webp]
}

/** Ways to break a file, by kind. Each takes a healthy file and gives one that may be anything. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'flipped bits': (bytes, dice) => {
    const out = bytes.slice()
    for (let left = 1 + dice.below(8); left > 0; left--) {
      const at = dice.below(out.length)
      out[at] = (out[at] ?? 0) ^ (1 << dice.below(8))
    }
    return out
  },
  'flipped directory': (bytes, dice) => {
    const out = bytes.slice()
    const tail = Math.min(out.length, 1500)
    for (let left = 1 + dice.below(3); left > 0; left--) out[out.length - 1 - dice.below(tail)] = dice.below(256)
    return out
  },
  'cut off': (bytes, dice) => bytes.slice(0, dice.below(bytes.length)),
  'cut out': (bytes, dice) => {
    const at = dice.below(bytes.length)
    return join(bytes.subarray(0, at), bytes.subarray(at + 1 + dice.below(400)))
  },
  'flipped inside': inParts((parts, dice) => {
    const name = dice.pick(Object.keys(parts))
    const part = (parts[name] as Uint8Array).slice()
    for (let left = 1 + dice.below(4); left > 0 && part.length > 0; left--)
      part[dice.below(part.length)] = dice.below(256)
    parts[name] = part
  }),
  'parts swapped': inParts((parts, dice) => {
    const names = Object.keys(parts)
    const [a, b] = [dice.pick(names), dice.pick(names)]
    const kept = parts[a] as Uint8Array
    parts[a] = parts[b] as Uint8Array
    parts[b] = kept
  }),
  'part gone': inParts((parts, dice) => void delete parts[dice.pick(Object.keys(parts))]),
  'part emptied': inParts((parts, dice) => void (parts[dice.pick(Object.keys(parts))] = new Uint8Array())),
  'another encoding': inParts((parts, dice) => {
    const name = dice.pick(xmlNames(parts))
    const xml = strFromU8(parts[name] as Uint8Array)
    const wide = new Uint8Array(2 + xml.length * 2)
    wide.set([0xff, 0xfe])
    for (let at = 0; at < xml.length; at++) new DataView(wide.buffer).setUint16(2 + at * 2, xml.charCodeAt(at), true)
    parts[name] = dice.below(2) ? wide : strToU8(xml, true)
  }),
  'wild value': inXml((xml, dice) => {
    const values = [...xml.matchAll(/="[^"]*"/g)]
    let out = xml
    for (let left = 1 + dice.below(6); left > 0 && values.length > 0; left--) {
      const { index, 0: found } = dice.pick(values)
      if (out.slice(index, index + found.length) === found)
        out = `${out.slice(0, index)}="${dice.pick(WILD)}"${out.slice(index + found.length)}`
    }
    return out
  }),
  'tag put in': inXml((xml, dice, address) => {
    let out = xml
    for (let left = 1 + dice.below(8); left > 0; left--) {
      const places = [...out.matchAll(/>/g)]
      const at = (places.length > 0 ? dice.pick(places).index : 0) + 1
      out = out.slice(0, at) + dice.pick(TAGS).replace('ADDRESS', address) + out.slice(at)
    }
    return out
  }),
  'tag renamed': inXml((xml, dice) => {
    const names = [...new Set([...xml.matchAll(/<(\w+:\w+)/g)].map(([, name]) => name as string))]
    if (names.length < 2) return xml
    const [from, to] = [dice.pick(names), dice.pick(names)]
    return xml.replaceAll(new RegExp(`(</?)${from}\\b`, 'g'), `$1${to}`)
  }),
  'element repeated': inXml((xml, dice) => {
    const found = dice.pick([
      ...xml.matchAll(/<(w:(?:p|r|tr|tc|tbl|sdt|lvl|num|style|comment))\b(?:(?!<\1\b)[^])*?<\/\1>/g),
      null,
    ])
    return found ? xml.slice(0, found.index) + found[0].repeat(2 + dice.below(60)) + xml.slice(found.index) : xml
  }),
  'nested deep': inBody((body, dice) => {
    const [open, shut] = dice.pick(WRAPS)
    const levels = dice.pick([5, 40, 90, 130, 300, 5000])
    return open.repeat(levels) + (body.length < 20_000 ? body : '<w:p/>') + shut.repeat(levels)
  }),
  entities: inXml((xml, dice, address) => {
    const at = xml.startsWith('<?xml') ? xml.indexOf('?>') + 2 : 0
    const named = dice.below(2) ? xml.slice(at) : xml.slice(at).replace('</w:t>', '&c;&xxe;</w:t>')
    return xml.slice(0, at) + dice.pick(ENTITIES).replace('ADDRESS', address) + named
  }),
  'relationships out': inParts((parts, dice, address) => {
    const targets = [
      `${address}/x`,
      'file:///etc/passwd',
      '/etc/passwd',
      '../../../../../etc/passwd',
      '\\\\127.0.0.1\\share\\x',
      'word/document.xml',
      'document.xml',
      'mhtml:http://127.0.0.1/x!x',
      '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
      '',
      `javascript:fetch("${address}")`,
      'data:text/html,<script>',
    ]
    const names = Object.keys(parts).filter((name) => name.endsWith('.rels'))
    const name = dice.below(4) > 0 ? 'word/_rels/document.xml.rels' : dice.pick([...names, '_rels/.rels'])
    const before = parts[name]
      ? strFromU8(parts[name])
      : '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    const more = Array.from(
      { length: 1 + dice.below(5) },
      (_, index) =>
        `<Relationship Id="rId${1 + dice.below(9)}${index}" Type="http://x/${dice.pick(KINDS)}" Target="${dice.pick(targets).replaceAll('"', '&quot;').replaceAll('<', '&lt;')}"${dice.below(2) ? ' TargetMode="External"' : ''}/>`,
    ).join('')
    const aimed = dice.below(2)
      ? before
      : before.replaceAll(
          /Target="[^"]*"/g,
          () => `Target="${dice.pick(targets).replaceAll('"', '&quot;').replaceAll('<', '&lt;')}"`,
        )
    parts[name] = strToU8(aimed.replace('</Relationships>', `${more}</Relationships>`))
  }),
  'huge pictures': inParts((parts, dice) => {
    const pictures = hugePictures()
    const ids = pictures.map((_, index) => `huge${index}`)
    const name = 'word/_rels/document.xml.rels'
    const before = parts[name]
      ? strFromU8(parts[name])
      : '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    parts[name] = strToU8(
      before.replace(
        '</Relationships>',
        `${ids.map((id) => `<Relationship Id="${id}" Type="http://x/image" Target="media/${id}"/>`).join('')}</Relationships>`,
      ),
    )
    for (const [index, picture] of pictures.entries()) parts[`word/media/huge${index}`] = picture
    const shown = ids
      .map(
        (id) =>
          `<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape style="width:1e9pt;height:${dice.pick(WILD).slice(0, 20).replaceAll(/[&<"]/g, '')}pt"><v:imagedata xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="${id}"/></v:shape></w:pict></w:r></w:p>`,
      )
      .join('')
    const xml = strFromU8(parts['word/document.xml'] ?? new Uint8Array())
    parts['word/document.xml'] = strToU8(xml.replace('</w:body>', () => `${shown}</w:body>`))
  }),
  polyglot: (bytes, dice) => {
    const head = strToU8(dice.pick(HEADS), true)
    const kind = dice.below(3)
    return kind === 0 ? join(head, bytes) : kind === 1 ? join(bytes, head) : join(head, bytes.subarray(head.length))
  },
  'two files in one': (bytes, dice) => {
    const other = zipSync({ 'word/document.xml': strToU8('<x/>'), '[Content_Types].xml': strToU8('<x/>') })
    return dice.below(2) ? join(bytes, other) : join(other, bytes)
  },
}

/** Files that take what they can get, few, for each costs a second. */
export function heavyFiles(dice: Dice): Record<string, Uint8Array> {
  const types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
  const make = (body: string, more: Parts = {}) =>
    zipSync(
      {
        '[Content_Types].xml': strToU8(types),
        'word/document.xml': strToU8(
          `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><w:body>${body}</w:body></w:document>`,
        ),
        ...more,
      },
      { level: 1 },
    )
  const cells = 100_000 + dice.below(1000)
  const deep = (open: string, shut: string, levels: number, inner: string) =>
    open.repeat(levels) + inner + shut.repeat(levels)
  const cell = '<w:tc><w:p/></w:tc>'
  const text = (inner: string) => `<w:p><w:r><w:t>${inner}</w:t></w:r></w:p>`
  return {
    'cells in one row': make(`<w:tbl><w:tr>${cell.repeat(cells)}</w:tr></w:tbl>`),
    'cells in one column': make(`<w:tbl>${`<w:tr>${cell}</w:tr>`.repeat(cells)}</w:tbl>`),
    'tables of one cell': make(`<w:tbl><w:tr>${cell}</w:tr></w:tbl>`.repeat(25_000)),
    'a wide row over many': make(
      `<w:tbl><w:tr>${cell.repeat(5000)}</w:tr>${`<w:tr>${cell}</w:tr>`.repeat(5000)}</w:tbl>`,
    ),
    spaces: make(text(`a${' '.repeat(20_000)}a`)),
    colons: make(text('： '.repeat(100_000))),
    'one letter': make(text('（'.repeat(300_000)) + text('1'.repeat(300_000))),
    labels: make(text('教学目标：'.repeat(60_000))),
    'fields begun': make(
      `<w:p>${'<w:r><w:fldChar w:fldCharType="begin"/></w:r>'.repeat(60_000)}${text('后').slice(5, -6)}</w:p>`,
    ),
    'comments open': make(
      `<w:p>${Array.from({ length: 20_000 }, (_, id) => `<w:commentRangeStart w:id="${id}"/>`).join('')}</w:p>${text('字'.repeat(50)).repeat(300)}`,
    ),
    'branches in branches': make(
      deep(
        '<mc:AlternateContent><mc:Choice Requires="w">',
        '</mc:Choice></mc:AlternateContent>',
        150,
        text('字').repeat(5000),
      ),
    ),
    'fractions in fractions': make(
      `<w:p><m:oMath>${deep('<m:f><m:num>', '</m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>', 180, '<m:r><m:t>1</m:t></m:r>')}</m:oMath></w:p>${text('字')}`,
    ),
    'brackets of a field': make(
      `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>EQ ${'\\f('.repeat(30_000)}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>${text('字')}`,
    ),
    attributes: make(`<w:p ${Array.from({ length: 100_000 }, (_, index) => `a${index}="1"`).join(' ')}/>${text('字')}`),
    'a bomb': make('', { 'word/document.xml': new Uint8Array(60_000_000).fill(32) }),
    'a paragraph mark a byte': make('<w:p/>'.repeat(300_000)),
    'notes that name each other': make(`<w:p>${'<w:r><w:footnoteReference w:id="2"/></w:r>'.repeat(50_000)}</w:p>`),
  }
}
