import { fill, type HoleArguments } from './dictionary.ts'
import { createFormatters, type Formatters } from './format.ts'
import type { Locale } from './locale.ts'
import { core } from './zh-CN/core.ts'
import type { zhCN } from './zh-CN/index.ts'

export { fill, holesOf, type HoleArguments, type HoleName, type Holes } from './dictionary.ts'
export { createFormatters, type Formatters, type Moment } from './format.ts'
export { LOCALES, type Locale } from './locale.ts'

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

/** Chinese as far as it is here: the words of the first pages at once, the others by `loadPlanWords`. */
const chinese: Dictionary = { ...core } as unknown as Dictionary

/** Fetches the Chinese words of the plan's page and its room; to be awaited before that page is shown. */
export async function loadPlanWords(): Promise<void> {
  Object.assign(chinese, (await import('./zh-CN/plan-page.ts')).planPage)
}

/** Fetches the Chinese words of imports, with those of the plan that an import shows. */
export async function loadImportWords(): Promise<void> {
  const [{ importing }] = await Promise.all([import('./zh-CN/import.ts'), loadPlanWords()])
  Object.assign(chinese, importing)
}

/** Fetches the Chinese words of the school's own forms. */
export async function loadFormWords(): Promise<void> {
  Object.assign(chinese, (await import('./zh-CN/word-form.ts')).wordForm)
}

/** The whole dictionary of a language, fetched when asked for. */
export async function loadDictionary(locale: Locale): Promise<Dictionary> {
  return locale === 'en' ? (await import('./en/index.ts')).en : (await import('./zh-CN/index.ts')).zhCN
}

/** One language ready for use: sentences and formatters. */
export function createI18n(locale: Locale = 'zh-CN', dictionary: Dictionary = chinese, timeZone?: string): I18n {
  return {
    locale,
    t: (key, ...[holes]) => (holes === undefined ? dictionary[key] : fill(dictionary[key], holes, locale)),
    format: createFormatters(locale, timeZone),
  }
}
