import { createI18n, loadDictionary, type I18n, type Locale } from '@gongyan/i18n'
import { createEffect, createSignal } from 'solid-js'
import { rememberLocale, startingLocale } from './preferences.ts'

/** The language of the page: `t` and `format` are read through a signal, so words change in place. */
export interface Language extends I18n {
  setLocale: (locale: Locale) => Promise<void>
}

/** The words of one language; Chinese when another cannot be fetched, since that one is always here. */
const wordsOf = async (locale: Locale): Promise<I18n> => {
  try {
    // Chinese is completed in place when the plan's page is opened; any other language comes whole.
    return locale === 'zh-CN' ? createI18n() : createI18n(locale, await loadDictionary(locale))
  } catch {
    return createI18n()
  }
}

/** What must be there before the first paint: the words of the language chosen before. */
export const loadStartingWords = (): Promise<I18n> => {
  const locale = startingLocale()
  return locale === 'zh-CN' ? Promise.resolve(createI18n()) : wordsOf(locale)
}

/** The page's language as one stable object. */
export function createLanguage(first: I18n): Language {
  const [current, setCurrent] = createSignal(first)
  createEffect(() => {
    document.documentElement.lang = current().locale
  })
  return {
    get locale() {
      return current().locale
    },
    get format() {
      return current().format
    },
    t: (key, ...holes) => current().t(key, ...holes),
    setLocale: async (locale) => {
      setCurrent(await wordsOf(locale))
      rememberLocale(locale)
    },
  }
}
