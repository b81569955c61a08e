import { classifyHeader } from './labels.ts'

export interface HeaderPair {
  readonly key: string
  readonly label: string
  readonly text: string
}

const LABEL = /([^\s：:；;，,、（(]{1,4}(?:[ \u3000]{1,4}[^\s：:；;，,、（(]{1,2})?[^\s：:；;，,、（(]{0,6})\s*[：:]/gu

/** The pairs of a line such as 学科：数学 年级：五年级, or null unless the whole line is made of known labels and values. */
export function readHeaderLine(text: string): HeaderPair[] | null {
  const found: { key: string; label: string; start: number; end: number }[] = []
  for (const match of text.matchAll(LABEL)) {
    // The words before the colon may begin with the end of the value before: the shortest tail that is a label counts.
    const words = match[1] ?? ''
    const pieces = words.split(/[\s\u3000]+/)
    for (let from = 0; from < pieces.length; from++) {
      const label = pieces.slice(from).join('')
      const meaning = classifyHeader(label)
      if (!meaning) continue
      const start = match.index + (from === 0 ? 0 : words.lastIndexOf(pieces[from] ?? '', words.length))
      found.push({ key: meaning.key, label, start, end: match.index + match[0].length })
      break
    }
  }
  if (found.length === 0 || text.slice(0, found[0]?.start).trim() !== '') return null
  return found.map(({ key, label, end }, index) => ({
    key,
    label,
    text: text.slice(end, found[index + 1]?.start ?? text.length).replace(/^[\s\u3000]+|[\s\u3000；;，,|｜]+$/g, ''),
  }))
}
