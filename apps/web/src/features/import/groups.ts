import type { ImportItem } from './answers.ts'

/** The parts of a batch's list, in the order in which they are worth a person's time. */
export const GROUPS = ['look', 'refused', 'sure', 'duplicate', 'moving', 'taken', 'undone'] as const
export type Group = (typeof GROUPS)[number]
type Sorted = { readonly state: { readonly kind: ImportItem['state']['kind'] }; readonly doubtCount: number }

/** Where a file of a batch is listed; null for what the person did not want. */
export function groupOf(item: Sorted): Group | null {
  switch (item.state.kind) {
    case 'ready':
      return item.doubtCount > 0 ? 'look' : 'sure'
    case 'waiting':
    case 'reading':
      return 'moving'
    case 'discarded':
      return null
    case 'refused':
    case 'duplicate':
    case 'taken':
    case 'undone':
      return item.state.kind
  }
}

export interface Grouped<T> {
  readonly group: Group
  readonly items: readonly T[]
}

/** The files of a batch by group, groups without any left out; inside a group by name, 第2课 before 第10课. */
export function grouped<T extends Sorted & Pick<ImportItem, 'name'>>(
  items: readonly T[],
  compare: (a: string, b: string) => number,
): Grouped<T>[] {
  return GROUPS.map((group) => ({
    group,
    items: items.filter((item) => groupOf(item) === group).sort((a, b) => compare(a.name, b.name)),
  })).filter((one) => one.items.length > 0)
}

/** How far a batch is, as counts of files. */
export interface Sums {
  readonly all: number
  readonly taken: number
  readonly look: number
  readonly sure: number
  /** Could not be read, or sent. */
  readonly refused: number
  readonly undone: number
  /** Still on the way or being read. */
  readonly toCome: number
}

/** Counts every file once, with those that are on the way to the server, and those that will not get there by themselves. */
export function sumsOf(items: readonly Sorted[], onTheWay: number, stuck: number): Sums {
  const count = (group: Group) => items.filter((item) => groupOf(item) === group).length
  return {
    all: items.filter((item) => groupOf(item) !== null).length + onTheWay + stuck,
    taken: count('taken'),
    look: count('look'),
    sure: count('sure'),
    refused: count('refused') + stuck,
    undone: count('undone'),
    toCome: count('moving') + onTheWay,
  }
}
