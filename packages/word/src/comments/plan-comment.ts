import type { CommentSpan } from './spans.ts'

/** A comment of a file, kept with the plan that was made of it. */
export interface PlanComment {
  readonly author: string
  readonly initials: string
  /** As the file has it; null where it has none. */
  readonly date: string | null
  /** One paragraph per line. */
  readonly text: string
  /** The words it is about, as the file had them. */
  readonly anchor: string
  /** The text of the comment answered. */
  readonly replyTo: string | null
  /** The first comment of its thread, by its place among all; null for one that answers none. */
  readonly parent: number | null
  readonly isResolved: boolean
  /** Where it stands in the plan; that of an answer is the place of what it answers. */
  readonly spans: readonly CommentSpan[]
}

type Loose = Readonly<Record<string, unknown>>
const isLoose = (value: unknown): value is Loose => typeof value === 'object' && value !== null
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const count = (value: unknown): number => (typeof value === 'number' && value >= 0 ? Math.trunc(value) : 0)

const spanOf = (value: Loose): CommentSpan => ({
  scopes: listOf(value['scopes']).map(text),
  quote: text(value['quote']),
  before: text(value['before']),
  after: text(value['after']),
  nth: count(value['nth']),
})

/** The comments of a stored report, of whatever age it is: earlier ones say the words a comment is about and no more. */
export function commentsIn(report: unknown): PlanComment[] {
  const listed = isLoose(report) ? listOf(report['comments']).filter(isLoose) : []
  return listed.map((one, index) => {
    const parent = one['parent']
    const replyTo = typeof one['replyTo'] === 'string' ? one['replyTo'] : null
    const answered =
      typeof parent === 'number'
        ? parent
        : replyTo === null
          ? -1
          : listed.findIndex((other, at) => at < index && other['text'] === replyTo)
    const anchor = text(one['anchor'])
    const spans = listOf(one['spans']).filter(isLoose).map(spanOf)
    const [line = ''] = anchor.split('\n').filter((part) => part.trim() !== '')
    return {
      author: text(one['author']),
      initials: text(one['initials']),
      date: typeof one['date'] === 'string' ? one['date'] : null,
      text: text(one['text']),
      anchor,
      replyTo,
      parent: answered >= 0 && answered < listed.length && answered !== index ? answered : null,
      isResolved: one['isResolved'] === true,
      spans:
        spans.length > 0 || line === ''
          ? spans
          : [{ scopes: [], quote: line.trim().slice(0, 500), before: '', after: '', nth: 0 }],
    }
  })
}

/** The first comment of the thread to which a comment belongs. */
export function threadOf(comments: readonly PlanComment[], index: number): number {
  let at = index
  for (let step = 0; step < comments.length; step++) {
    const parent = comments[at]?.parent ?? null
    if (parent === null || parent === at || comments[parent] === undefined) return at
    at = parent
  }
  return index
}
