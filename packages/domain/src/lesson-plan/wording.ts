import { refuse, ok } from '../shared/result.ts'
import type { Result } from '../shared/result.ts'
import { HEADER_FIELDS, PROCESS_FIELDS, SECTIONS } from './vocabulary.ts'
import type { HeaderField, ProcessField, SectionKey } from './vocabulary.ts'

/** What a passage of a file can become: a section of ours, never the heap of what is left over. */
export type PlacedSection = Exclude<SectionKey, 'unmapped'>

/**
 * What a school or a county has said about its own words: `教师怎么教` over a column is what the teacher does. It wins over
 * the built-in table and over every guess. `extra` keeps a column, field or section as the school's own; `none` says that
 * the words are no label at all.
 */
export type Wording =
  | { readonly kind: 'column'; readonly words: string; readonly means: ProcessField }
  | { readonly kind: 'header'; readonly words: string; readonly means: HeaderField | 'extra' | 'none' }
  | { readonly kind: 'section'; readonly words: string; readonly means: PlacedSection | 'extra' | 'none' }
export type WordingKind = Wording['kind']

/** Where a passage that was left over is to go; `passage` is the key it has in the report of the import. */
export interface Placement {
  readonly passage: string
  readonly section: PlacedSection
}

const own = ['extra', 'none'] as const
const placed = Object.keys(SECTIONS).filter((key) => key !== 'unmapped')
/** Everything words of one kind may mean. */
export const WORDING_MEANINGS: { readonly [K in WordingKind]: readonly string[] } = {
  column: Object.keys(PROCESS_FIELDS),
  header: [...Object.keys(HEADER_FIELDS), ...own],
  section: [...placed, ...own],
}
/** More wordings than a county ever needs, and longer words than any label. */
export const MOST_WORDINGS = 2000
export const LONGEST_WORDING = 60
/** More passages than one file leaves over that a person would place. */
export const MOST_PLACEMENTS = 2000

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isWording = (value: unknown): value is Wording =>
  isRecord(value) &&
  typeof value['kind'] === 'string' &&
  Object.hasOwn(WORDING_MEANINGS, value['kind']) &&
  typeof value['words'] === 'string' &&
  /[\p{L}\p{N}]/u.test(value['words']) &&
  [...value['words']].length <= LONGEST_WORDING &&
  typeof value['means'] === 'string' &&
  WORDING_MEANINGS[value['kind'] as WordingKind].includes(value['means'])

const isPlacement = (value: unknown): value is Placement =>
  isRecord(value) &&
  typeof value['passage'] === 'string' &&
  /^[\w-]{1,64}$/.test(value['passage']) &&
  typeof value['section'] === 'string' &&
  placed.includes(value['section'])

export type WordingRefusal = { readonly code: 'not-a-list' | 'too-many' | 'not-understood'; readonly at: number }

function readList<T>(value: unknown, most: number, is: (item: unknown) => item is T): Result<T[], WordingRefusal> {
  if (!Array.isArray(value)) return refuse({ code: 'not-a-list', at: -1 })
  if (value.length > most) return refuse({ code: 'too-many', at: most })
  const items: T[] = []
  for (const [at, item] of value.entries()) {
    if (!is(item)) return refuse({ code: 'not-understood', at })
    items.push(item)
  }
  return ok(items)
}

/** Wordings as they come from outside or from storage; refuses the first that is none, too many, or too long. */
export const readWordings = (value: unknown): Result<Wording[], WordingRefusal> =>
  readList(value, MOST_WORDINGS, isWording)
/** Placements as they come from outside. */
export const readPlacements = (value: unknown): Result<Placement[], WordingRefusal> =>
  readList(value, MOST_PLACEMENTS, isPlacement)
