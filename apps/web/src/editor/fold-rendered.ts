import type { OnlyPart } from './paper.ts'

/** Hides parts of a rendered plan: folded sections, or everything but one part on a small screen. */
export function foldRendered(root: HTMLElement, folded: ReadonlySet<string>, only: OnlyPart | null): void {
  let section: string | null = null
  for (const block of root.children) {
    if (!(block instanceof HTMLElement)) continue
    section = block.dataset['section'] ?? section
    const row =
      only?.kind === 'row' ? block.querySelector<HTMLElement>(`tr[data-row-id="${CSS.escape(only.rowId)}"]`) : null
    block.classList.toggle(
      'is-folded',
      only === null
        ? section !== null && folded.has(section)
        : only.kind === 'section'
          ? section !== only.section
          : row === null,
    )
    if (!row) continue
    const heads = [...block.querySelectorAll('th')].map((head) => head.textContent?.trim() ?? '')
    const own = row.children.length
    for (const line of block.querySelectorAll('tr')) line.classList.toggle('is-folded', line !== row)
    // Cells that reach down from rows above stand at the left, as schools merge them.
    ;[...row.children].forEach((cell, index) => {
      if (cell instanceof HTMLElement) cell.dataset['name'] = heads[heads.length - own + index] ?? ''
    })
  }
}
