import * as Y from 'yjs'

/** One edit that can be looked for afterwards. Elements and texts are named by the id of their struct. */
export type Edit =
  | { readonly kind: 'insert'; readonly token: string; readonly within: readonly string[] }
  | { readonly kind: 'delete'; readonly token: string }
  | { readonly kind: 'remove'; readonly element: string }
  | { readonly kind: 'format'; readonly token: string }

/** What a document holds of tokens and of the elements they may stand in. */
export interface Contents {
  readonly tokens: ReadonlySet<string>
  readonly elements: ReadonlySet<string>
}

/** Characters that no plan holds: one is one token, so that no edit can cut it in two. */
const FIRST_TOKEN = 0xe000
const MOST_TOKENS = 0xf8ff - FIRST_TOKEN
const isToken = (character: string): boolean => {
  const code = character.charCodeAt(0)
  return code >= FIRST_TOKEN && code < FIRST_TOKEN + MOST_TOKENS
}
/** The n-th token of a document. */
export const tokenOf = (n: number): string => {
  if (n >= MOST_TOKENS) throw new Error('no more tokens')
  return String.fromCharCode(FIRST_TOKEN + n)
}

const WRITABLE = new Set(['title', 'headerField', 'heading', 'objective', 'paragraph'])
const MARKS = ['link', 'ruby'] as const

/** A title has no marks. */
const isTitle = (parent: unknown): boolean => parent instanceof Y.XmlElement && parent.nodeName === 'title'

const idOf = (type: Y.XmlElement | Y.XmlText): string => {
  const id = type._item?.id
  return id ? `${id.client}:${id.clock}` : ''
}

function* walk(parent: Y.XmlElement | Y.XmlFragment): Generator<Y.XmlElement | Y.XmlText> {
  for (const child of parent.toArray()) {
    if (!(child instanceof Y.XmlElement) && !(child instanceof Y.XmlText)) continue
    yield child
    if (child instanceof Y.XmlElement) yield* walk(child)
  }
}

interface Run {
  readonly insert: unknown
}

export function contentsOf(ydoc: Y.Doc): Contents {
  const tokens = new Set<string>()
  const elements = new Set<string>()
  for (const node of walk(ydoc.getXmlFragment('body'))) {
    elements.add(idOf(node))
    if (!(node instanceof Y.XmlText)) continue
    for (const { insert } of node.toDelta() as Run[])
      if (typeof insert === 'string') for (const character of insert) if (isToken(character)) tokens.add(character)
  }
  return { tokens, elements }
}

function chainOf(type: Y.XmlElement | Y.XmlText): string[] {
  const chain: string[] = []
  for (let at: unknown = type; at instanceof Y.XmlElement || at instanceof Y.XmlText; at = at.parent)
    chain.push(idOf(at))
  return chain
}

/** The text of an element, made where there is none yet, as the editor does. */
function textIn(element: Y.XmlElement): Y.XmlText {
  const texts = element.toArray().filter((child) => child instanceof Y.XmlText)
  const [first] = texts
  if (first) return first
  const text = new Y.XmlText()
  element.insert(0, [text])
  return text
}

const paragraph = (content: string): Y.XmlElement => {
  const element = new Y.XmlElement('paragraph')
  const text = new Y.XmlText()
  text.insert(0, content)
  element.insert(0, [text])
  return element
}

/** Writes tokens at the end of the last paragraph, as somebody who types or pastes does. */
export function writeAtEnd(ydoc: Y.Doc, token: string): Edit {
  return ydoc.transact(() => {
    const last = ydoc
      .getXmlFragment('body')
      .toArray()
      .findLast((node): node is Y.XmlElement => node instanceof Y.XmlElement && node.nodeName === 'paragraph')
    if (!last) throw new Error('a plan always has a paragraph')
    const text = textIn(last)
    text.insert(text.length, token)
    return { kind: 'insert', token, within: chainOf(text) }
  })
}

/**
 * Makes one random edit of a lesson plan, as one transaction, and says what it was: mostly a token somewhere in the text,
 * then deletions, marks, paragraphs and rows of the process, put in and taken away.
 */
export function editAtRandom(ydoc: Y.Doc, token: string, random: () => number): Edit {
  const below = (n: number): number => Math.floor(random() * n)
  const one = <T>(list: readonly T[]): T | undefined => list[below(list.length)]
  const body = ydoc.getXmlFragment('body')
  const nodes = [...walk(body)]
  const rows = nodes.filter(
    (node): node is Y.XmlElement => node instanceof Y.XmlElement && node.nodeName === 'tableRow',
  )
  const place = random()
  return ydoc.transact((): Edit => {
    if (place < 0.3) {
      const marked = nodes
        .filter((node): node is Y.XmlText => node instanceof Y.XmlText && !isTitle(node.parent))
        .flatMap((text) =>
          [...text.toString().replaceAll(/<[^>]*>/g, '')].filter(isToken).map((known) => ({ text, known })),
        )
      const chosen = one(marked)
      const at = chosen ? offsetOf(chosen.text, chosen.known) : -1
      if (chosen && at >= 0) {
        const { text, known } = chosen
        if (place < 0.15) {
          text.delete(at, 1)
          return { kind: 'delete', token: known }
        }
        const mark = MARKS[below(MARKS.length)] ?? 'link'
        const value = `https://example.invalid/${token.charCodeAt(0)}`
        text.format(at, 1, { [mark]: mark === 'link' ? { href: value } : { annotation: value } })
        return { kind: 'format', token: known }
      }
    } else if (place < 0.36) {
      const made = paragraph(token)
      body.insert(2 + below(Math.max(1, body.length - 1)), [made])
      return { kind: 'insert', token, within: chainOf(made.get(0)) }
    } else if (place < 0.41) {
      const next = one(rows)
      const table = next?.parent
      if (next && table instanceof Y.XmlElement) {
        const made = new Y.XmlElement('tableRow')
        made.setAttribute('rowId', `r${token.charCodeAt(0)}`)
        const width = next.length
        made.insert(
          0,
          Array.from({ length: width }, (_, index) => {
            const cell = new Y.XmlElement('tableCell')
            cell.insert(0, [paragraph(index === 0 ? token : '')])
            return cell
          }),
        )
        table.insert(table.toArray().indexOf(next) + 1, [made])
        const text = [...walk(made)].find((node) => node instanceof Y.XmlText)
        return { kind: 'insert', token, within: text ? chainOf(text) : [] }
      }
    } else if (place < 0.44) {
      const gone = one(
        place < 0.43
          ? body.toArray().filter((node) => node instanceof Y.XmlElement && node.nodeName === 'paragraph')
          : rows.filter((row) => row.parent instanceof Y.XmlElement && row.parent.get(0) !== row),
      )
      const parent = gone?.parent
      if (gone instanceof Y.XmlElement && (parent instanceof Y.XmlElement || parent instanceof Y.XmlFragment)) {
        const element = idOf(gone)
        parent.delete(parent.toArray().indexOf(gone), 1)
        return { kind: 'remove', element }
      }
    }
    const element = one(
      nodes.filter((node): node is Y.XmlElement => node instanceof Y.XmlElement && WRITABLE.has(node.nodeName)),
    )
    if (!element) throw new Error('a plan always has a place to write')
    const text = textIn(element)
    text.insert(below(text.length + 1), token)
    return { kind: 'insert', token, within: chainOf(text) }
  })
}

function offsetOf(text: Y.XmlText, token: string): number {
  let at = 0
  for (const { insert } of text.toDelta() as Run[]) {
    if (typeof insert !== 'string') at += 1
    else {
      const here = insert.indexOf(token)
      if (here >= 0) return at + here
      at += insert.length
    }
  }
  return -1
}
