import './shell.css'
import { AnnouncerRegions, SkeletonPaper, ToastRegion } from '@gongyan/ui'
import { useIsRouting, useLocation, type RouteSectionProps } from '@solidjs/router'
import { createEffect, createMemo, ErrorBoundary, on, onCleanup, Show, Suspense } from 'solid-js'
import { Fault } from './Fault.tsx'
import { createKeptFocus } from './kept-focus.ts'
import { createRegionJumps } from './regions.ts'
import { preparedPage } from './prepared.ts'
import { useServices } from './services.tsx'
import { OfflineStrip } from './Strips.tsx'

/** Everything that stays while pages change: skip link, strips, notes, the announcer's regions, and where focus goes. */
export function Root(props: RouteSectionProps) {
  const { i18n, announcer, toaster } = useServices()
  const location = useLocation()
  createRegionJumps()
  createKeptFocus()
  const isRouting = useIsRouting()
  const focusMain = () => document.getElementById('main')?.focus({ preventScroll: true })
  // Whoever goes on by key while the last of a page is fetched is not taken back to its beginning.
  let hasGoneOn = false
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Tab' || event.key === 'F6') hasGoneOn = true
  }
  document.addEventListener('keydown', onKey, true)
  onCleanup(() => document.removeEventListener('keydown', onKey, true))
  createEffect(() => {
    if (isRouting()) hasGoneOn = false
  })
  // A new page is a new text: its name is spoken and focus starts at its beginning, unless the page has put it in a field.
  const settledPath = createMemo<string>((before) => (isRouting() ? before : location.pathname), location.pathname)
  createEffect(
    on(
      settledPath,
      () => {
        requestAnimationFrame(() => {
          const isElsewhere = hasGoneOn && document.activeElement !== document.body
          if (!isElsewhere && !document.getElementById('main')?.contains(document.activeElement)) focusMain()
          hasGoneOn = false
          announcer.announce(document.title)
        })
      },
      { defer: true },
    ),
  )
  return (
    <>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault()
          focusMain()
        }}
      >
        {i18n.t('shell.skipToMain')}
      </a>
      <Show when={isRouting()}>
        <div class="route-wait" aria-hidden="true" />
      </Show>
      <OfflineStrip />
      <ErrorBoundary fallback={(error, reset) => <Fault error={error} onRetry={reset} />}>
        <Suspense fallback={<Opening />}>{props.children}</Suspense>
      </ErrorBoundary>
      <ToastRegion toaster={toaster} label={i18n.t('shell.notes')} closeLabel={i18n.t('shell.close')} />
      <AnnouncerRegions announcer={announcer} />
    </>
  )
}

/** What the server drew of this page, else an empty paper, while the page's own code is on the way. */
export function Opening() {
  const { i18n } = useServices()
  return (
    <>
      {preparedPage() ?? (
        <main class="lone" id="main" tabindex="-1">
          <div class="paper opening">
            <SkeletonPaper label={i18n.t('shell.opening')} lines={5} />
          </div>
        </main>
      )}
    </>
  )
}
