import type { Awareness } from 'y-protocols/awareness'

/** Rows in which somebody else is, by what each page says of itself. */
export function busyRows(awareness: Awareness): ReadonlySet<string> {
  const rows = new Set<string>()
  for (const [clientId, state] of awareness.getStates()) {
    const rowId = (state as { place?: { rowId?: string | null } | null }).place?.rowId
    if (clientId !== awareness.clientID && rowId) rows.add(rowId)
  }
  return rows
}
