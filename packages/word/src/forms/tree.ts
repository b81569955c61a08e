import { RefusalSignal } from '../refusal.ts'
import { escapeXml } from '../writing/xml.ts'

/**
 * An element that remembers how it was written: `open` and `close` are its tags letter for letter, so what nobody touches
 * is printed as it was read, unknown elements and attributes, prefixes and white space included.
 */
export interface Kept {
  /** Name as written, prefix included. */
  readonly tag: string
  open: string
  /** Empty for an element without content (`<w:b/>`). */
  close: string
  children: (Kept | string)[]
}

/** The parts of a well-formed XML text: markup that is no element is kept as text between elements. */
const TOKEN = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<\/[^>]*>|<(?:[^>"']|"[^"]*"|'[^']*')*>|[^<]+/g

/** Children of a well-formed XML text without a DTD (`parseXml` has seen to that), each as it is written. */
export function parseKept(xml: string): (Kept | string)[] {
  const root: Kept = { tag: '', open: '', close: '', children: [] }
  const stack: Kept[] = [root]
  for (const [token] of xml.matchAll(TOKEN)) {
    const top = stack.at(-1) as Kept
    if (token.startsWith('</')) {
      top.close = token
      stack.pop()
    } else if (token.startsWith('<') && !token.startsWith('<!') && !token.startsWith('<?')) {
      const element: Kept = { tag: /^<([^\s/>]+)/.exec(token)?.[1] ?? '', open: token, close: '', children: [] }
      top.children.push(element)
      if (!token.endsWith('/>')) stack.push(element)
    } else top.children.push(token)
  }
  return root.children
}

/** A whole part: its text before and after the root element is kept too. */
export class KeptPart {
  readonly nodes: (Kept | string)[]
  readonly root: Kept

  constructor(bytes: Uint8Array, part: string) {
    this.nodes = parseKept(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))
    const root = this.nodes.find(isKept)
    if (!root) throw new RefusalSignal('word/damaged', `${part}: no root`)
    this.root = root
  }

  print(): Uint8Array {
    return new TextEncoder().encode(this.nodes.map(printKept).join(''))
  }
}

export const isKept = (node: Kept | string | undefined): node is Kept => typeof node === 'object'

export function printKept(node: Kept | string): string {
  if (typeof node === 'string') return node
  if (node.close === '' && node.children.length === 0) return node.open
  const open = node.close === '' ? node.open.replace(/\/>$/, '>') : node.open
  return `${open}${node.children.map(printKept).join('')}${node.close === '' ? `</${node.tag}>` : node.close}`
}

/** Child elements, in order. */
export const keptElements = (node: Kept): Kept[] => node.children.filter(isKept)
export const keptChild = (node: Kept | undefined, tag: string): Kept | undefined =>
  node?.children.find((child): child is Kept => isKept(child) && child.tag === tag)

/** Every element of that name below, in document order. */
export function* keptDescendants(node: Kept, tag: string): Generator<Kept> {
  for (const child of node.children) {
    if (!isKept(child)) continue
    if (child.tag === tag) yield child
    yield* keptDescendants(child, tag)
  }
}

/** A copy that shares nothing. */
export const cloneKept = (node: Kept): Kept => ({
  ...node,
  children: node.children.map((child) => (isKept(child) ? cloneKept(child) : child)),
})

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
/** Character data with its five entities and its character references read. */
export const decodeText = (raw: string): string =>
  raw.replace(/<!\[CDATA\[([\s\S]*?)\]\]>|<!--[\s\S]*?-->|&(#x[0-9a-f]+|#\d+|\w+);/gi, (_, data, name?: string) =>
    name === undefined
      ? String(data ?? '')
      : name.startsWith('#')
        ? String.fromCodePoint(/^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1)))
        : (ENTITIES[name] ?? ''),
  )

/** The attributes of a tag as they are written; what looks like one inside a value is none. */
const ATTRIBUTE = /(\s)([^\s=/>]+)(\s*=\s*)("[^"]*"|'[^']*')/g
/** An attribute by its name as written. */
export function getAttribute(node: Kept | undefined, name: string): string | undefined {
  for (const [, , own, , raw = ''] of node?.open.matchAll(ATTRIBUTE) ?? [])
    if (own === name) return decodeText(raw.slice(1, -1))
  return undefined
}
/** Sets an attribute, or adds it. */
export function setAttribute(node: Kept, name: string, value: string): void {
  const written = `"${escapeXml(value)}"`
  let isThere = false
  const open = node.open.replace(ATTRIBUTE, (whole, gap: string, own: string, equals: string) => {
    if (own !== name) return whole
    isThere = true
    return gap + own + equals + written
  })
  node.open = isThere ? open : node.open.replace(/\s*(\/?)>$/, (_, end: string) => ` ${name}=${written}${end}>`)
}

/** A new element in place of an XML text that has exactly one. */
export function element(xml: string): Kept {
  const node = parseKept(xml).find(isKept)
  if (!node) throw new Error('no element')
  return node
}

/** The element at the end of a path of child numbers, with those that lead to it; null when the path leads nowhere. */
export function follow(root: Kept, path: readonly number[]): { node: Kept; parents: Kept[] } | null {
  let node = root
  const parents: Kept[] = []
  for (const step of path) {
    const next = keptElements(node)[step]
    if (!next) return null
    parents.push(node)
    node = next
  }
  return { node, parents }
}
