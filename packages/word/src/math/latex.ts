import type { MathNode } from './ast.ts'
import { row } from './ast.ts'
import { ACCENTS, CHARACTER_OF, COMMAND_OF, FUNCTIONS, NARY } from './symbols.ts'

/** Thrown inside on LaTeX beyond the subset; `parseLatex` answers null. */
class Beyond extends Error {}

const TOKEN = /\\[A-Za-z]+\s*|\\.|[{}^_&]|\s+|./gsu
const ENVIRONMENTS = new Set(['matrix', 'pmatrix', 'bmatrix', 'vmatrix', 'cases', 'aligned'])
const FENCES = new Set(['(', ')', '[', ']', '{', '}', '|', '‖', '⟨', '⟩', '⌊', '⌋', '⌈', '⌉', '.', '/'])
/** Formulas deeper than this are no formulas of a lesson plan. */
const MAX_DEPTH = 60

class Parser {
  private readonly tokens: string[]
  private at = 0
  private depth = 0

  constructor(latex: string) {
    this.tokens = (latex.match(TOKEN) ?? [])
      .map((token) => (/^\\[A-Za-z]/.test(token) ? token.trimEnd() : token))
      .filter((token) => !/^\s+$/.test(token))
  }

  all(): MathNode {
    const items = this.items(() => false)
    if (this.at < this.tokens.length) throw new Beyond()
    return row(items)
  }

  private peek(): string | undefined {
    return this.tokens[this.at]
  }

  private expect(token: string): void {
    if (this.tokens[this.at++] !== token) throw new Beyond()
  }

  private items(ends: (token: string) => boolean): MathNode[] {
    if (++this.depth > MAX_DEPTH) throw new Beyond()
    const items: MathNode[] = []
    for (let token = this.peek(); token !== undefined && token !== '}' && !ends(token); token = this.peek())
      items.push(this.scripted())
    this.depth--
    return items
  }

  /** An atom with its scripts. */
  private scripted(): MathNode {
    const token = this.peek()
    const base: MathNode = token === '^' || token === '_' ? row([]) : this.atom()
    let sub: MathNode | null = null
    let sup: MathNode | null = null
    for (let next = this.peek(); next === '^' || next === '_' || next === "'"; next = this.peek()) {
      this.at++
      if (next === '_' && sub === null) sub = this.argument()
      else if (next === '^' && sup === null) sup = this.argument()
      else if (next === "'" && sup === null) sup = { kind: 'char', text: '′' }
      else throw new Beyond()
    }
    if (base.kind === 'nary') return { ...base, sub, sup, body: this.operand() }
    if (base.kind === 'function' && !sup) return { ...base, sub, body: this.operand() }
    return sub || sup ? { kind: 'script', base, sub, sup } : base
  }

  /** What a big operator or a function acts on: the next atom that is no relation. */
  private operand(): MathNode | null {
    const next = this.peek()
    if (
      next === undefined ||
      /^[}&=+\-<>,;)\]]$/.test(next) ||
      next === '\\\\' ||
      next === '\\right' ||
      next === '\\end'
    )
      return null
    return this.scripted()
  }

  private argument(): MathNode {
    if (this.peek() === '{') {
      this.at++
      const items = this.items(() => false)
      this.expect('}')
      return row(items)
    }
    if (this.peek() === undefined) throw new Beyond()
    return this.atom()
  }

  private rawArgument(): string {
    this.expect('{')
    let text = ''
    for (let token = this.tokens[this.at++]; token !== '}'; token = this.tokens[this.at++]) {
      if (token === undefined || token === '{') throw new Beyond()
      text += token
    }
    return text
  }

  private fence(): string {
    const token = this.tokens[this.at++] ?? ''
    const character = token.startsWith('\\') ? (CHARACTER_OF.get(token.slice(1)) ?? '') : token
    if (!FENCES.has(character)) throw new Beyond()
    return character
  }

  private atom(): MathNode {
    const token = this.tokens[this.at++] ?? ''
    if (token === '{') {
      const items = this.items(() => false)
      this.expect('}')
      return { kind: 'row', items }
    }
    if (!token.startsWith('\\')) {
      if ('}^_&#$%~'.includes(token)) throw new Beyond()
      return { kind: 'char', text: token === '-' ? '−' : token }
    }
    const command = token.slice(1)
    const character = CHARACTER_OF.get(command)
    if (character !== undefined) return { kind: 'char', text: character }
    if (command in NARY) return { kind: 'nary', operator: NARY[command] ?? '', sub: null, sup: null, body: null }
    if (FUNCTIONS.has(command)) return { kind: 'function', name: command, sub: null, body: null }
    if (command in ACCENTS) return { kind: 'accent', command, body: this.argument() }
    switch (command) {
      case 'frac':
      case 'dfrac':
      case 'tfrac':
        return { kind: 'fraction', numerator: this.argument(), denominator: this.argument(), bar: true }
      case 'sqrt': {
        let degree: MathNode | null = null
        if (this.peek() === '[') {
          this.at++
          degree = row(this.items((next) => next === ']'))
          this.expect(']')
        }
        return { kind: 'root', degree, body: this.argument() }
      }
      case 'text':
      case 'mathrm':
      case 'textrm':
        return { kind: 'text', text: this.rawArgument() }
      case 'left': {
        const open = this.fence()
        const items = this.items((next) => next === '\\right')
        this.expect('\\right')
        return { kind: 'fence', open, close: this.fence(), items }
      }
      case 'begin':
        return this.matrix()
      default:
        throw new Beyond()
    }
  }

  private matrix(): MathNode {
    const environment = this.rawArgument()
    if (!ENVIRONMENTS.has(environment)) throw new Beyond()
    const rows: MathNode[][] = [[]]
    for (;;) {
      const cell = row(this.items((token) => token === '&' || token === '\\\\' || token === '\\end'))
      rows.at(-1)?.push(cell)
      const token = this.tokens[this.at++]
      if (token === '\\\\') rows.push([])
      else if (token === '\\end') break
      else if (token !== '&') throw new Beyond()
    }
    if (this.rawArgument() !== environment) throw new Beyond()
    return { kind: 'matrix', environment, rows }
  }
}

/** The formula a LaTeX text means, or null where it goes beyond the subset. */
export function parseLatex(latex: string): MathNode | null {
  try {
    return new Parser(latex).all()
  } catch (error) {
    if (error instanceof Beyond) return null
    throw error
  }
}

const isCjk = (text: string) => /[\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]/u.test(text)
const escapeText = (text: string) => text.replaceAll('\\', '＼').replaceAll('{', '（').replaceAll('}', '）')

/** LaTeX in its normal form. */
export function printLatex(node: MathNode): string {
  const print = (part: MathNode | null): string => (part ? printLatex(part) : '')
  /** An operand: braces unless it is one character. */
  const operand = (part: MathNode | null): string =>
    !part ? '' : part.kind === 'char' ? print(part) : `{${print(part)}}`
  switch (node.kind) {
    case 'char': {
      if (node.text === '−') return '-'
      const command = COMMAND_OF.get(node.text)
      if (command !== undefined && !(node.text === ' ')) return `\\${command}`
      if (node.text === ' ') return '\\ '
      return isCjk(node.text) ? `\\text{${escapeText(node.text)}}` : node.text
    }
    case 'text':
      return `\\text{${escapeText(node.text)}}`
    case 'row':
      return join(merge(node.items).map((item) => (item.kind === 'row' ? `{${print(item)}}` : print(item))))
    case 'fraction':
      return `\\frac{${print(node.numerator)}}{${print(node.denominator)}}`
    case 'script': {
      const base =
        node.base.kind === 'char' ||
        (node.base.kind === 'function' && !node.base.body) ||
        node.base.kind === 'fence' ||
        node.base.kind === 'text'
          ? print(node.base)
          : `{${print(node.base)}}`
      return `${base}${node.sub ? `_{${print(node.sub)}}` : ''}${node.sup ? `^{${print(node.sup)}}` : ''}`
    }
    case 'root':
      return `\\sqrt${node.degree ? `[${print(node.degree)}]` : ''}{${print(node.body)}}`
    case 'fence':
      return join([
        `\\left${fenceName(node.open)}`,
        ...node.items.map((item) => (item.kind === 'row' ? `{${print(item)}}` : print(item))),
        `\\right${fenceName(node.close)}`,
      ])
    case 'nary': {
      const command = Object.entries(NARY).find(([, operator]) => operator === node.operator)?.[0]
      return join([
        `${command ? `\\${command}` : node.operator}${node.sub ? `_{${print(node.sub)}}` : ''}${node.sup ? `^{${print(node.sup)}}` : ''}`,
        operand(node.body),
      ])
    }
    case 'function':
      return join([`\\${node.name}${node.sub ? `_{${print(node.sub)}}` : ''}`, operand(node.body)])
    case 'accent':
      return `\\${node.command}{${print(node.body)}}`
    case 'matrix':
      return `\\begin{${node.environment}}${node.rows.map((line) => line.map(print).join('&')).join('\\\\')}\\end{${node.environment}}`
  }
}

const fenceName = (character: string): string =>
  character === '{' || character === '}'
    ? `\\${character}`
    : character !== '/' && COMMAND_OF.get(character) !== undefined
      ? `\\${COMMAND_OF.get(character)}`
      : character

/** Neighbouring Chinese characters and texts become one text. */
function merge(items: readonly MathNode[]): MathNode[] {
  const out: MathNode[] = []
  for (const item of items) {
    const last = out.at(-1)
    const text = item.kind === 'text' ? item.text : item.kind === 'char' && isCjk(item.text) ? item.text : null
    if (text !== null && last?.kind === 'text') out[out.length - 1] = { kind: 'text', text: last.text + text }
    else out.push(text !== null ? { kind: 'text', text } : item)
  }
  return out
}

/** Puts a space where a command would swallow the letter after it. */
function join(parts: readonly string[]): string {
  let out = ''
  for (const part of parts) out += /\\[A-Za-z]+$/.test(out) && /^[A-Za-z]/.test(part) ? ` ${part}` : part
  return out
}

/** The normal form of a LaTeX text: what a trip through OMML gives back; null beyond the subset. */
export function normalLatex(latex: string): string | null {
  const node = parseLatex(latex)
  return node && printLatex(node)
}
