/** The names of the holes in a sentence: `{title}` gives title; `{count|plan|plans}` gives count. */
export type HoleName<Text> = Text extends `${string}{${infer Hole}}${infer Rest}`
  ? (Hole extends `${infer Name}|${string}` ? Name : Hole) | HoleName<Rest>
  : never

export type Holes<Text> = { readonly [Name in HoleName<Text>]: string | number }

/** What must follow a key: nothing, or the values of its holes. */
export type HoleArguments<Text> = [HoleName<Text>] extends [never] ? [] : [holes: Holes<Text>]

const HOLE = /\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g

/** The names of the holes in a sentence, sorted. */
export const holesOf = (text: string): string[] =>
  [...new Set([...text.matchAll(HOLE)].map((match) => match[1] ?? ''))].sort()

const FRAMED_HOLE = new RegExp(`(《?)${HOLE.source}(》?)`, 'g')

/**
 * Fills the holes of a sentence. Numbers are written the way of the locale; `{count|plan|plans}` writes the word that the
 * locale's plural rule asks for. A title that brings its own 《》 is not put into a second pair. A hole without a value stays
 * as it is written.
 */
export function fill(text: string, holes: Readonly<Record<string, string | number>>, locale: string): string {
  return text.replace(
    FRAMED_HOLE,
    (whole, open: string, name: string, one?: string, other?: string, close?: string) => {
      const value = holes[name]
      if (value === undefined) return whole
      if (typeof value === 'string' && open && close && value.includes('《')) return value
      const written =
        one !== undefined && other !== undefined
          ? new Intl.PluralRules(locale).select(Number(value)) === 'one'
            ? one
            : other
          : typeof value === 'number'
            ? new Intl.NumberFormat(locale).format(value)
            : value
      return `${open}${written}${close ?? ''}`
    },
  )
}
