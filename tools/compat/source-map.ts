import { join } from 'node:path/posix'

/** A source map of version 3, as a bundler writes it. */
export interface SourceMap {
  readonly sources: readonly (string | null)[]
  readonly mappings: string
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The numbers of one segment: base 64, five bits a digit, the lowest bit of a number is its sign. */
function numbersOf(segment: string): number[] {
  const numbers: number[] = []
  let value = 0
  let shift = 0
  for (const letter of segment) {
    const digit = DIGITS.indexOf(letter)
    value += (digit & 31) << shift
    shift += 5
    if (digit & 32) continue
    numbers.push(value & 1 ? -(value >>> 1) : value >>> 1)
    value = 0
    shift = 0
  }
  return numbers
}

/**
 * Answers for a place in a bundle, counted in characters from its beginning, which file it was made of, as a path from
 * `folder`, the one the map lies in; null where the map knows none.
 */
export function sourcesOf(map: SourceMap, bundle: string, folder: string): (at: number) => string | null {
  let source = 0
  const lines = map.mappings.split(';').map((line) => {
    let column = 0
    return line
      .split(',')
      .filter((segment) => segment !== '')
      .map((segment) => {
        const [columns = 0, sources] = numbersOf(segment)
        column += columns
        source += sources ?? 0
        return { column, source: sources === undefined ? null : source }
      })
  })
  const starts = [0]
  for (let at = bundle.indexOf('\n'); at >= 0; at = bundle.indexOf('\n', at + 1)) starts.push(at + 1)
  return (at) => {
    const line = starts.findLastIndex((start) => start <= at)
    const column = at - (starts[line] ?? 0)
    const segment = lines[line]?.findLast((one) => one.column <= column)
    const path = segment?.source === null || segment === undefined ? null : map.sources[segment.source]
    return path ? join(folder, path) : null
  }
}
