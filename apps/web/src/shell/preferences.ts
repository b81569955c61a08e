import { LOCALES, type Locale } from '@gongyan/i18n'
import { createEffect, createMemo, createSignal, type Accessor } from 'solid-js'
import { createMediaQuery } from './media-query.ts'
import { DENSITIES, PREFERENCES_KEY, THEMES, lookOf, type Density, type Theme } from './look.ts'

/** How this person likes the interface on this machine. Kept in the browser; nothing of it is secret. */
export interface Preferences {
  theme: Accessor<Theme>
  setTheme: (theme: Theme) => void
  density: Accessor<Density>
  setDensity: (density: Density) => void
  /** What `auto` comes to on this screen. */
  shownDensity: Accessor<Exclude<Density, 'auto'>>
}

interface Stored {
  theme?: unknown
  density?: unknown
  locale?: unknown
}

function readStored(): Stored {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(PREFERENCES_KEY) ?? '{}')
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    // A private window or a full disk: the choice lasts as long as the page.
    return {}
  }
}

function store(change: Stored): void {
  try {
    localStorage.setItem(PREFERENCES_KEY, JSON.stringify({ ...readStored(), ...change }))
  } catch {
    // Nothing is lost but the memory of the choice.
  }
}

const oneOf = <const T extends string>(values: readonly T[], value: unknown, fallback: T): T =>
  values.find((known) => known === value) ?? fallback

/**
 * The language chosen here before, else Chinese: school computers often run an English browser, whose wish says nothing
 * about the teacher in front of it.
 */
export const startingLocale = (): Locale => LOCALES.find((known) => known === readStored().locale) ?? 'zh-CN'
export const rememberLocale = (locale: Locale): void => store({ locale })

/** What the look depends on where nothing was chosen. */
const QUERIES = ['(prefers-contrast: more)', '(prefers-color-scheme: dark)', '(min-width: 100em)', '(pointer: coarse)']

/** Theme and density as signals, written to the page's root where tokens.css reads them. */
export function createPreferences(): Preferences {
  const stored = readStored()
  const [theme, setTheme] = createSignal<Theme>(oneOf(THEMES, stored.theme, 'auto'))
  const [density, setDensity] = createSignal<Density>(oneOf(DENSITIES, stored.density, 'auto'))
  const queries = new Map<string, Accessor<boolean>>()
  for (const query of QUERIES) queries.set(query, createMediaQuery(query))
  const shown = createMemo(() =>
    lookOf({ theme: theme(), density: density() }, (query) => queries.get(query)?.() ?? matchMedia(query).matches),
  )
  createEffect(() => {
    Object.assign(document.documentElement.dataset, shown())
  })
  return {
    theme,
    density,
    shownDensity: () => shown().density,
    setTheme: (next) => {
      setTheme(next)
      store({ theme: next })
    },
    setDensity: (next) => {
      setDensity(next)
      store({ density: next })
    },
  }
}
