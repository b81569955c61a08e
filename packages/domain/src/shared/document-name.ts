import { isUuid } from './ids.ts'

/** The kinds of collaborative document; one word each, shared by sockets, tickets, rooms and the log. */
export const DOCUMENT_KINDS = ['lessonPlan'] as const
export type DocumentKind = (typeof DOCUMENT_KINDS)[number]

export interface DocumentRef {
  readonly kind: DocumentKind
  readonly id: string
}

/** The wire name of a collaborative document, such as `lessonPlan:{uuid}`. */
export const documentName = (ref: DocumentRef): string => `${ref.kind}:${ref.id}`

/** The document a wire name means, or null when it has not the form `{kind}:{uuid}`. */
export function parseDocumentName(name: string): DocumentRef | null {
  const at = name.indexOf(':')
  const kind = DOCUMENT_KINDS.find((known) => known === name.slice(0, at))
  const id = name.slice(at + 1)
  return kind && isUuid(id) ? { kind, id: id.toLowerCase() } : null
}
