import { Button } from '@gongyan/ui'
import { A } from '@solidjs/router'
import { Show } from 'solid-js'
import { useI18n } from '../../shell/index.ts'
import type { Preview } from './answers.ts'
import type { Taking } from './taking.ts'

/** The head of a file's page: its name, how it stands, and taking it. Stays in sight. */
export function ItemHead(props: {
  batchId: string
  preview: Preview | undefined
  isReading: boolean
  hasNext: boolean
  taking: Taking
}) {
  const i18n = useI18n()
  const isReady = () => props.preview?.item.state.kind === 'ready'
  const count = () => props.preview?.drafts.length ?? 1
  const state = () => {
    if (props.taking.isTaking()) return i18n.t('import.take.busy')
    if (props.taking.wish() !== null) return i18n.t('import.take.later')
    if (props.isReading) return i18n.t('import.take.reading')
    const doubts = props.preview?.doubts.length ?? 0
    return doubts > 0 ? i18n.t('import.doubts.title', { count: doubts }) : i18n.t('import.doubts.none')
  }
  const isBusy = (after: 'open' | 'next') => props.taking.isTaking() || props.taking.wish() === after
  return (
    <header class="import-head" data-region="head">
      <A class="link" href={`/import/${props.batchId}`}>
        {i18n.t('import.toBatch')}
      </A>
      <div class="import-head-name">
        <h1 class="page-title ellipsis">{props.preview?.item.name ?? i18n.t('import.title')}</h1>
        <Show when={isReady()}>
          <p class="tiny muted">{state()}</p>
        </Show>
      </div>
      <Show when={isReady()}>
        <span class="import-head-verbs">
          <Show when={props.hasNext}>
            <Button busy={isBusy('next')} onClick={() => void props.taking.take('next')}>
              {i18n.t('import.takeNext')}
            </Button>
          </Show>
          <Button look="primary" icon="check" busy={isBusy('open')} onClick={() => void props.taking.take('open')}>
            {count() > 1 ? i18n.t('import.takeSeveral', { count: count() }) : i18n.t('import.takeOpen')}
          </Button>
        </span>
      </Show>
    </header>
  )
}
