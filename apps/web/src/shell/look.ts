/** What the page looks like before anybody has chosen, and what a choice comes to on this screen. */

export const THEMES = ['auto', 'light', 'dark', 'contrast'] as const
export type Theme = (typeof THEMES)[number]
export const DENSITIES = ['auto', 'compact', 'roomy', 'touch'] as const
export type Density = (typeof DENSITIES)[number]

/** Where a machine keeps what its person likes. */
export const PREFERENCES_KEY = 'gongyan-preferences'

/**
 * Theme and density to show for what was chosen; `matches` answers media queries. Uses nothing outside itself: its source is
 * also written into the page, where it runs before the first paint.
 */
export function lookOf(
  chosen: { readonly theme?: unknown; readonly density?: unknown },
  matches: (query: string) => boolean,
): { theme: Exclude<Theme, 'auto'>; density: Exclude<Density, 'auto'> } {
  const { theme, density } = chosen
  return {
    theme:
      theme === 'light' || theme === 'dark' || theme === 'contrast'
        ? theme
        : matches('(prefers-contrast: more)')
          ? 'contrast'
          : matches('(prefers-color-scheme: dark)')
            ? 'dark'
            : 'light',
    density:
      density === 'compact' || density === 'roomy' || density === 'touch'
        ? density
        : matches('(min-width: 100em)')
          ? matches('(pointer: coarse)')
            ? 'touch'
            : 'roomy'
          : 'compact',
  }
}

/** The script that gives a page its look before anything of it is painted. */
export const lookScript = (): string =>
  `{let chosen={};try{chosen=JSON.parse(localStorage.getItem(${JSON.stringify(PREFERENCES_KEY)}))||{}}catch{}` +
  `Object.assign(document.documentElement.dataset,(${lookOf.toString()})(chosen,(query)=>matchMedia(query).matches))}`
