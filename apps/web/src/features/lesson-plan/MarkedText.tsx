import { For } from 'solid-js'
import { markedPieces } from './marked-pieces.ts'

/** Text with the hits of a search set off; the marks ⟪ ⟫ come from the server or from `excerptOf`. */
export function MarkedText(props: { text: string }) {
  return <For each={markedPieces(props.text)}>{(piece) => (piece.isHit ? <mark>{piece.text}</mark> : piece.text)}</For>
}
