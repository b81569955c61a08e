import { strToU8 } from 'fflate'
import { KeptPart } from '../forms/tree.ts'
import { MAIN, OFFICE } from '../writing/parts.ts'
import type { PlanComment } from './plan-comment.ts'
import { COMMENT_PARTS, commentElements, commentPart, settleComments } from './write.ts'

interface Beside {
  /** The document with the ranges of comments. */
  readonly document: string
  readonly parts: Record<string, Uint8Array>
  readonly overrides: readonly (readonly [part: string, type: string])[]
  readonly relationships: string
  /** Comments that nothing in the document was marked for. */
  readonly lost: readonly number[]
}

/** What a file of our own layout has more of where comments go with the plan. */
export function commentsBeside(document: string, comments: readonly PlanComment[]): Beside {
  if (comments.length === 0) return { document, parts: {}, overrides: [], relationships: '', lost: [] }
  const part = new KeptPart(strToU8(document), 'word/document.xml')
  const lost = settleComments(part.root, comments, 0)
  const written = commentElements(comments, 0)
  const { comments: first, extended } = COMMENT_PARTS
  return {
    document: new TextDecoder().decode(part.print()),
    parts: {
      [`word/${first.name}`]: strToU8(commentPart('comments', MAIN, written.comments)),
      [`word/${extended.name}`]: strToU8(commentPart('extended', MAIN, written.extended)),
    },
    overrides: [
      [`word/${first.name}`, first.type],
      [`word/${extended.name}`, extended.type],
    ],
    relationships: `<Relationship Id="rId8" Type="${OFFICE}/${first.relation}" Target="${first.name}"/><Relationship Id="rId9" Type="${extended.relation}" Target="${extended.name}"/>`,
    lost,
  }
}
