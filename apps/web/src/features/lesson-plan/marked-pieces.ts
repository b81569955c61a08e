/** Splits a text at the hit marks ⟪ ⟫; a mark without its partner is text like any other. */
export function markedPieces(text: string): { text: string; isHit: boolean }[] {
  return text
    .split(/(⟪[^⟪⟫]*⟫)/u)
    .filter((piece) => piece !== '')
    .map((piece) =>
      piece.startsWith('⟪') && piece.endsWith('⟫')
        ? { text: piece.slice(1, -1), isHit: true }
        : { text: piece, isHit: false },
    )
}
