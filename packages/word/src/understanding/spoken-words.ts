import { readMinutes } from '@gongyan/domain'
import { SPOKEN_WORDS } from '../synonyms.ts'

const escaped = (word: string): string => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
const anyOf = (words: readonly string[]): string => `(?:${words.map(escaped).join('|')})`
/** A line on which one of them speaks: 师：…, 生2：… */
const speech = (who: readonly string[]): RegExp => new RegExp(String.raw`(?:^|\n)\s*${anyOf(who)}\d?\s*[：:]`)
/** A cell that begins with one of the words, numbered or not. */
const begins = (words: readonly string[]): RegExp =>
  new RegExp(String.raw`^\s*(?:[\d（(①-⑨]+[)）、.．]?\s*)?${anyOf(words)}`)

export const TEACHER_SAYS = speech(SPOKEN_WORDS.teacherSays)
export const STUDENTS_SAY = speech(SPOKEN_WORDS.studentsSay)
export const TEACHER_DOES = begins(SPOKEN_WORDS.teacherDoes)
export const STUDENTS_DO = begins(SPOKEN_WORDS.studentsDo)
export const MEANS = begins(SPOKEN_WORDS.means)
/** Words of which names of steps are made. */
export const NAMES = new RegExp(anyOf(SPOKEN_WORDS.names))
/** How many of a column's cells must say the same of it. */
export const MOST = 0.6

const most = (texts: readonly string[], test: (text: string) => boolean): boolean => {
  const told = texts.filter((text) => text.trim() !== '')
  return told.length > 0 && told.filter(test).length >= told.length * MOST
}
const LONGEST_TIME = 20
/** Whether cells say when or how long. */
export const tellTimes = (texts: readonly string[]): boolean =>
  most(texts, (text) => text.length <= LONGEST_TIME && readMinutes(text, { bare: true }) !== null)
/** Whether cells tell steps of a lesson: who says what, or a name with its minutes on the first line. */
export const tellSteps = (texts: readonly string[]): boolean =>
  most(
    texts,
    (text) => TEACHER_SAYS.test(text) || STUDENTS_SAY.test(text) || readMinutes(text.split('\n')[0] ?? '') !== null,
  )
