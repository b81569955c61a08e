import { createApi, ROUTES, type Api } from '@gongyan/contract/client'
import type { I18n } from '@gongyan/i18n'
import { createAnnouncer, createToaster, type Announcer, type Toaster } from '@gongyan/ui'
import { createContext, createEffect, onCleanup, useContext, type JSX } from 'solid-js'
import { takeAnswer } from './answers.ts'
import { createLanguage, type Language } from './language.ts'
import { createPreferences, type Preferences } from './preferences.ts'
import { createReachability, type Reachability } from './reachability.ts'
import { createSession, type Session } from './session.ts'

/** What every page may use. */
export interface Services {
  readonly api: Api
  readonly i18n: Language
  readonly session: Session
  readonly preferences: Preferences
  readonly toaster: Toaster
  readonly announcer: Announcer
  readonly reachability: Reachability
}

const ServicesContext = createContext<Services>()

const SESSION_PATHS = new Set(['/api/v1/session', '/api/v1/me'])

/** The page's services. A request refused for want of a session ends it here, wherever it was made. */
function createServices(words: I18n): Services {
  const i18n = createLanguage(words)
  const announcer = createAnnouncer()
  const reachability = createReachability('/api/v1/time')
  const api: Api = createApi(ROUTES, {
    fetch: async (input, init) => {
      const response = takeAnswer(input, init) ?? (await reachability.fetch(input, init))
      const path = new URL(
        typeof input === 'string' ? input : input instanceof URL ? input.href : input.url,
        location.href,
      ).pathname
      if (response.status === 401 && !SESSION_PATHS.has(path)) session.expire()
      return response
    },
  })
  const session = createSession(api, () => location.reload())
  return {
    api,
    i18n,
    session,
    announcer,
    reachability,
    preferences: createPreferences(),
    toaster: createToaster((text) => announcer.announce(text)),
  }
}

const ASK_AGAIN_MS = 60_000

/** Who comes back to a window that lay behind others may find the session ended, or somebody else at the computer. */
function keepAsking(session: Session): void {
  let askedAt = performance.now()
  const onVisible = () => {
    if (document.visibilityState !== 'visible' || !session.me() || performance.now() - askedAt < ASK_AGAIN_MS) return
    askedAt = performance.now()
    void session.refresh()
  }
  document.addEventListener('visibilitychange', onVisible)
  onCleanup(() => document.removeEventListener('visibilitychange', onVisible))
}

export function ServicesProvider(props: { words: I18n; children: JSX.Element }) {
  // The words of the start are the words of the start: later changes go through the language itself.
  // eslint-disable-next-line solid/reactivity
  const services = createServices(props.words)
  void services.session.refresh()
  keepAsking(services.session)
  return <ServicesContext.Provider value={services}>{props.children}</ServicesContext.Provider>
}

/** The services of the page around this component. */
export function useServices(): Services {
  const services = useContext(ServicesContext)
  if (!services) throw new Error('a component outside of ServicesProvider')
  return services
}

export const useApi = (): Api => useServices().api
/** Sentences and formatters; read `i18n.t(…)` inside JSX so that it follows the language. */
export const useI18n = (): Language => useServices().i18n
export const useSession = (): Session => useServices().session
export const useToaster = (): Toaster => useServices().toaster
export const useAnnounce = (): Announcer['announce'] => useServices().announcer.announce

/** Names the page in the window's title. */
export function usePageTitle(title: () => string): void {
  const i18n = useI18n()
  createEffect(() => {
    document.title = title() === i18n.t('shell.name') ? title() : i18n.t('shell.pageTitle', { page: title() })
  })
}
