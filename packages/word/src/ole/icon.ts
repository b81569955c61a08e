/** A sheet of paper with the name of a file below it, as a Windows metafile: what stands in the text for a packed file. */

/** Pixels of the drawing, and of a letter of its font. */
export const ICON = { width: 132, height: 76 } as const
const LETTER = 12
/** Hundredths of a millimetre in a pixel of a screen of 96 dots to the inch. */
const FRAME = 2_540 / 96
/** How many letters of Latin, each half as wide as one of ours, stand below the sheet. */
const ROOM = 20

const widthOf = (letter: string): number => (letter.charCodeAt(0) < 0x2e80 ? 1 : 2)
const widthOfText = (text: string): number => [...text].reduce((sum, letter) => sum + widthOf(letter), 0)
/** A name that fits, with its ending. */
function fitted(name: string): string {
  if (widthOfText(name) <= ROOM) return name
  const ending = /.?\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? ''
  let stem = ''
  for (const letter of name.slice(0, name.length - ending.length)) {
    if (widthOfText(`${stem}${letter}…${ending}`) > ROOM + 1) break
    stem += letter
  }
  return `${stem}…${ending}`
}

/** A record: its number and its words of four bytes. */
function record(type: number, words: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(8 + words.length * 4)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, type, true)
  view.setUint32(4, bytes.length, true)
  words.forEach((word, index) => view.setUint32(8 + index * 4, word >>> 0, true))
  return bytes
}
const point = (x: number, y: number): number => (x & 0xffff) | (y << 16)
const BOUNDS = [0, 0, ICON.width - 1, ICON.height - 1]
const drawn = (type: number, points: readonly number[]): Uint8Array =>
  record(type, [...BOUNDS, points.length, ...points])
const pairs = (letters: readonly number[]): number[] =>
  Array.from({ length: Math.ceil(letters.length / 2) }, (_, index) =>
    point(letters[index * 2] ?? 0, letters[index * 2 + 1] ?? 0),
  )

/** The font of the name: Song, as the text around it. */
function font(): Uint8Array {
  const words = Array.from({ length: 81 }, () => 0)
  words[0] = 1
  words[1] = -LETTER
  words[5] = 400
  // The character set of Chinese, so that programs choose a font that has the letters.
  words[6] = 134 << 24
  pairs([...'宋体'].map((letter) => letter.charCodeAt(0))).forEach((word, index) => (words[8 + index] = word))
  return record(82, words)
}

function caption(text: string): Uint8Array {
  const letters = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index))
  const widths = letters.map((_, index) => (widthOf(text[index] ?? '') * LETTER) / 2)
  const string = pairs(letters)
  const start = 76
  const one = 0x3f80_0000
  const left = Math.max(0, Math.round((ICON.width - widths.reduce((sum, width) => sum + width, 0)) / 2))
  return record(84, [
    ...BOUNDS,
    1,
    one,
    one,
    left,
    56,
    letters.length,
    start,
    0,
    0,
    0,
    -1,
    -1,
    start + string.length * 4,
    ...string,
    ...widths,
  ])
}

/** The metafile for a file of that name. */
export function fileIcon(name: string): Uint8Array {
  const [left, top, right, bottom, fold] = [50, 4, 82, 48, 10]
  const body = [
    record(18, [1]),
    record(24, [0]),
    font(),
    record(37, [1]),
    drawn(86, [
      point(left, top),
      point(right - fold, top),
      point(right, top + fold),
      point(right, bottom),
      point(left, bottom),
    ]),
    drawn(87, [point(right - fold, top), point(right - fold, top + fold), point(right, top + fold)]),
    caption(fitted(name)),
    record(14, [0, 16, 20]),
  ]
  const size = 108 + body.reduce((sum, part) => sum + part.length, 0)
  const header = record(1, [
    ...BOUNDS,
    0,
    0,
    Math.round(ICON.width * FRAME),
    Math.round(ICON.height * FRAME),
    0x464d_4520,
    0x0001_0000,
    size,
    body.length + 1,
    2,
    0,
    0,
    0,
    1_920,
    1_080,
    508,
    286,
    0,
    0,
    0,
    508_000,
    285_750,
  ])
  const out = new Uint8Array(size)
  let at = 0
  for (const part of [header, ...body]) {
    out.set(part, at)
    at += part.length
  }
  return out
}
