import type { Kept } from '../forms/tree.ts'
import { element, getAttribute, isKept, keptChild, keptDescendants } from '../forms/tree.ts'
import { escapeXml } from '../writing/xml.ts'
import type { PlanComment } from './plan-comment.ts'
import { threadOf } from './plan-comment.ts'

/** Marks of ours in what is written, until `settleComments` knows which is the first and the last of each comment. */
const ours = (id: string) => `gy${id}`
const [START, END] = ['w:commentRangeStart', 'w:commentRangeEnd'] as const

/** Words with the beginning and the end of what each comment is about; a comment about the line begins and ends before them. */
export function rangeAround(
  comments: readonly { readonly id: string; readonly point: boolean }[],
  inner: string,
): string {
  const tags = (tag: string, some: typeof comments) => some.map(({ id }) => `<${tag} w:id="${ours(id)}"/>`).join('')
  const points = comments.filter(({ point }) => point)
  const ranges = comments.filter(({ point }) => !point)
  return `${tags(START, points)}${tags(END, points)}${tags(START, ranges)}${inner}${tags(END, ranges)}`
}

const idOf = (node: Kept): string | null => {
  if (node.tag !== START && node.tag !== END) return null
  const id = getAttribute(node, 'w:id') ?? ''
  return id.startsWith('gy') ? id.slice('gy'.length) : null
}

/** Takes our marks out of a part that Word lets nobody comment on, such as a running head. */
export function dropCommentMarks(root: Kept): void {
  root.children = root.children.filter((child) => !isKept(child) || idOf(child) === null)
  for (const child of root.children) if (isKept(child)) dropCommentMarks(child)
}

/**
 * Makes ranges of our marks: each thread from the first of its marks to the last, with all its comments hung up there. A
 * thread without any mark is hung up at the line of `rowOf` its row, else at the first line. Answers the numbers of
 * those threads. Word numbers the comments from `first`.
 */
export function settleComments(root: Kept, comments: readonly PlanComment[], first: number): number[] {
  const starts = new Map<string, Kept>()
  const ends = new Map<string, Kept>()
  const look = (node: Kept): void => {
    for (const child of node.children) {
      if (!isKept(child)) continue
      // A text box is stored twice, and Word has no comments in it.
      if (child.tag === 'w:txbxContent') dropCommentMarks(child)
      const id = idOf(child)
      if (id !== null && child.tag === START && !starts.has(id)) starts.set(id, child)
      if (id !== null && child.tag === END) ends.set(id, child)
      look(child)
    }
  }
  look(root)
  const lost: number[] = []
  for (const [index] of comments.entries()) {
    const id = String(index)
    if (threadOf(comments, index) !== index || ends.has(id)) continue
    const line = lineFor(root, comments[index] as PlanComment)
    if (!line) continue
    lost.push(index)
    const marks = [START, END].map((tag) => element(`<${tag} w:id="${ours(id)}"/>`))
    const at = line.children.findIndex((child) => isKept(child) && child.tag === 'w:pPr') + 1
    line.children.splice(at, 0, ...marks)
    starts.set(id, marks[0] as Kept)
    ends.set(id, marks[1] as Kept)
  }
  const threads = new Map<string, number[]>()
  for (const [index] of comments.entries()) {
    const id = String(threadOf(comments, index))
    threads.set(id, [...(threads.get(id) ?? []), index + first])
  }
  const settle = (node: Kept): void => {
    node.children = node.children.flatMap((child): (Kept | string)[] => {
      const id = isKept(child) ? idOf(child) : null
      if (id === null || !isKept(child)) return [child]
      const numbers = threads.get(id) ?? []
      if (child === starts.get(id)) return numbers.map((number) => element(`<${START} w:id="${number}"/>`))
      if (child !== ends.get(id)) return []
      return numbers.flatMap((number) => [
        element(`<${END} w:id="${number}"/>`),
        element(`<w:r><w:commentReference w:id="${number}"/></w:r>`),
      ])
    })
    for (const child of node.children) if (isKept(child)) settle(child)
  }
  settle(root)
  return lost
}

/** The line that the row of a comment begins with, else the first line of all. */
function lineFor(root: Kept, comment: PlanComment): Kept | undefined {
  const rows = comment.spans.flatMap(({ scopes }) => scopes.flatMap((scope) => /^row (\w+)$/.exec(scope)?.[1] ?? []))
  const body = keptChild(root, 'w:body') ?? root
  for (const line of keptDescendants(body, 'w:p'))
    for (const mark of keptDescendants(line, 'w:bookmarkStart'))
      if (rows.includes((getAttribute(mark, 'w:name') ?? '').replace(/^gy_row_/, ''))) return line
  return keptDescendants(body, 'w:p').next().value ?? undefined
}

const W14 = 'http://schemas.microsoft.com/office/word/2010/wordml'
const W15 = 'http://schemas.microsoft.com/office/word/2012/wordml'
const COMPATIBILITY = 'http://schemas.openxmlformats.org/markup-compatibility/2006'
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/** A part of the file that holds comments: how it is called, what it is, and how it is found. */
export const COMMENT_PARTS = {
  comments: {
    name: 'comments.xml',
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml',
    /** Transitional and strict files have other addresses of the relationship: their base comes before. */
    relation: 'comments',
    blank: (w: string) =>
      `<w:comments xmlns:w="${w}" xmlns:mc="${COMPATIBILITY}" xmlns:w14="${W14}" mc:Ignorable="w14"></w:comments>`,
  },
  extended: {
    name: 'commentsExtended.xml',
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml',
    relation: 'http://schemas.microsoft.com/office/2011/relationships/commentsExtended',
    blank: () => `<w15:commentsEx xmlns:mc="${COMPATIBILITY}" xmlns:w15="${W15}" mc:Ignorable="w15"></w15:commentsEx>`,
  },
} as const

/** The name of a comment's last paragraph, by which the second part speaks of it; below 0x80000000 as Word demands. */
const paragraphName = (number: number): string => (0x47590000 + number).toString(16).toUpperCase()
const attribute = (name: string, value: string): string => (value === '' ? '' : ` ${name}="${escapeXml(value)}"`)
/** A moment as XML Schema writes it; whatever else a file held is left out, or Word would call the file damaged. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/

/** The comments as elements, numbered from `first`, and what the second part says of each. */
export function commentElements(
  comments: readonly PlanComment[],
  first: number,
): { readonly comments: string; readonly extended: string } {
  const written = comments.map((comment, index) => {
    const number = index + first
    const lines = comment.text.split('\n')
    const paragraphs = lines.map((line, at) => {
      const name = at === lines.length - 1 ? ` xmlns:w14="${W14}" w14:paraId="${paragraphName(number)}"` : ''
      const run = line === '' ? '' : `<w:r>${pieces(line)}</w:r>`
      return `<w:p${name}>${run}</w:p>`
    })
    const date = comment.date !== null && MOMENT.test(comment.date) ? comment.date : ''
    return `<w:comment w:id="${number}" w:author="${escapeXml(comment.author)}"${attribute('w:date', date)}${attribute('w:initials', comment.initials)}>${paragraphs.join('')}</w:comment>`
  })
  const extended = comments.map((comment, index) => {
    const thread = threadOf(comments, index)
    const parent = thread === index ? '' : ` w15:paraIdParent="${paragraphName(thread + first)}"`
    return `<w15:commentEx xmlns:w15="${W15}" w15:paraId="${paragraphName(index + first)}"${parent} w15:done="${comment.isResolved ? 1 : 0}"/>`
  })
  return { comments: written.join(''), extended: extended.join('') }
}

const pieces = (line: string): string =>
  line
    .split(/(\t)/)
    .map((piece) => (piece === '\t' ? '<w:tab/>' : `<w:t xml:space="preserve">${escapeXml(piece)}</w:t>`))
    .join('')

/** A part of its own that holds all comments, or what is said of them. */
export function commentPart(kind: keyof typeof COMMENT_PARTS, w: string, inner: string): string {
  const blank = COMMENT_PARTS[kind].blank(w)
  const end = blank.lastIndexOf('</')
  return `${HEAD}${blank.slice(0, end)}${inner}${blank.slice(end)}`
}
