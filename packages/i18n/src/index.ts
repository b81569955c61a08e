import { fill, type HoleArguments } from './dictionary.ts'
import { createFormatters, type Formatters } from './format.ts'
import type { Locale } from './locale.ts'
import { zhCN } from './zh-CN/index.ts'

export { fill, holesOf, type HoleArguments, type HoleName, type Holes } from './dictionary.ts'
export { createFormatters, teachingWeek, type Formatters, type Moment } from './format.ts'
export { LOCALES, type Locale } from './locale.ts'
export { zhCN } from './zh-CN/index.ts'

type Source = typeof zhCN
/** Every sentence's name, such as `lessonPlan.submit`. */
export type TextKey = keyof Source
/** A whole language: a sentence for every key. */
export type Dictionary = Readonly<Record<TextKey, string>>

/** The sentence of a key with its holes filled; a missing value does not compile. */
export type Translate = <K extends TextKey>(key: K, ...holes: HoleArguments<Source[K]>) => string

export interface I18n {
  readonly locale: Locale
  readonly t: Translate
  readonly format: Formatters
}

/** The dictionary of a language; all but Chinese are fetched when asked for. */
export async function loadDictionary(locale: Locale): Promise<Dictionary> {
  return locale === 'en' ? (await import('./en/index.ts')).en : zhCN
}

/** One language ready for use: sentences and formatters. */
export function createI18n(locale: Locale = 'zh-CN', dictionary: Dictionary = zhCN, timeZone?: string): I18n {
  return {
    locale,
    t: (key, ...[holes]) => (holes === undefined ? dictionary[key] : fill(dictionary[key], holes, locale)),
    format: createFormatters(locale, timeZone),
  }
}
