import './shell.css'
import { Icon, type IconName } from '@gongyan/ui'
import { useLocation } from '@solidjs/router'
import { For, type JSX } from 'solid-js'
import { AccountMenu } from './account/AccountMenu.tsx'
import { Brand } from './Brand.tsx'
import { useI18n } from './services.tsx'
import { DemoStrip } from './Strips.tsx'

const PLACES = [
  { href: '/', key: 'shell.nav.home', icon: 'home' },
  { href: '/plans', key: 'shell.nav.lessonPlans', icon: 'notebook' },
] as const satisfies readonly { href: string; key: string; icon: IconName }[]

/** The desk that papers lie on: top bar, the page, and on a phone the bar at the foot. */
export function Desk(props: { children?: JSX.Element }) {
  const i18n = useI18n()
  const location = useLocation()
  const isHere = (href: string) => (href === '/' ? location.pathname === '/' : location.pathname.startsWith(href))
  const links = (withIcons: boolean) => (
    <For each={PLACES}>
      {(place) => (
        <a href={place.href} aria-current={isHere(place.href) ? 'page' : undefined}>
          {withIcons && <Icon name={place.icon} size={22} />}
          {i18n.t(place.key)}
        </a>
      )}
    </For>
  )
  return (
    <div class="desk">
      <header class="topbar" data-region="topbar">
        <Brand />
        <nav class="places" aria-label={i18n.t('shell.nav')}>
          {links(false)}
        </nav>
        <span class="gap" />
        <AccountMenu />
      </header>
      <DemoStrip />
      <div class="desk-page" data-region="page">
        {props.children}
      </div>
      <nav class="footbar" aria-label={i18n.t('shell.nav')} data-region="footbar">
        {links(true)}
      </nav>
    </div>
  )
}
