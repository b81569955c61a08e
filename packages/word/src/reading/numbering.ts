import type { Xml } from '../opc/xml.ts'
import { child, elements, val } from '../opc/xml.ts'
import type { ListMark } from './model.ts'

/** Word's number formats as the sample character of `orderedList.format`. */
export const NUMBER_SAMPLES: Readonly<Record<string, string>> = {
  decimal: '1',
  decimalZero: '01',
  decimalFullWidth: '１',
  decimalHalfWidth: '1',
  chineseCounting: '一',
  chineseCountingThousand: '一',
  taiwaneseCounting: '一',
  japaneseCounting: '一',
  ideographDigital: '一',
  chineseLegalSimplified: '壹',
  ideographLegalTraditional: '壹',
  ideographTraditional: '甲',
  ideographZodiac: '子',
  decimalEnclosedCircle: '①',
  decimalEnclosedCircleChinese: '①',
  decimalEnclosedParen: '⑴',
  decimalEnclosedFullstop: '⒈',
  lowerLetter: 'a',
  upperLetter: 'A',
  lowerRoman: 'i',
  upperRoman: 'I',
  ordinal: '1',
}

interface Level {
  start: number
  format: string
  text: string
}

/** Automatic numbers: what Word shows in front of a paragraph is computed here and is not part of its text. */
export class Numbering {
  private readonly abstracts = new Map<string, Map<number, Level>>()
  private readonly nums = new Map<
    string,
    { abstractId: string; overrides: Map<number, number>; levels: Map<number, Level> }
  >()
  /** Counters belong to the abstract list, so that lists with one definition go on counting unless restarted. */
  private readonly counters = new Map<string, number[]>()
  private readonly begun = new Set<string>()

  constructor(root: Xml | null) {
    for (const node of root ? elements(root) : []) {
      if (node.name === 'w:abstractNum') this.abstracts.set(node.attrs['w:abstractNumId'] ?? '', readLevels(node))
      if (node.name !== 'w:num') continue
      const overrides = new Map<number, number>()
      const levels = new Map<number, Level>()
      for (const override of elements(node)) {
        if (override.name !== 'w:lvlOverride') continue
        const level = Number(override.attrs['w:ilvl'] ?? 0)
        const start = val(override, 'w:startOverride')
        if (start !== undefined) overrides.set(level, Number(start))
        for (const [key, value] of readLevels(override)) levels.set(key, value)
      }
      this.nums.set(node.attrs['w:numId'] ?? '', { abstractId: val(node, 'w:abstractNumId') ?? '', overrides, levels })
    }
  }

  /** Counts one more paragraph of a list and tells what it carries; null where no number is shown. */
  next(numId: string, level: number): ListMark | null {
    const num = this.nums.get(numId)
    const definition = num?.levels.get(level) ?? this.abstracts.get(num?.abstractId ?? '')?.get(level)
    if (!num || !definition) return null
    const counters = this.counters.get(num.abstractId) ?? []
    this.counters.set(num.abstractId, counters)
    const restart = num.overrides.get(level)
    const first = `${numId}/${level}`
    if (restart !== undefined && !this.begun.has(first)) counters[level] = restart
    else counters[level] = counters[level] === undefined ? definition.start : counters[level] + 1
    this.begun.add(first)
    counters.length = level + 1
    if (definition.format === 'none') return null
    const value = counters[level] ?? definition.start
    if (definition.format === 'bullet') return { numId, level, ordered: false, format: null, value }
    const sample = NUMBER_SAMPLES[definition.format] ?? '1'
    const format = definition.text.replaceAll(/%([1-9])/g, (_, digit: string) => {
      const at = Number(digit) - 1
      return at === level ? `{${sample}}` : String(counters[at] ?? 1)
    })
    return { numId, level, ordered: true, format: format === '{1}.' ? null : format, value }
  }
}

function readLevels(node: Xml): Map<number, Level> {
  const levels = new Map<number, Level>()
  for (const level of elements(node)) {
    if (level.name !== 'w:lvl') continue
    levels.set(Number(level.attrs['w:ilvl'] ?? 0), {
      start: Number(val(level, 'w:start') ?? 1),
      format: child(level, 'w:numFmt')?.attrs['w:val'] ?? 'decimal',
      text: val(level, 'w:lvlText') ?? '',
    })
  }
  return levels
}
