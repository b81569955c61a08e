import { listMarker } from '@gongyan/documents/layout'
import type { Xml } from '../opc/xml.ts'
import { child, elements, isOn, val } from '../opc/xml.ts'
import type { ListMark } from './model.ts'
import type { Styles } from './styles.ts'

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
  /** All numbers in it are Arabic, those of upper levels too. */
  legal: boolean
  /** The level whose numbers make this one start again; 0 for none. Without it every upper level does. */
  restart: number | null
  /** Paragraph style that stands on this level. */
  style: string | undefined
}

/** Word counts no list further. */
const MAX_NUMBER = 32_767
const MAX_LEVEL = 8
const whole = (text: string | undefined, most: number, otherwise: number): number => {
  const value = Math.trunc(Number(text ?? otherwise))
  return value >= 0 && value <= most ? value : otherwise
}
const sampleOf = (format: string): string =>
  (Object.hasOwn(NUMBER_SAMPLES, format) ? NUMBER_SAMPLES[format] : null) ?? '1'

/** Automatic numbers: what Word shows in front of a paragraph is computed here and is not part of its text. */
export class Numbering {
  private readonly abstracts = new Map<string, Map<number, Level>>()
  private readonly nums = new Map<
    string,
    { abstractId: string; overrides: Map<number, number>; levels: Map<number, Level> }
  >()
  /** Counters belong to the abstract list, so that lists with one definition go on counting unless restarted. */
  private readonly counters = new Map<string, (number | undefined)[]>()
  private readonly begun = new Set<string>()

  /** Lists of which only a style says how they look, and the definition that the style means. */
  private readonly borrowed = new Map<string, string>()

  constructor(root: Xml | null, styles: Styles) {
    const byStyle = new Map<string, string>()
    for (const node of root ? elements(root) : []) {
      if (node.name === 'w:abstractNum') {
        const id = node.attrs['w:abstractNumId'] ?? ''
        this.abstracts.set(id, readLevels(node))
        const [lends, borrows] = [val(node, 'w:styleLink'), val(node, 'w:numStyleLink')]
        if (lends !== undefined) byStyle.set(lends, id)
        if (borrows !== undefined) this.borrowed.set(id, borrows)
      }
      if (node.name !== 'w:num') continue
      const overrides = new Map<number, number>()
      const levels = new Map<number, Level>()
      for (const override of elements(node)) {
        if (override.name !== 'w:lvlOverride') continue
        const level = whole(override.attrs['w:ilvl'], MAX_LEVEL, 0)
        const start = val(override, 'w:startOverride')
        if (start !== undefined) overrides.set(level, whole(start, MAX_NUMBER, 1))
        for (const [key, value] of readLevels(override)) levels.set(key, value)
      }
      this.nums.set(node.attrs['w:numId'] ?? '', { abstractId: val(node, 'w:abstractNumId') ?? '', overrides, levels })
    }
    for (const [id, style] of this.borrowed) {
      const numId = val(child(child(styles.listStyle(style), 'w:pPr'), 'w:numPr'), 'w:numId')
      const lender = byStyle.get(style) ?? this.nums.get(numId ?? '')?.abstractId
      const levels = this.abstracts.get(lender ?? '')
      if (levels && levels.size > 0) this.abstracts.set(id, levels)
    }
  }

  /** The level on which a paragraph style stands in a list, where the list says so. */
  levelOf(numId: string, style: string | undefined): number {
    const num = this.nums.get(numId)
    for (const levels of [num?.levels, this.abstracts.get(num?.abstractId ?? '')])
      for (const [level, definition] of levels ?? [])
        if (style !== undefined && definition.style === style) return level
    return 0
  }

  /** Counts one more paragraph of a list and tells what it carries; null where no number is shown. */
  next(numId: string, at: number): ListMark | null {
    const level = whole(String(at), MAX_LEVEL, 0)
    const num = this.nums.get(numId)
    const levelOf = (index: number) => num?.levels.get(index) ?? this.abstracts.get(num?.abstractId ?? '')?.get(index)
    const definition = levelOf(level)
    if (!num || !definition) return null
    const counters = this.counters.get(num.abstractId) ?? []
    this.counters.set(num.abstractId, counters)
    const restart = num.overrides.get(level)
    const first = `${numId}/${level}`
    if (restart !== undefined && !this.begun.has(first)) counters[level] = restart
    else counters[level] = counters[level] === undefined ? definition.start : counters[level] + 1
    this.begun.add(first)
    for (let below = level + 1; below <= MAX_LEVEL; below++) {
      const restart = levelOf(below)?.restart ?? null
      if (restart === null || (restart > 0 && level < restart)) counters[below] = undefined
    }
    if (definition.format === 'none') return null
    const value = counters[level] ?? definition.start
    if (definition.format === 'bullet') return { numId, level, ordered: false, format: null, value }
    const sample = definition.legal ? '1' : sampleOf(definition.format)
    const format = definition.text.replaceAll(/%([1-9])/g, (_, digit: string) => {
      const upper = Number(digit) - 1
      if (upper === level) return `{${sample}}`
      const { format: kind, start } = levelOf(upper) ?? { format: 'decimal', start: 1 }
      if (kind === 'none' || kind === 'bullet') return ''
      return listMarker(`{${definition.legal ? '1' : sampleOf(kind)}}`, counters[upper] ?? start)
    })
    return { numId, level, ordered: true, format: format === '{1}.' ? null : format, value }
  }
}

function readLevels(node: Xml): Map<number, Level> {
  const levels = new Map<number, Level>()
  for (const level of elements(node)) {
    if (level.name !== 'w:lvl') continue
    const restart = val(level, 'w:lvlRestart')
    levels.set(whole(level.attrs['w:ilvl'], MAX_LEVEL, 0), {
      start: whole(val(level, 'w:start'), MAX_NUMBER, 1),
      format: formatOf(level),
      text: (val(level, 'w:lvlText') ?? '').slice(0, 60),
      legal: isOn(level, 'w:isLgl'),
      restart: restart === undefined ? null : whole(restart, MAX_LEVEL, 0),
      style: val(level, 'w:pStyle'),
    })
  }
  return levels
}

/** The number format of a level; newer formats stand in a branch beside the one older programs know. */
function formatOf(level: Xml): string {
  const direct = val(level, 'w:numFmt')
  if (direct !== undefined) return direct
  const branch = child(level, 'mc:AlternateContent')
  const fallback = branch && (child(branch, 'mc:Fallback') ?? child(branch, 'mc:Choice'))
  return val(fallback, 'w:numFmt') ?? 'decimal'
}
