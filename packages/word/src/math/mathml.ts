import { parseLatex } from './latex.ts'

type MathNode = NonNullable<ReturnType<typeof parseLatex>>

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[char] ?? char)

/** An element as text; `children` are elements, text goes through `leaf`. */
const make = (
  tag: string,
  children: readonly string[] = [],
  attributes: Readonly<Record<string, string>> = {},
): string =>
  `<${tag}${Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escape(value)}"`)
    .join('')}>${children.join('')}</${tag}>`
const leaf = (tag: string, text: string, attributes: Readonly<Record<string, string>> = {}): string =>
  make(tag, [escape(text)], attributes)

const OPERATOR = /^[^\p{L}\p{N}\s°]$/u
const ACCENT: Readonly<Record<string, [mark: string, below: boolean]>> = {
  hat: ['^', false],
  widehat: ['^', false],
  bar: ['¯', false],
  vec: ['→', false],
  dot: ['˙', false],
  ddot: ['¨', false],
  tilde: ['~', false],
  overline: ['‾', false],
  underline: ['_', true],
  overbrace: ['⏞', false],
  underbrace: ['⏟', true],
}
const MATRIX_FENCE: Readonly<Record<string, [string, string]>> = {
  pmatrix: ['(', ')'],
  bmatrix: ['[', ']'],
  vmatrix: ['|', '|'],
  cases: ['{', ''],
}

function draw(node: MathNode): string {
  const drawn = (part: MathNode | null) => (part ? draw(part) : make('mrow'))
  switch (node.kind) {
    case 'char':
      if (/\s/u.test(node.text)) return make('mspace', [], { width: '0.3em' })
      if (/[0-9]/.test(node.text)) return leaf('mn', node.text)
      return OPERATOR.test(node.text) ? leaf('mo', node.text) : leaf('mi', node.text)
    case 'text':
      return leaf('mtext', node.text)
    case 'row':
      return make('mrow', numbers(node.items))
    case 'fraction':
      return make('mfrac', [draw(node.numerator), draw(node.denominator)], node.bar ? {} : { linethickness: '0' })
    case 'script':
      if (node.sub && node.sup) return make('msubsup', [draw(node.base), draw(node.sub), draw(node.sup)])
      return node.sub
        ? make('msub', [draw(node.base), draw(node.sub)])
        : make('msup', [draw(node.base), drawn(node.sup)])
    case 'root':
      return node.degree ? make('mroot', [draw(node.body), draw(node.degree)]) : make('msqrt', [draw(node.body)])
    case 'fence':
      return make('mrow', [...fence(node.open), ...numbers(node.items), ...fence(node.close)])
    case 'nary': {
      const operator = leaf('mo', node.operator, { largeop: 'true', movablelimits: 'true' })
      const limits =
        node.operator === '∫' ? (['msubsup', 'msub', 'msup'] as const) : (['munderover', 'munder', 'mover'] as const)
      const head =
        node.sub && node.sup
          ? make(limits[0], [operator, draw(node.sub), draw(node.sup)])
          : node.sub
            ? make(limits[1], [operator, draw(node.sub)])
            : node.sup
              ? make(limits[2], [operator, draw(node.sup)])
              : operator
      return make('mrow', node.body ? [head, draw(node.body)] : [head])
    }
    case 'function': {
      const name = leaf('mi', node.name, { mathvariant: 'normal' })
      const head = node.sub ? make(node.name === 'lim' ? 'munder' : 'msub', [name, draw(node.sub)]) : name
      return make('mrow', node.body ? [head, make('mspace', [], { width: '0.17em' }), draw(node.body)] : [head])
    }
    case 'accent': {
      const [mark, below] = ACCENT[node.command] ?? ['¯', false]
      return make(
        below ? 'munder' : 'mover',
        [
          draw(node.body),
          leaf('mo', mark, {
            stretchy: node.command.startsWith('over') || node.command.startsWith('under') ? 'true' : 'false',
          }),
        ],
        { accent: 'true' },
      )
    }
    case 'matrix': {
      const table = make(
        'mtable',
        node.rows.map((cells) =>
          make(
            'mtr',
            cells.map((cell) => make('mtd', [draw(cell)])),
          ),
        ),
        node.environment === 'cases' ? { columnalign: 'left' } : {},
      )
      const [open, close] = MATRIX_FENCE[node.environment] ?? ['', '']
      return make('mrow', [...fence(open), table, ...fence(close)])
    }
  }
}

const fence = (character: string): string[] =>
  character === '' || character === '.' ? [] : [leaf('mo', character, { fence: 'true', stretchy: 'true' })]

/** Digits that stand together are one number. */
function numbers(items: readonly MathNode[]): string[] {
  const out: string[] = []
  let digits = ''
  const flush = () => {
    if (digits) out.push(leaf('mn', digits))
    digits = ''
  }
  items.forEach((item, index) => {
    const next = items[index + 1]
    if (item.kind === 'char' && /[0-9]/.test(item.text)) digits += item.text
    else if (item.kind === 'char' && item.text === '.' && digits && next?.kind === 'char' && /[0-9]/.test(next.text))
      digits += '.'
    else {
      flush()
      out.push(draw(item))
    }
  })
  flush()
  return out
}

/**
 * The formula as MathML text, with its LaTeX as its name; null where the LaTeX goes beyond the subset that the Word import
 * writes.
 */
export function mathmlOf(latex: string, isDisplay: boolean): string | null {
  const node = parseLatex(latex)
  if (!node) return null
  return make('math', [make('mrow', numbers(node.kind === 'row' ? node.items : [node]))], {
    display: isDisplay ? 'block' : 'inline',
    'aria-label': latex,
  })
}
