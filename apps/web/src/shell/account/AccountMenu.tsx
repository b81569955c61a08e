import { LOCALES } from '@gongyan/i18n'
import { hueOf, Icon, Menu, MenuGroup, MenuItem, MenuSeparator, Seal, VisuallyHidden, type IconName } from '@gongyan/ui'
import { useNavigate } from '@solidjs/router'
import { For, Show } from 'solid-js'
import { DENSITIES, THEMES, type Theme } from '../look.ts'
import { useServices } from '../services.tsx'
import { placeOf } from './place.ts'
import { SignOutDialog } from './SignOutDialog.tsx'
import { createSignOut } from './sign-out.ts'

const THEME_ICON: Record<Theme, IconName> = { auto: 'device-desktop', light: 'sun', dark: 'moon', contrast: 'contrast' }

/** Who I am here, how I like the interface, and the way out. */
export function AccountMenu(props: { compact?: boolean | undefined }) {
  const services = useServices()
  const { i18n, preferences, session } = services
  const signOut = createSignOut(services)
  const navigate = useNavigate()
  return (
    <Show when={session.me()}>
      {(me) => (
        <>
          <Menu
            label={i18n.t('account.menu', { name: me().name })}
            align="end"
            trigger={(attributes) => (
              <button type="button" class="account" {...attributes}>
                <Seal name={me().name} hue={hueOf(me().id)} decorative />
                <VisuallyHidden>{i18n.t('account.menu', { name: me().name })}</VisuallyHidden>
                <Show when={!props.compact}>
                  <span class="place">{placeOf(i18n, me())}</span>
                </Show>
                <Icon name="chevron-down" size={14} />
              </button>
            )}
          >
            <p class="account-who">
              <b>{me().name}</b>
              <span>{placeOf(i18n, me())}</span>
            </p>
            <MenuGroup label={i18n.t('account.theme')}>
              <For each={THEMES}>
                {(theme) => (
                  <MenuItem
                    group
                    stays
                    checked={preferences.theme() === theme}
                    icon={THEME_ICON[theme]}
                    onSelect={() => preferences.setTheme(theme)}
                  >
                    {i18n.t(`account.theme.${theme}`)}
                  </MenuItem>
                )}
              </For>
            </MenuGroup>
            <MenuGroup label={i18n.t('account.density')}>
              <For each={DENSITIES}>
                {(density) => (
                  <MenuItem
                    group
                    stays
                    checked={preferences.density() === density}
                    onSelect={() => preferences.setDensity(density)}
                  >
                    {i18n.t(`account.density.${density}`)}
                  </MenuItem>
                )}
              </For>
            </MenuGroup>
            <MenuGroup label={i18n.t('account.language')}>
              <For each={LOCALES}>
                {(locale) => (
                  <MenuItem
                    group
                    checked={i18n.locale === locale}
                    onSelect={() => {
                      void i18n.setLocale(locale)
                    }}
                  >
                    <span lang={locale}>{i18n.t(`account.language.${locale}`)}</span>
                  </MenuItem>
                )}
              </For>
            </MenuGroup>
            <MenuSeparator />
            <MenuItem icon="table" onSelect={() => navigate('/forms')}>
              {i18n.t('account.forms')}
            </MenuItem>
            <Show when={me().mayAudit}>
              <MenuItem icon="history" onSelect={() => navigate('/recovery')}>
                {i18n.t('account.recovery')}
              </MenuItem>
            </Show>
            <MenuItem
              icon="logout"
              onSelect={() => {
                void signOut.ask()
              }}
            >
              {i18n.t('account.signOut')}
            </MenuItem>
          </Menu>
          <SignOutDialog
            unsent={signOut.unsent()}
            isLeaving={signOut.isLeaving()}
            onStay={signOut.stay}
            onLeave={() => {
              void signOut.leave()
            }}
          />
        </>
      )}
    </Show>
  )
}
