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

/**
 * The piece of the original around the first hit, hits marked by ⟪ ⟫, at most about `width` characters; null without a hit.
 * Marks that the text itself has are left out, so that only ours are found.
 */
export function excerptOf(source: string, terms: readonly string[], width = 80): string | null {
  const folded = foldWithOrigin(source)
  const hits: { from: number; to: number }[] = []
  for (const term of terms)
    for (
      let at = folded.text.indexOf(term);
      at !== -1 && hits.length < 200;
      at = folded.text.indexOf(term, at + term.length)
    ) {
      const from = folded.origin[at]
      const end = folded.origin[at + term.length - 1]
      if (from === undefined || end === undefined) break
      hits.push({ from, to: end + ((source.codePointAt(end) ?? 0) > 0xffff ? 2 : 1) })
    }
  if (hits.length === 0) return null
  hits.sort((one, other) => one.from - other.from)
  const first = hits[0]!
  const start = snap(source, Math.max(0, first.from - Math.floor(width / 4)))
  const stop = snap(source, Math.min(source.length, Math.max(first.to, start + width)))
  const clean = (from: number, to: number) => source.slice(from, to).replace(/[⟪⟫]/g, '').replace(/\s+/g, ' ')
  let out = start > 0 ? '…' : ''
  let at = start
  for (const hit of hits) {
    if (hit.from < at || hit.to > stop) continue
    out += clean(at, hit.from) + OPEN + clean(hit.from, hit.to) + CLOSE
    at = hit.to
  }
  return out + clean(at, stop) + (stop < source.length ? '…' : '')
}

/** Never cuts a surrogate pair in two. */
const snap = (text: string, index: number): number => {
  const code = text.charCodeAt(index)
  return code >= 0xdc00 && code <= 0xdfff ? index - 1 : index
}
