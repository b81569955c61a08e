import { Button, ProgressBar } from '@gongyan/ui'
import { createSignal, For, Show } from 'solid-js'
import { useServices } from '../../shell/index.ts'
import type { Import } from './answers.ts'
import type { Sums } from './groups.ts'
import type { ImportVerbs } from './verbs.ts'

/** How far the whole import is, and the one verb for all that is sure. Where it is `brief`, the list below says the figures. */
export function BatchSums(props: { batch: Import; sums: Sums; verbs: ImportVerbs; brief?: boolean }) {
  const { i18n } = useServices()
  const [isBusy, setBusy] = createSignal(false)
  const figures = () =>
    [
      ['taken', props.sums.taken],
      ['look', props.sums.look],
      ['refused', props.sums.refused],
      ['toCome', props.sums.toCome],
    ] as const
  const settled = () => props.sums.all - props.sums.toCome
  const read = () => i18n.t('import.sums.read', { read: settled(), all: props.sums.all })
  const said = () =>
    props.sums.toCome > 0 ? i18n.t('import.sums.moving', { read: settled(), all: props.sums.all }) : read()
  const share = (count: number) => (props.sums.all === 0 ? 0 : count / props.sums.all)
  const takeSure = async () => {
    setBusy(true)
    await props.verbs.takeSure(props.batch.id)
    setBusy(false)
  }
  return (
    <div class="import-sums" data-brief={props.brief ? '' : undefined}>
      <h2 id="import-sums" class="section-title">
        {i18n.t('import.sums.title', { when: i18n.format.when(props.batch.createdAt) })}
      </h2>
      <ProgressBar
        label={i18n.t('import.sums.progress')}
        value={share(settled() - props.sums.look - props.sums.refused)}
        attention={share(props.sums.look + props.sums.refused)}
        valueText={read()}
      />
      <p class="small muted">{said()}</p>
      <Show when={!props.brief}>
        <dl class="import-figures">
          <For each={figures()}>
            {([key, count]) => (
              <div data-figure={key}>
                <dd>{i18n.format.number(count)}</dd>
                <dt>{i18n.t(`import.sums.${key}`)}</dt>
              </div>
            )}
          </For>
        </dl>
      </Show>
      <Show when={props.sums.sure > 0}>
        <Button look="primary" icon="check" busy={isBusy()} onClick={() => void takeSure()}>
          {i18n.t('import.takeSure', { count: props.sums.sure })}
        </Button>
      </Show>
    </div>
  )
}
