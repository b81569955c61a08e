const NUMBER = String.raw`(?:[（(【[]?(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[IVX]{1,4}|[a-zA-Z])[)）】\]]?\s*[、.．,，:：)）]|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]|[Ⅰ-Ⅻⅰ-ⅻ]\s*[、.．,，:：]?|[①-⑳⑴-⒇⒈-⒛●◆■▲★※○◇□▶➢]|\d{1,2}(?:[.．]\d{1,2}){1,3}(?!\d)|\d{1,2}(?=\s+\p{Script=Han})|第[一二三四五六七八九十\d]+部分[、:：]?)`
const LEADING_NUMBER = new RegExp(String.raw`^\s*(?:${NUMBER}\s*)+`, 'u')
const BRACKETS = /[（(【[〖〔［「《][^）)】\]〗〕］」》]*[）)】\]〗〕］」》]/g

/** Text without spaces, punctuation, letter case and full width. */
export const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')

/** Folded words without the number behind them by which alike heads count themselves: 环节一, 环节二. */
export const withoutCount = (folded: string): string => folded.replace(/[一二三四五六七八九十\d]+$/, '')

/** A label without the number before it. */
export const withoutNumber = (text: string): string => text.replace(LEADING_NUMBER, '')

/** How a heading is numbered: `一、`, `（一）`, `1.`, `【】` … so that headings of one rank know each other. */
export function numberingOf(text: string): string {
  const trimmed = text.trim()
  if (/^(?:【.*】|〖.*〗|〔.*〕|［.*］|「.*」)$/.test(trimmed)) return '【】'
  if (/^[一二三四五六七八九十]{1,3}\s*[、.．,，]/.test(trimmed)) return '一、'
  if (/^[（(][一二三四五六七八九十]{1,3}[)）]/.test(trimmed)) return '（一）'
  const parts = /^\d{1,2}(?:[.．]\d{1,2})+(?!\d)/.exec(trimmed)?.[0].split(/[.．]/).length
  if (parts !== undefined) return Array.from({ length: parts }, () => '1').join('.')
  if (/^\d{1,2}\s*[、.．]/.test(trimmed)) return '1.'
  if (/^\d{1,2}\s+\p{Script=Han}/u.test(trimmed)) return '1'
  if (/^[（(]\d{1,2}[)）]/.test(trimmed)) return '（1）'
  if (/^[①-⑳]/.test(trimmed)) return '①'
  if (/^(?:[IVX]{1,4}\s*[.．、]|[Ⅰ-Ⅻⅰ-ⅻ])/.test(trimmed)) return 'I.'
  return ''
}

const DIGITS = '零一二三四五六七八九'
/** The number before a heading: 四、 and （4） are 4; null where there is none below twenty. */
export function ordinalOf(text: string): number | null {
  const [, written = ''] =
    /^[\s（(]*(\d{1,2}|[一二三四五六七八九]|十[一二三四五六七八九]?)(?:\s*[、.．，,)）]|(?<=\d)\s+\p{Script=Han})/u.exec(
      text,
    ) ?? []
  if (written === '') return null
  if (/^\d/.test(written)) return Number(written)
  return written.startsWith('十') ? 10 + Math.max(0, DIGITS.indexOf(written[1] ?? '零')) : DIGITS.indexOf(written)
}

/** The forms under which a label may stand in a table of synonyms, the whole first. */
export function forms(text: string): string[] {
  const base = withoutNumber(text.trim()).replace(/[:：]\s*$/, '')
  const bare = base.replaceAll(BRACKETS, '')
  // Two languages make one label; what follows a colon is no label's half, and 25分钟 no 分钟.
  const halves = /[：:\d]/.test(bare)
    ? []
    : [bare.replaceAll(/[^\p{Script=Han}]/gu, ''), bare.replaceAll(/[\p{Script=Han}]/gu, '')]
  const inner = /^\s*[【[〖〔［「（(]([^】\]〗〕］」）)]*)[】\]〗〕］」）)]\s*$/.exec(base)?.[1] ?? ''
  return [...new Set([base, bare, inner, ...halves].map(fold))].filter((candidate) => candidate.length > 0)
}

/** 第二课时, 课时三, Period 2 …: the 课时 that a heading announces, as written. */
export function periodOf(text: string): string | null {
  const match =
    /^[【[（(\s]*(第\s*[一二三四五六七八九十\d]+\s*课时|课时\s*[一二三四五六七八九十\d]+|period\s*\d+)/i.exec(text)
  return match ? (match[1] ?? '').replaceAll(/(?<![A-Za-z])\s+/g, '') : null
}
