import { HEADER_FIELDS, PROCESS_FIELDS, SECTIONS } from '@gongyan/domain'
import { isLoose, looseList, looseText } from '../../loose.ts'
import type { Choice as FormChoice, Form } from './answers.ts'

/** A place of the form and what is written there; `means` is null where it stays as the form has it. */
export interface Place {
  /** `s1`, or `t1/0` for a column of a table. */
  readonly key: string
  /** The form's own words for it, and what it says there now. */
  readonly words: string
  readonly prompt: string
  readonly means: string | null
  readonly sure: boolean
  /** Where it is, when not in the text of the page. */
  readonly where?: Where
}
type Where = 'head' | 'foot' | 'box'

/** The form as it is drawn: places in reading order, the head of a 教学过程 as one. */
export type SketchPart =
  | { readonly kind: 'place'; readonly place: Place }
  | {
      readonly kind: 'table'
      readonly table: string
      readonly period: string | null
      readonly columns: readonly Place[]
    }

const pathOf = (value: unknown): number[] => (Array.isArray(value) ? value.map(Number) : [])
const before = (a: readonly number[], b: readonly number[]): number => {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const step = (a[at] ?? -1) - (b[at] ?? -1)
    if (step !== 0) return step
  }
  return 0
}

const whereOf = (story: unknown): Where | null => {
  const kind = isLoose(story) ? story['kind'] : null
  return kind === 'head' || kind === 'foot' || kind === 'box' ? kind : null
}

function meansOf(target: unknown): string | null {
  if (!isLoose(target)) return null
  return target['kind'] === 'title' ? 'title' : `${looseText(target['kind'])}:${looseText(target['key'])}`
}

/** What a table begins with before its rows: its properties and its grid. In a form that is one table the head stands among the labels. */
const BEFORE_ROWS = 2

/** Reads the WordForm of packages/word with what is doubted of it. */
export function sketchOf({ form, doubts }: Pick<Form, 'form' | 'doubts'>): SketchPart[] {
  const read = isLoose(form) ? form : {}
  const isDoubted = (at: string, column: number | null = null) =>
    doubts.some((one) => one.at === at && one.column === column)
  const places = looseList(read['slots']).map((slot) => {
    const place = isLoose(slot['place']) ? slot['place'] : {}
    const where = whereOf(place['story'])
    const path = pathOf(place['path'])
    return {
      // Running heads are drawn above the page, feet below it.
      path: where === 'head' ? [-2, ...path] : where === 'foot' ? [Number.POSITIVE_INFINITY, ...path] : path,
      part: {
        kind: 'place',
        place: {
          key: looseText(slot['id']),
          words: looseText(slot['label']),
          prompt: looseText(slot['prompt']),
          means: meansOf(slot['target']),
          sure: !isDoubted(looseText(slot['id'])),
          ...(where ? { where } : {}),
        },
      } as const,
    }
  })
  const tables = looseList(read['tables']).map((table) => {
    const id = looseText(table['id'])
    return {
      path: [...pathOf(table['table']), (pathOf(table['head'])[0] ?? 0) + BEFORE_ROWS],
      part: {
        kind: 'table',
        table: id,
        period: typeof table['period'] === 'string' ? table['period'] : null,
        columns: looseList(table['columns']).map((column, index) => ({
          key: `${id}/${index}`,
          words: looseText(column['label']),
          prompt: '',
          means: typeof column['field'] === 'string' ? column['field'] : null,
          sure: column['sure'] !== false && !isDoubted(id, index),
        })),
      } as const,
    }
  })
  return [...places, ...tables].sort((a, b) => before(a.path, b.path)).map(({ part }) => part)
}

export type PlaceKind = 'header' | 'section' | 'column' | 'none'

/** What kind of thing is written into a place: it decides its colour, its mark and its word. */
export function kindOf({ key, means }: Pick<Place, 'key' | 'means'>): PlaceKind {
  if (means === null) return 'none'
  if (key.includes('/')) return 'column'
  return means.startsWith('section:') ? 'section' : 'header'
}

interface Option {
  readonly value: string
  readonly label: string
}
const options = (names: Readonly<Record<string, string>>, prefix = ''): Option[] =>
  Object.entries(names)
    .filter(([value]) => value !== 'unmapped')
    .map(([value, label]) => ({ value: `${prefix}${value}`, label }))

/** What may be written into a place; the empty value leaves it as the form has it. */
export function optionsFor(
  { key, means }: Pick<Place, 'key' | 'means'>,
  leave: string,
  title: string,
): readonly Option[] {
  const ours = key.includes('/')
    ? options(PROCESS_FIELDS)
    : [{ value: 'title', label: title }, ...options(HEADER_FIELDS, 'header:'), ...options(SECTIONS, 'section:')]
  const own =
    means !== null && !ours.some(({ value }) => value === means)
      ? [{ value: means, label: means.replace(/^(?:header|section):(?:extra:)?/, '') }]
      : []
  return [{ value: '', label: leave }, ...own, ...ours]
}

/** A choice for a place as the server hears it. */
export function choiceFor(key: string, means: string | null): FormChoice {
  const [table, column] = key.split('/')
  if (table !== undefined && column !== undefined) return { table, column: Number(column), field: means }
  if (means === null) return { slot: key, target: null }
  if (means === 'title') return { slot: key, target: { kind: 'title' } }
  const [kind, ...rest] = means.split(':')
  return { slot: key, target: { kind: kind === 'header' ? 'header' : 'section', key: rest.join(':') } }
}

const placesOf = (form: Pick<Form, 'form' | 'doubts'>): readonly Place[] =>
  sketchOf(form).flatMap((part) => (part.kind === 'table' ? part.columns : [part.place]))

/**
 * The choices that take one back: its place is what it was, and so is every place that gave its meaning away to it, as a fact
 * stands in one place of the page's text.
 */
export function choicesBack(
  { key, means }: Pick<Place, 'key' | 'means'>,
  before: Pick<Form, 'form' | 'doubts'>,
  after: Pick<Form, 'form' | 'doubts'>,
): FormChoice[] {
  const now = new Map(placesOf(after).map((place) => [place.key, place.means]))
  return placesOf(before)
    .filter((place) => place.key === key || (means !== null && place.means === means && now.get(place.key) === null))
    .map((place) => choiceFor(place.key, place.means))
}

/** Parts most plans have: it is worth saying where one has no place. */
const USUAL = [
  'textbookAnalysis',
  'learnerAnalysis',
  'objectives',
  'preparation',
  'methods',
  'process',
  'board',
  'homework',
  'assessment',
  'reflection',
] as const

/** Usual parts of a plan without a place in the form, and whether they are written behind it. */
export function missingIn(form: Pick<Form, 'form' | 'doubts'>): { key: string; label: string; isAppended: boolean }[] {
  const parts = sketchOf(form)
  const has = (section: string) =>
    parts.some((part) => (part.kind === 'table' ? section === 'process' : part.place.means === `section:${section}`))
  const rest = isLoose(form.form) && isLoose(form.form['rest']) ? form.form['rest'] : {}
  return USUAL.filter((section) => !has(section)).map((section) => ({
    key: `section:${section}`,
    label: SECTIONS[section],
    isAppended: rest[`section:${section}`] === 'append',
  }))
}
