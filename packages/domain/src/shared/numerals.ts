/** Digits and letters as teachers type them: full width is folded to half width, one character for one. */
export const halfWidth = (text: string): string =>
  text.replace(/[０-９ａ-ｚＡ-Ｚ]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))

const CHINESE_DIGITS = '零一二三四五六七八九'
/** 十五 → 15; null for anything that is not a number below 100. */
export function chineseNumber(text: string): number | null {
  const match = /^([一二两三四五六七八九])?(十)?([一二三四五六七八九])?$/.exec(text)
  if (!match || text === '') return null
  const digit = (char: string | undefined) => (char === '两' ? 2 : char ? CHINESE_DIGITS.indexOf(char) : 0)
  if (!match[2]) return match[3] ? null : digit(match[1])
  return (match[1] ? digit(match[1]) : 1) * 10 + digit(match[3])
}
