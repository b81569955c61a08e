import type { Home } from '@gongyan/contract/client'
import { ButtonLink, DoubleRule } from '@gongyan/ui'
import { For, Show } from 'solid-js'
import { useI18n } from '../../shell/index.ts'

type NextThing = Home['next'][number]

/** The three things to do next, the first with the page's one primary button. */
export function NextThings(props: { things: readonly NextThing[] }) {
  const i18n = useI18n()
  const title = () => {
    if (props.things.length === 0) return i18n.t('home.next.none')
    return props.things.length === 1
      ? i18n.t('home.next.title.1')
      : props.things.length === 2
        ? i18n.t('home.next.title.2')
        : i18n.t('home.next.title')
  }
  const holes = (thing: NextThing) => ({
    title: thing.title ?? '',
    detail: thing.detail ?? '',
    count: thing.count ?? 0,
    when: thing.at ? i18n.format.when(thing.at) : '',
  })
  const today = () =>
    i18n.t('home.today', { date: i18n.format.date(Date.now()), weekday: i18n.format.weekday(Date.now()) })
  return (
    <section aria-labelledby="home-next">
      <div class="home-greet">
        <h1 class="page-title" id="home-next">
          {title()}
        </h1>
        <span class="small muted">{today()}</span>
      </div>
      <DoubleRule thin />
      <Show when={props.things.length > 0} fallback={<p class="soft home-none">{i18n.t('home.next.none.body')}</p>}>
        <ol class="three">
          <For each={props.things}>
            {(thing, at) => (
              <li>
                <span class="k" aria-hidden="true">
                  {at() + 1}
                </span>
                <div>
                  <h2>{i18n.t(`home.next.${thing.kind}.head`, holes(thing))}</h2>
                  <p>{i18n.t(`home.next.${thing.kind}.body`, holes(thing))}</p>
                </div>
                <ButtonLink
                  look={at() === 0 ? 'primary' : 'plain'}
                  href={thing.planId ? `/plans/${thing.planId}` : '/plans?do=new'}
                  aria-label={`${i18n.t(`home.next.${thing.kind}.do`)}${thing.title ? `：${thing.title}` : ''}`}
                >
                  {i18n.t(`home.next.${thing.kind}.do`)}
                </ButtonLink>
              </li>
            )}
          </For>
        </ol>
      </Show>
    </section>
  )
}
