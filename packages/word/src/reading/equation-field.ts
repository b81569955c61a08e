import type { DocJson } from '@gongyan/documents'

/** The arguments of a switch such as `\f(1,2)`, parted by commas outside brackets. */
function splitArguments(text: string): string[] {
  const parts: string[] = ['']
  let depth = 0
  for (const character of text) {
    if (character === '(') depth++
    if (character === ')') depth--
    if ((character === ',' || character === ';') && depth === 0) parts.push('')
    else parts[parts.length - 1] += character
  }
  return parts.map((part) => part.trim())
}

/** Everything between the bracket at `open` and its partner, and where that partner stands. */
function bracketed(text: string, open: number): { inner: string; end: number } | null {
  let depth = 0
  for (let at = open; at < text.length; at++) {
    if (text[at] === '(') depth++
    if (text[at] === ')' && --depth === 0) return { inner: text.slice(open + 1, at), end: at + 1 }
  }
  return null
}

function toLatex(source: string, depth = 0): string {
  if (depth > 20) return source
  let out = ''
  for (let at = 0; at < source.length;) {
    const match = /^\\([a-z]+)((?:\\[a-z]+\s*\d*)*)\s*\(/i.exec(source.slice(at))
    const inside = match ? bracketed(source, at + match[0].length - 1) : null
    if (!match || !inside) {
      const character = source[at++] ?? ''
      out += character === '\\' ? '' : /[{}%#&$_]/.test(character) ? `\\${character}` : character
      continue
    }
    const [first = '', second = ''] = splitArguments(inside.inner).map((part) => toLatex(part, depth + 1))
    const name = (match[1] ?? '').toLowerCase()
    if (name === 'f') out += `\\frac{${first}}{${second}}`
    else if (name === 'r') out += second === '' ? `\\sqrt{${first}}` : `\\sqrt[${first}]{${second}}`
    else if (name === 's') out += /up/i.test(match[2] ?? '') ? `^{${first}}` : `_{${first}}`
    else if (name === 'b') out += `\\left(${toLatex(inside.inner, depth + 1)}\\right)`
    else out += toLatex(inside.inner, depth + 1)
    at = inside.end
  }
  return out.trim()
}

const CIRCLED = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳'

/** What Word draws for an `EQ` field, in which older files keep fractions, roots, pinyin and circled numbers. */
export function readEquationField(instruction: string): DocJson[] {
  const match = /^\s*EQ\s+(.*)$/is.exec(instruction)
  if (!match) return []
  const source = (match[1] ?? '').replaceAll(/\\\*\s*(?:"[^"]*"|\S+)\s*/g, '').trim()
  const overlay = /^\\o(\\a[a-z])?\s*\(/i.exec(source)
  const inside = overlay ? bracketed(source, overlay[0].length - 1) : null
  if (overlay && inside) {
    const [first = '', second = ''] = splitArguments(inside.inner)
    const pinyin = /^\\s\\up\s*\d*\s*\((.*)\)$/is.exec(first)?.[1]
    if (pinyin !== undefined && second !== '')
      return [{ type: 'text', text: second, marks: [{ type: 'ruby', attrs: { annotation: pinyin.trim() } }] }]
    const circled = first === '○' ? CIRCLED[Number(second) - 1] : undefined
    if (circled !== undefined) return [{ type: 'text', text: circled }]
    return [{ type: 'text', text: `${first}${second}` }]
  }
  const latex = toLatex(source)
  return latex === '' ? [] : [{ type: 'formula', attrs: { latex, display: false } }]
}
