import type { Xml } from '../opc/xml.ts'
import { child, elements, isOn, textOf } from '../opc/xml.ts'
import type { MathNode } from './ast.ts'
import { itemsOf, row } from './ast.ts'
import { ACCENTS, FUNCTIONS } from './symbols.ts'

const property = (node: Xml, properties: string, name: string): string | undefined =>
  child(child(node, properties), name)?.attrs['m:val']
const inside = (node: Xml, name: string): MathNode => row(readItems(child(node, name)))
const orNull = (node: MathNode): MathNode | null => (node.kind === 'row' && node.items.length === 0 ? null : node)
/** Word writes a hyphen for minus as U+2212; a typed hyphen means the same in a formula. */
const toChar = (text: string): MathNode => ({ kind: 'char', text: text === '-' ? '−' : text })

function readRun(node: Xml): MathNode[] {
  const text = elements(node)
    .filter(({ name }) => name === 'm:t' || name === 'w:t')
    .map(textOf)
    .join('')
  const properties = child(node, 'm:rPr')
  if (isOn(properties, 'm:nor')) return text === '' ? [] : [{ kind: 'text', text }]
  if (FUNCTIONS.has(text.trim())) return [{ kind: 'function', name: text.trim(), sub: null, body: null }]
  return [...text].map(toChar)
}

function readFence(node: Xml): MathNode {
  const open = property(node, 'm:dPr', 'm:begChr') ?? '('
  const close = property(node, 'm:dPr', 'm:endChr') ?? ')'
  const separator = property(node, 'm:dPr', 'm:sepChr') ?? '|'
  const parts = elements(node)
    .filter(({ name }) => name === 'm:e')
    .map(readItems)
  const only = parts.length === 1 && parts[0]?.length === 1 ? parts[0][0] : undefined
  if (only?.kind === 'matrix') {
    const environment =
      only.environment === 'aligned' && open === '{' && close === ''
        ? 'cases'
        : only.environment !== 'matrix'
          ? null
          : open === '('
            ? 'pmatrix'
            : open === '['
              ? 'bmatrix'
              : open === '|'
                ? 'vmatrix'
                : null
    if (environment) return { ...only, environment }
  }
  return {
    kind: 'fence',
    open: open || '.',
    close: close || '.',
    items: parts.flatMap((part, index) => (index === 0 ? part : [toChar(separator), ...part])),
  }
}

function readAccent(node: Xml, kind: 'acc' | 'bar' | 'groupChr'): MathNode {
  const properties = `m:${kind}Pr`
  const character = property(node, properties, 'm:chr') ?? (kind === 'groupChr' ? '\u23df' : '\u0302')
  const position = property(node, properties, 'm:pos') ?? (kind === 'bar' ? 'bot' : kind === 'groupChr' ? 'bot' : 'top')
  const command = Object.entries(ACCENTS).find(
    ([, accent]) =>
      accent.element === kind &&
      (kind === 'bar' || accent.character === character) &&
      (kind === 'acc' || accent.position === position),
  )?.[0]
  const body = inside(node, 'm:e')
  return command
    ? { kind: 'accent', command, body }
    : kind === 'acc'
      ? { kind: 'accent', command: 'overline', body }
      : body
}

function readFunction(node: Xml): MathNode[] {
  const [name, ...rest] = readItems(child(node, 'm:fName'))
  const body = orNull(inside(node, 'm:e'))
  if (rest.length === 0 && name?.kind === 'function' && !name.body) return [{ ...name, body }]
  return [...(name ? [name] : []), ...rest, ...(body ? [body] : [])]
}

function readNode(node: Xml): MathNode[] {
  switch (node.name) {
    case 'm:r':
      return readRun(node)
    case 'm:f': {
      const type = property(node, 'm:fPr', 'm:type')
      const [numerator, denominator] = [inside(node, 'm:num'), inside(node, 'm:den')]
      return type === 'lin'
        ? [numerator, toChar('/'), denominator]
        : [{ kind: 'fraction', numerator, denominator, bar: type !== 'noBar' }]
    }
    case 'm:sSup':
      return [{ kind: 'script', base: inside(node, 'm:e'), sub: null, sup: inside(node, 'm:sup') }]
    case 'm:sSub':
      return [{ kind: 'script', base: inside(node, 'm:e'), sub: inside(node, 'm:sub'), sup: null }]
    case 'm:sSubSup':
      return [{ kind: 'script', base: inside(node, 'm:e'), sub: inside(node, 'm:sub'), sup: inside(node, 'm:sup') }]
    case 'm:sPre':
      return [
        { kind: 'script', base: row([]), sub: orNull(inside(node, 'm:sub')), sup: orNull(inside(node, 'm:sup')) },
        ...readItems(child(node, 'm:e')),
      ]
    case 'm:rad':
      return [{ kind: 'root', degree: orNull(inside(node, 'm:deg')), body: inside(node, 'm:e') }]
    case 'm:d':
      return [readFence(node)]
    case 'm:nary':
      return [
        {
          kind: 'nary',
          operator: property(node, 'm:naryPr', 'm:chr') ?? '∫',
          sub: orNull(inside(node, 'm:sub')),
          sup: orNull(inside(node, 'm:sup')),
          body: orNull(inside(node, 'm:e')),
        },
      ]
    case 'm:func':
      return readFunction(node)
    case 'm:limLow': {
      const base = inside(node, 'm:e')
      const sub = inside(node, 'm:lim')
      return [base.kind === 'function' ? { ...base, sub } : { kind: 'script', base, sub, sup: null }]
    }
    case 'm:limUpp':
      return [{ kind: 'script', base: inside(node, 'm:e'), sub: null, sup: inside(node, 'm:lim') }]
    case 'm:acc':
      return [readAccent(node, 'acc')]
    case 'm:bar':
      return [readAccent(node, 'bar')]
    case 'm:groupChr':
      return [readAccent(node, 'groupChr')]
    case 'm:box': {
      const items = readItems(child(node, 'm:e'))
      return [{ kind: 'row', items }]
    }
    case 'm:m':
      return [
        {
          kind: 'matrix',
          environment: 'matrix',
          rows: elements(node)
            .filter(({ name }) => name === 'm:mr')
            .map((line) => elements(line).map((cell) => row(readItems(cell)))),
        },
      ]
    case 'm:eqArr':
      return [
        {
          kind: 'matrix',
          environment: 'aligned',
          rows: elements(node)
            .filter(({ name }) => name === 'm:e')
            .map((line) => splitAt(readItems(line))),
        },
      ]
    case 'w:del':
    case 'w:moveFrom':
    case 'm:ctrlPr':
      return []
    default:
      return readItems(node)
  }
}

/** The cells of an aligned line, parted by `&`. */
function splitAt(items: readonly MathNode[]): MathNode[] {
  const cells: MathNode[][] = [[]]
  for (const item of items) {
    if (item.kind === 'char' && item.text === '&') cells.push([])
    else cells.at(-1)?.push(item)
  }
  return cells.map(row)
}

const readItems = (node: Xml | undefined): MathNode[] => (node ? elements(node).flatMap(readNode) : [])

/** The formula of an `m:oMath`. */
export const readOmml = (node: Xml): MathNode => row(itemsOf(row(readItems(node))))
