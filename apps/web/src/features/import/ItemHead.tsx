import { Button } from '@gongyan/ui'
import { A } from '@solidjs/router'
import { Show, type JSX } from 'solid-js'
import { useI18n } from '../../shell/index.ts'
import type { Preview } from './answers.ts'
import type { Taking } from './taking.ts'

/** The head of a file's page: its name, where one looks, and taking it. Stays in sight; on a phone what takes it is at the foot. */
export function ItemHead(props: {
  batchId: string
  preview: Preview | undefined
  isReading: boolean
  hasNext: boolean
  taking: Taking
  /** Chooses between original and result where there is no room for both. */
  children?: JSX.Element
}) {
  const i18n = useI18n()
  const isReady = () => props.preview?.item.state.kind === 'ready'
  const count = () => props.preview?.drafts.length ?? 1
  /** What is going on; what there is to look at stands over the doubts. */
  const state = () => {
    if (props.taking.isTaking()) return i18n.t('import.take.busy')
    if (props.taking.wish() !== null) return i18n.t('import.take.later')
    return props.isReading ? i18n.t('import.take.reading') : undefined
  }
  const isBusy = (after: 'open' | 'next') => props.taking.isTaking() || props.taking.wish() === after
  return (
    <header class="import-head" data-region="head">
      <A class="link" href={`/import/${props.batchId}`}>
        {i18n.t('import.toBatch')}
      </A>
      <h1 class="page-title ellipsis">{props.preview?.item.name ?? i18n.t('import.title')}</h1>
      {props.children}
      <Show when={isReady()}>
        <div class="import-head-verbs">
          <Show when={state()}>{(words) => <p class="tiny muted">{words()}</p>}</Show>
          <Show when={props.hasNext}>
            <Button busy={isBusy('next')} onClick={() => void props.taking.take('next')}>
              {i18n.t('import.takeNext')}
            </Button>
          </Show>
          <Button look="primary" icon="check" busy={isBusy('open')} onClick={() => void props.taking.take('open')}>
            {count() > 1 ? i18n.t('import.takeSeveral', { count: count() }) : i18n.t('import.takeOpen')}
          </Button>
        </div>
      </Show>
    </header>
  )
}
