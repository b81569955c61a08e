/** Two-character surnames in use today (《中国姓氏大辞典》's common ones). */
const COMPOUND = new Set([
  '欧阳',
  '司马',
  '上官',
  '诸葛',
  '东方',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
  '令狐',
  '司徒',
  '夏侯',
  '轩辕',
  '长孙',
  '宇文',
  '端木',
  '申屠',
  '独孤',
  '南宫',
  '呼延',
  '闻人',
  '澹台',
  '赫连',
  '淳于',
  '单于',
  '太史',
  '公冶',
  '宗政',
  '濮阳',
  '钟离',
  '鲜于',
  '闾丘',
  '司空',
  '西门',
  '东郭',
  '百里',
  '拓跋',
  '第五',
  '亓官',
  '巫马',
])
const HAN = /\p{Script=Han}/u

/** The first letter as people see it; surrogate pairs and combining marks stay together. */
export function firstGrapheme(text: string): string {
  const trimmed = text.trim()
  // Segmenter is missing in Firefox before 125.
  if (typeof Intl.Segmenter !== 'function') return [...trimmed][0] ?? ''
  return (
    new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(trimmed)[Symbol.iterator]().next().value?.segment ??
    ''
  )
}

/**
 * The surname of a person's name: two characters for compound surnames, the first part of a name with a middle dot
 * (买买提·艾力), the last word of a Latin name.
 */
export function surnameOf(name: string): string {
  const trimmed = name.trim()
  const [head = ''] = trimmed.split(/[·•・]/u)
  if (head !== trimmed) return head
  if (!HAN.test(trimmed)) return trimmed.split(/\s+/).at(-1) ?? ''
  const two = [...trimmed].slice(0, 2).join('')
  return COMPOUND.has(two) && [...trimmed].length > 2 ? two : firstGrapheme(trimmed)
}

/** What stands in the seal: the first character of the surname, in capitals for Latin names. */
export const sealCharacter = (name: string): string => firstGrapheme(surnameOf(name)).toLocaleUpperCase() || '？'

/** One of the twelve hues for a person where there is no joining order, the same every time. */
export function hueOf(id: string): number {
  let hash = 7
  for (const character of id) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0
  return (hash % 12) + 1
}
