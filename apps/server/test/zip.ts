import { deflateRawSync } from 'node:zlib'

export interface ZipPart {
  readonly name: string | Uint8Array
  readonly data: Uint8Array | string
  /** Bits of the general purpose flag: 1 encrypted, 0x800 name in UTF-8. */
  readonly flags?: number
  /** What the directory says of its size, in place of the truth. */
  readonly claims?: number
}

const table = Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  return value
})
const crc32 = (bytes: Uint8Array): number => {
  let value = -1
  for (const byte of bytes) value = (table[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8)
  return ~value >>> 0
}

/** A zip file as attackers and old programs write them, too. */
export function zip(parts: readonly ZipPart[]): Uint8Array {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const part of parts) {
    const name = Buffer.from(part.name)
    const data = Buffer.from(part.data)
    const packed = deflateRawSync(data)
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(part.flags ?? 0x800, 2)
    head.writeUInt16LE(8, 4)
    head.writeUInt32LE(crc32(data), 10)
    head.writeUInt32LE(packed.length, 14)
    head.writeUInt32LE(part.claims ?? data.length, 18)
    head.writeUInt16LE(name.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    const body = Buffer.concat([Buffer.from('504b0304', 'hex'), head, name, packed])
    directory.push(Buffer.concat([Buffer.from('504b01021400', 'hex'), head, place, name]))
    bodies.push(body)
    offset += body.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4)
  end.writeUInt16LE(parts.length, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...bodies, central, Buffer.from('504b0506', 'hex'), end])
}

/** A .docx of paragraphs (strings) and tables (rows of cells). */
export function docx(...blocks: readonly (string | readonly (readonly string[])[])[]): Uint8Array {
  const p = (text: string) => `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`
  const body = blocks
    .map((block) =>
      typeof block === 'string'
        ? p(block)
        : `<w:tbl><w:tblPr/><w:tblGrid>${(block[0] ?? []).map(() => '<w:gridCol w:w="2000"/>').join('')}</w:tblGrid>${block
            .map((row) => `<w:tr>${row.map((cell) => `<w:tc><w:tcPr/>${p(cell)}</w:tc>`).join('')}</w:tr>`)
            .join('')}</w:tbl>`,
    )
    .join('')
  const types =
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
  const rels =
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
  return zip([
    { name: '[Content_Types].xml', data: types },
    { name: '_rels/.rels', data: rels },
    {
      name: 'word/document.xml',
      data: `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
    },
  ])
}

/** A plan of one table whose head leaves nothing to guess; `topic` makes its bytes its own. */
export const aPlanFile = (topic: string, heads: readonly string[] = ['教学环节', '教师活动', '学生活动', '设计意图']) =>
  docx(
    [
      ['课题', topic, '年级', '三年级'],
      ['学科', '语文', '课型', '新授'],
    ],
    '教学目标',
    `1.会读${topic}。`,
    '教学过程',
    [
      [...heads],
      ...[10, 20, 10].map((minutes, index) => [
        `第${index + 1}环节（${minutes}分钟）`,
        `${topic}：教师讲第${index + 1}步`,
        '学生听',
        '为了学会',
      ]),
    ],
  )
