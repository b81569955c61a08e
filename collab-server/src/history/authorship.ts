import { type Piece, type Replay, wasThere } from './replay.ts'
import { walk } from './walk.ts'

/** Text that one person wrote, in one run. */
export interface AuthoredSpan {
  /** In the text of the whole document, in UTF-16 units as Yjs counts. */
  readonly from: number
  readonly length: number
  readonly authorId: string | null
  readonly rowId: string | null
}

export interface Authorship {
  readonly seq: number
  /** Of all text of the document; the sum of the spans. */
  readonly length: number
  /** In the order of the document, without gaps. */
  readonly spans: readonly AuthoredSpan[]
  /** Who made the rows of its tables. */
  readonly rows: readonly { readonly rowId: string; readonly authorId: string | null }[]
}

/** Who wrote what is in the document now, and who made its rows. Text belongs to who put it where it is. */
export function authorshipOf(replay: Replay): Authorship {
  const spans: AuthoredSpan[] = []
  const rows: { rowId: string; authorId: string | null }[] = []
  let length = 0
  const isThere = (piece: Piece): boolean => wasThere(piece, replay.seq)
  for (const step of walk(replay.body)) {
    if (step.kind === 'node' && step.place.node === 'tableRow' && step.place.rowId !== null) {
      for (const piece of replay.pieces(step.item))
        if (isThere(piece)) rows.push({ rowId: step.place.rowId, authorId: piece.brought.authorId })
    }
    if (step.kind !== 'text') continue
    for (const piece of replay.pieces(step.item)) {
      if (!isThere(piece)) continue
      const { authorId } = piece.brought
      const { rowId } = step.place
      const last = spans.at(-1)
      if (last && last.authorId === authorId && last.rowId === rowId)
        spans[spans.length - 1] = { ...last, length: last.length + piece.length }
      else spans.push({ from: length, length: piece.length, authorId, rowId })
      length += piece.length
    }
  }
  return { seq: replay.seq, length, spans, rows }
}
