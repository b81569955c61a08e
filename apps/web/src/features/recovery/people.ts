import type { Person } from '@gongyan/contract/client'

/** How one author of a plan is told apart on this page: by colour, by the line under their text, and by surname. */
export interface Hand {
  readonly key: string
  readonly name: string
  /** A presence hue, 1–12; null for nobody in particular. */
  readonly hue: number | null
  readonly line: 'solid' | 'dashed' | 'dotted' | 'double'
}

const LINES = ['solid', 'dashed', 'dotted', 'double'] as const

/** Gives everybody a hand in the order in which the page meets them, and the same one ever after. */
export function createHands(nobody: () => string): (person: Person | null) => Hand {
  const places = new Map<string, number>()
  return (person) => {
    if (!person) return { key: '', name: nobody(), hue: null, line: 'solid' }
    const place = places.get(person.id) ?? places.size
    places.set(person.id, place)
    return { key: person.id, name: person.name, hue: (place % 12) + 1, line: LINES[place % LINES.length] ?? 'solid' }
  }
}
