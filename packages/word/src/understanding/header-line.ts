import type { Vocabulary } from './vocabulary.ts'

export interface HeaderPair {
  readonly key: string
  readonly label: string
  readonly text: string
  /** False where the label is nobody's known word. */
  readonly sure: boolean
}

/** A colon between digits tells the time of day. */
const COLON = /(?<!\d)[：:]|[：:](?!\d)/g
const WORD = /[\p{L}\p{N}][^\s；;，,、|｜（(]*/gu
const LONGEST_LABEL = 12
const squeeze = (text: string) => text.replaceAll(/[\s\u3000]/g, '')

/** The label that ends where a colon stands: the longest run of whole words since the colon before that is known. */
export function labelBefore(
  vocabulary: Vocabulary,
  line: string,
  from: number,
  colon: number,
): { key: string; label: string; start: number } | null {
  const segment = line.slice(from, colon)
  for (const { index } of segment.matchAll(WORD)) {
    const label = squeeze(segment.slice(index))
    // Only the first word of a line may carry a number; behind a value a number belongs to the value.
    if (label.length > LONGEST_LABEL || /[；;，,、|｜（(]/.test(label) || (from > 0 && /^[\d.．]/.test(label))) continue
    const meaning = vocabulary.header(label)
    if (meaning) return { key: meaning.key, label, start: from + index }
  }
  return null
}

/** A label that nobody knows between known ones, set off by a wide gap, as 学校： behind 教师：白音. */
function ownLabelBefore(
  vocabulary: Vocabulary,
  line: string,
  from: number,
  colon: number,
): { key: string; label: string; start: number } | null {
  const match = /(?:\t|\s{2,}|\u3000)(\p{Script=Han}{2,6})\s*$/u.exec(line.slice(from, colon))
  const label = match?.[1]
  if (!match || label === undefined || vocabulary.section(label)) return null
  return { key: `extra:${label}`, label, start: from + match.index + match[0].indexOf(label) }
}

/** The pairs of a line whose labels and values are parted by nothing but tabs or wide gaps: 学科⇥语文⇥年级⇥四年级. */
function readSpacedLine(vocabulary: Vocabulary, text: string): HeaderPair[] | null {
  const parts = text
    .trim()
    .split(/\t+| {2,}|\u3000+/)
    .map((part) => part.trim())
    .flatMap((part) => {
      const [label = '', ...value] = part.split(' ')
      return value.length > 0 && vocabulary.header(label) ? [label, value.join(' ')] : [part]
    })
  if (parts.length < 4 || parts.length % 2 === 1) return null
  const pairs: HeaderPair[] = []
  for (let at = 0; at < parts.length; at += 2) {
    const [label = '', value = ''] = parts.slice(at, at + 2)
    const meaning = vocabulary.header(label)
    if (!meaning || vocabulary.header(value)) return null
    pairs.push({ key: meaning.key, label, text: value, sure: true })
  }
  return pairs
}

/** Longer than any line of facts; a file may hold a hundred thousand colons in one line. */
const MAX_LINE = 1_000

const OWN_PAIR =
  /^(?:(\p{Script=Han}{2,6})[：:]\s*([^：:。！？；]{1,20})|([A-Z][A-Za-z ]{1,20}):\s*([^：:!?;]{1,40}))$/u
/** The pairs of a line whose labels nobody knows: `least` or more, parted by tabs or wide gaps, short and no sentences. */
export function readOwnLine(vocabulary: Vocabulary, text: string, least = 2): HeaderPair[] | null {
  if (text.length > MAX_LINE) return null
  const parts = text.trim().split(/\t+|\s{2,}|\u3000+/)
  const pairs = parts.flatMap((part) => {
    const [, han, hanValue, latin, latinValue] = OWN_PAIR.exec(part.trim()) ?? []
    const label = han ?? latin ?? ''
    const value = hanValue ?? latinValue ?? ''
    if (label === '' || vocabulary.section(label) || vocabulary.isText(label)) return []
    return [
      {
        key: vocabulary.header(label)?.key ?? `extra:${label}`,
        label,
        text: value,
        sure: vocabulary.header(label) !== null,
      },
    ]
  })
  return pairs.length >= least && pairs.length === parts.length ? pairs : null
}

/**
 * The pairs of a line such as `学科：数学 年级：五年级`, or null unless the whole line is made of labels and values and the
 * first label is known. Labels begin where words begin; tabs or wide gaps may stand for the colons.
 */
export function readHeaderLine(vocabulary: Vocabulary, line: string): HeaderPair[] | null {
  if (line.length > MAX_LINE) return null
  // 作者｜林舒: without a colon in the line the bar stands for it.
  const text = /[：:]/.test(line) ? line : line.replaceAll(/[｜|]/g, '：')
  const found: { key: string; label: string; start: number; end: number; sure: boolean }[] = []
  let from = 0
  for (const match of text.matchAll(COLON)) {
    const known = labelBefore(vocabulary, text, from, match.index)
    const label = known ?? (found.length > 0 ? ownLabelBefore(vocabulary, text, from, match.index) : null)
    if (!label) continue
    from = match.index + 1
    found.push({ ...label, end: from, sure: known !== null })
  }
  if (found.length === 0) return readSpacedLine(vocabulary, text) ?? readOwnLine(vocabulary, text)
  if (text.slice(0, found[0]?.start).trim() !== '') return readOwnLine(vocabulary, text)
  return found.map(({ key, label, end, sure }, index) => ({
    key,
    label,
    sure,
    text: text.slice(end, found[index + 1]?.start ?? text.length).replace(/^[\s\u3000]+|[\s\u3000；;，,|｜]+$/g, ''),
  }))
}
