import type { Deps } from '../../deps.ts'

/** Plans that are laid out in one start of LibreOffice. */
const AT_ONCE = 8

/** Counts the pages of plans that follow one another, each on pages of its own. */
export interface PageCounter {
  /** The next plan, as a file by itself. */
  add(bookmark: string, alone: () => Promise<Uint8Array>): Promise<void>
  /** The page on which each plan begins behind the contents; none where a file could not be laid out. */
  begin(contents: () => Promise<Uint8Array>): Promise<ReadonlyMap<string, number>>
}

/**
 * Pages as LibreOffice lays them out: of a long book plan by plan, for as a whole it takes longer with every plan. After the
 * first file that it cannot lay out no more are tried: every page behind it would be a guess.
 */
export function createPageCounter(office: Deps['office'], signal: AbortSignal): PageCounter {
  const counted: { readonly bookmark: string; readonly pages: number }[] = []
  const waiting: { readonly bookmark: string; readonly docx: Uint8Array }[] = []
  let isLost = !(office.canConvert && office.canJoin)

  async function pagesOf(files: readonly Uint8Array[]): Promise<number[] | null> {
    const counts: number[] = []
    for (const pdf of await office.convert([...files], 'pdf', signal)) {
      const pages = pdf.ok ? await office.countPages(pdf.value, signal) : pdf
      if (!pages.ok) return null
      counts.push(pages.value)
    }
    return counts.length === files.length ? counts : null
  }

  async function count(): Promise<void> {
    const some = waiting.splice(0)
    if (isLost || some.length === 0) return
    const pages = await pagesOf(some.map(({ docx }) => docx))
    if (!pages) isLost = true
    else for (const [index, { bookmark }] of some.entries()) counted.push({ bookmark, pages: pages[index] ?? 0 })
  }

  return {
    async add(bookmark, alone) {
      if (isLost) return
      waiting.push({ bookmark, docx: await alone() })
      if (waiting.length >= AT_ONCE) await count()
    },
    async begin(contents) {
      await count()
      const own = isLost ? null : await pagesOf([await contents()])
      if (isLost || !own) return new Map()
      let next = (own[0] ?? 0) + 1
      return new Map(
        counted.map(({ bookmark, pages }) => {
          const at = next
          next += pages
          return [bookmark, at] as const
        }),
      )
    },
  }
}
