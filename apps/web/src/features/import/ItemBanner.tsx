import { Banner, Button } from '@gongyan/ui'
import { For, Match, Switch } from 'solid-js'
import { useI18n } from '../../shell/index.ts'
import { stateOf, type ImportItem } from './answers.ts'

/** Why a file can only be looked at, and the way on from there. */
export function ItemBanner(props: { item: ImportItem; onWanted: () => void }) {
  const i18n = useI18n()
  const taken = () => stateOf(props.item, 'taken')
  const wanted = (words: string) => (
    <Button small onClick={() => props.onWanted()}>
      {words}
    </Button>
  )
  return (
    <Switch>
      <Match when={taken()}>
        {(state) => (
          <Banner kind="info" icon="lock" title={i18n.t('import.readOnly.title')}>
            <p>
              {i18n.t('import.readOnly.body')}{' '}
              <For each={state().plans}>
                {(plan) => (
                  <a class="link" href={plan.isBinned ? '/plans?scope=bin' : `/plans/${plan.id}`}>
                    {i18n.t(plan.isBinned ? 'import.line.inBin' : 'import.line.open', { title: plan.title })}
                  </a>
                )}
              </For>
            </p>
          </Banner>
        )}
      </Match>
      <Match when={stateOf(props.item, 'undone')}>
        <Banner kind="info" icon="lock" title={i18n.t('import.readOnly.undone')}>
          <p>{i18n.t('import.readOnly.undoneBody')}</p>
        </Banner>
      </Match>
      <Match when={stateOf(props.item, 'discarded')}>
        <Banner
          kind="info"
          icon="lock"
          title={i18n.t('import.readOnly.discarded')}
          actions={wanted(i18n.t('import.readOnly.wanted'))}
        />
      </Match>
      <Match when={stateOf(props.item, 'duplicate')}>
        <Banner
          kind="info"
          icon="copy"
          title={i18n.t('import.readOnly.duplicate')}
          actions={wanted(i18n.t('import.line.anyway'))}
        />
      </Match>
    </Switch>
  )
}
