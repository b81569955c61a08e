import { NUMBER_SAMPLES } from '../reading/numbering.ts'
import { escapeXml } from './xml.ts'

/** Sample character of `orderedList.format` → Word's number format; the first format of a sample is the one written. */
const FORMATS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(NUMBER_SAMPLES)
      .reverse()
      .map(([format, sample]) => [sample, format]),
  ),
  一: 'chineseCountingThousand',
  '①': 'decimalEnclosedCircleChinese',
  '1': 'decimal',
  壹: 'chineseLegalSimplified',
}
const BULLETS = ['●', '○', '■']

/** The automatic lists of a document: each list has a definition of its own, so each begins where it says. */
export class NumberingWriter {
  private readonly definitions: string[] = []

  /** A new list at a depth from 0; answers its `numId`. */
  add(list: { ordered: boolean; start: number; format: string | null }, level: number): number {
    const id = this.definitions.length + 1
    const format = list.format ?? '{1}.'
    const sample = /\{([^{}]+)\}/.exec(format)?.[1] ?? '1'
    const text = list.ordered
      ? /\{[^{}]+\}/.test(format)
        ? format.replace(/\{[^{}]+\}/, `%${level + 1}`)
        : `${format}%${level + 1}`
      : (BULLETS[level % BULLETS.length] ?? '●')
    const levels = Array.from({ length: level + 1 }, (_, depth) => {
      const own = depth === level
      return `<w:lvl w:ilvl="${depth}"><w:start w:val="${own ? list.start : 1}"/><w:numFmt w:val="${list.ordered ? (own ? (FORMATS[sample] ?? 'decimal') : 'decimal') : 'bullet'}"/><w:suff w:val="tab"/><w:lvlText w:val="${escapeXml(own ? text : list.ordered ? `%${depth + 1}.` : '●')}"/><w:lvlJc w:val="left"/><w:pPr><w:tabs><w:tab w:val="num" w:pos="${360 * (depth + 1)}"/></w:tabs><w:ind w:left="${360 * (depth + 1)}" w:hanging="360"/></w:pPr></w:lvl>`
    })
    this.definitions.push(
      `<w:abstractNum w:abstractNumId="${id}"><w:nsid w:val="${(0x10000000 + id).toString(16).toUpperCase()}"/><w:multiLevelType w:val="multilevel"/>${levels.join('')}</w:abstractNum>`,
    )
    return id
  }

  part(): string {
    const nums = this.definitions.map(
      (_, index) => `<w:num w:numId="${index + 1}"><w:abstractNumId w:val="${index + 1}"/></w:num>`,
    )
    return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${this.definitions.join('')}${nums.join('')}</w:numbering>`
  }
}
