import { createHash } from 'node:crypto'
import type { PlacedSection, Placement } from '@gongyan/domain'

/**
 * Names what an import leaves over by its words and by how many alike came before it, so that the same passage has the same
 * name when the file is read again, and knows where a person has placed it.
 */
export class Passages {
  private readonly seen = new Map<string, number>()
  private readonly placements: ReadonlyMap<string, PlacedSection>

  constructor(placements: readonly Placement[] = []) {
    this.placements = new Map(placements.map(({ passage, section }) => [passage, section]))
  }

  /** The name of the next passage with these words. */
  name(text: string): string {
    const hash = createHash('sha256').update(text.replaceAll(/\s+/g, ' ').trim()).digest('hex').slice(0, 16)
    const before = this.seen.get(hash) ?? 0
    this.seen.set(hash, before + 1)
    return before === 0 ? hash : `${hash}-${before + 1}`
  }

  /** The section into which a passage goes; undefined while nobody has said. */
  section(key: string): PlacedSection | undefined {
    return this.placements.get(key)
  }
}
