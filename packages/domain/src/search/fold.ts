/**
 * Folding of text for Chinese search: what a teacher would call the same word becomes the same string, whatever the input
 * method made of it. Full and half width, upper and lower case, and every style of quotation mark fall together.
 */

/** Marks that carry no meaning for a search: quotes, brackets, pauses, stops and dashes of every style. */
const SILENT = /[\p{Pi}\p{Pf}\p{Ps}\p{Pe}\p{Pd}\p{Pc}"'`,;:!?、。·•・…〃～~※\p{Cf}\p{Variation_Selector}]/u
const SPACE = /\s/u
const LATIN = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u
const DIGIT = /\p{Nd}/u

/** A folded text, and for each of its UTF-16 units the index in the original of the character it came from. */
export interface Folded {
  readonly text: string
  readonly origin: readonly number[]
}

const keepsSpace = (before: string, after: string): boolean =>
  (LATIN.test(before) && LATIN.test(after)) || (DIGIT.test(before) && DIGIT.test(after))

/**
 * Folds a text by compatibility form (NFKC) and case, leaves out silent marks, and closes the gaps that stand beside Chinese
 * characters or between letters and numbers (`第 2 课时` = `第2课时`). Lines stay apart.
 */
export function foldWithOrigin(source: string): Folded {
  let text = ''
  const origin: number[] = []
  let last = ''
  let gap = false
  let position = 0
  for (const char of source) {
    const folded = char.normalize('NFKC').toLowerCase()
    for (const piece of folded) {
      if (piece === '\n') {
        if (last !== '\n' && text !== '') {
          text += '\n'
          origin.push(position)
        }
        last = '\n'
        gap = false
      } else if (SPACE.test(piece)) gap = true
      else if (SILENT.test(piece)) {
        // A dash or comma between two words separates them as a space would.
        gap = true
      } else {
        if (gap && keepsSpace(last, piece)) {
          text += ' '
          origin.push(position)
        }
        gap = false
        text += piece
        for (let unit = 0; unit < piece.length; unit++) origin.push(position)
        last = piece
      }
    }
    position += char.length
  }
  return { text: text.replace(/\n$/, ''), origin }
}

/** The folded text alone. */
export const fold = (source: string): string => foldWithOrigin(source).text

/** The words of a query: split at white space, folded; those that fold to nothing are left out. */
export const searchTerms = (query: string): string[] => [
  ...new Set(
    query
      .split(/\s+/u)
      .flatMap((word) => fold(word).split(/\s+/u))
      .filter((term) => term !== ''),
  ),
]

const codePoints = (text: string): string[] => [...text]

/** Every single character and every pair of neighbours of a folded text, each once. */
export function gramsOf(folded: string): string[] {
  const grams = new Set<string>()
  for (const run of folded.split(/[\n ]/)) {
    const chars = codePoints(run)
    chars.forEach((char, index) => {
      grams.add(char)
      const next = chars[index + 1]
      if (next !== undefined) grams.add(char + next)
    })
  }
  return [...grams]
}

/** The grams a text must have to contain this folded term: its pairs, or its one character. */
export function gramsOfTerm(term: string): string[] {
  const chars = codePoints(term)
  if (chars.length < 2) return chars
  return [...new Set(chars.slice(1).map((char, index) => (chars[index] ?? '') + char))]
}

const OPEN = '⟪'
const CLOSE = '⟫'

interface Hit {
  readonly from: number
  readonly to: number
  readonly term: string
}

/** How much of a text is looked through for an excerpt: more than any plan has, and folding it costs little. */
const MOST_READ = 100_000
/** No line that is so many times as long as what is shown beside the excerpt says the same. */
const LONGER = 4

/**
 * The piece of the original around a hit, hits marked by ⟪ ⟫, at most about `width` characters: where most of the words stand
 * together, the first such place. Lines that stand beside the excerpt anyway (`shown`, such as the title) are no place; null
 * without a hit elsewhere. Marks that the text itself has are left out, so that only ours are found.
 */
export function excerptOf(
  whole: string,
  terms: readonly string[],
  width = 80,
  shown: readonly string[] = [],
): string | null {
  const source = whole.slice(0, snap(whole, MOST_READ))
  const known = new Set(shown.map(fold))
  const longest = LONGER * Math.max(0, ...shown.map((text) => text.length))
  const hits = hitsOf(source, terms).filter((hit) => {
    const line = lineAround(source, hit.from)
    return line.length > longest || !known.has(fold(line))
  })
  const before = Math.floor(width / 4)
  const wordsFrom = (first: Hit): number =>
    new Set(
      hits.filter(({ from, to }) => from >= first.from && to <= first.from + width - before).map((hit) => hit.term),
    ).size
  let first: Hit | undefined
  let most = 0
  for (const hit of hits) {
    const words = wordsFrom(hit)
    if (words > most) [first, most] = [hit, words]
  }
  if (!first) return null
  const lineStart = source.lastIndexOf('\n', first.from) + 1
  const start = snap(source, Math.max(lineStart, first.from - before))
  const stop = snap(source, Math.min(source.length, Math.max(first.to, start + width)))
  const clean = (from: number, to: number) => source.slice(from, to).replace(/[⟪⟫]/g, '').replace(/\s+/g, ' ')
  let out = start > lineStart ? '…' : ''
  let at = start
  for (const hit of hits) {
    if (hit.from < at || hit.to > stop) continue
    out += clean(at, hit.from) + OPEN + clean(hit.from, hit.to) + CLOSE
    at = hit.to
  }
  return out + clean(at, stop) + (stop < whole.length ? '…' : '')
}

/** Of all words together: enough for an excerpt, and comparing each with each stays cheap whatever is asked. */
const MOST_HITS = 200

/** Where the terms stand in the original, in order. */
function hitsOf(source: string, terms: readonly string[]): Hit[] {
  const folded = foldWithOrigin(source)
  const hits: Hit[] = []
  for (const term of terms) {
    let left = Math.ceil(MOST_HITS / terms.length)
    for (let at = folded.text.indexOf(term); at !== -1 && left > 0; at = folded.text.indexOf(term, at + term.length)) {
      const from = folded.origin[at]
      const end = folded.origin[at + term.length - 1]
      if (from === undefined || end === undefined) break
      hits.push({ from, to: end + ((source.codePointAt(end) ?? 0) > 0xffff ? 2 : 1), term })
      left--
    }
  }
  return hits.sort((one, other) => one.from - other.from)
}

const lineAround = (source: string, at: number): string => {
  const end = source.indexOf('\n', at)
  return source.slice(source.lastIndexOf('\n', at - 1) + 1, end === -1 ? source.length : end)
}

/** Never cuts a surrogate pair in two. */
const snap = (text: string, index: number): number => {
  const code = text.charCodeAt(index)
  return code >= 0xdc00 && code <= 0xdfff ? index - 1 : index
}
