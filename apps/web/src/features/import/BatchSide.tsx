import { Button, ProgressBar } from '@gongyan/ui'
import { A, useNavigate } from '@solidjs/router'
import { createSignal, For, Show } from 'solid-js'
import { useServices } from '../../shell/index.ts'
import type { Import } from './answers.ts'
import type { Sums } from './groups.ts'
import type { Sending } from './sending.ts'
import type { ImportVerbs } from './verbs.ts'

/** How far the whole import is, and what can be done with all of it. */
export function BatchSide(props: { batch: Import; sums: Sums; sending: Sending | undefined; verbs: ImportVerbs }) {
  const { i18n } = useServices()
  const navigate = useNavigate()
  const [isBusy, setBusy] = createSignal(false)
  const figures = () =>
    [
      ['taken', props.sums.taken],
      ['look', props.sums.look],
      ['refused', props.sums.refused],
      ['toCome', props.sums.toCome],
    ] as const
  const settled = () => props.sums.all - props.sums.toCome
  const run = async (work: Promise<void>) => {
    setBusy(true)
    await work
    setBusy(false)
  }
  const discard = async () => {
    const { verbs, sending, batch } = props
    const address = `/import/${batch.id}`
    const isGone = await verbs.discardAll(batch.id, () => {
      sending?.release()
      // Whoever has gone on elsewhere meanwhile finds it where unfinished imports are listed.
      if (window.location.pathname === '/import') navigate(address)
    })
    if (!isGone) return
    sending?.hold()
    navigate('/import')
  }
  return (
    <section class="paper import-sums" aria-labelledby="import-sums">
      <h2 id="import-sums" class="section-title">
        {i18n.t('import.sums.title', { when: i18n.format.when(props.batch.createdAt) })}
      </h2>
      <ProgressBar
        label={i18n.t('import.sums.progress')}
        value={props.sums.all === 0 ? 0 : (settled() - props.sums.look - props.sums.refused) / props.sums.all}
        attention={props.sums.all === 0 ? 0 : (props.sums.look + props.sums.refused) / props.sums.all}
        valueText={i18n.t('import.sums.read', { read: settled(), all: props.sums.all })}
      />
      <p class="small muted">
        {props.sums.toCome > 0
          ? i18n.t('import.sums.moving', { read: settled(), all: props.sums.all })
          : i18n.t('import.sums.read', { read: settled(), all: props.sums.all })}
      </p>
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
      <Show when={props.sums.sure > 0}>
        <Button
          look="primary"
          icon="check"
          busy={isBusy()}
          onClick={() => void run(props.verbs.takeSure(props.batch.id))}
        >
          {i18n.t('import.takeSure', { count: props.sums.sure })}
        </Button>
      </Show>
      <Show when={props.sums.taken > 0}>
        <Button busy={isBusy()} onClick={() => void run(props.verbs.undo(props.batch.id))}>
          {i18n.t('import.undoAll')}
        </Button>
        <p class="tiny muted">{i18n.t('import.undoAllHelp')}</p>
      </Show>
      <Show when={props.sums.undone > 0}>
        <Button busy={isBusy()} onClick={() => void run(props.verbs.restore(props.batch.id))}>
          {i18n.t('import.restoreAll')}
        </Button>
      </Show>
      <Show when={props.sums.taken === 0}>
        <Button look="ghost" busy={isBusy()} onClick={() => void run(discard())}>
          {i18n.t('import.discard')}
        </Button>
      </Show>
      <p class="tiny muted">{i18n.t('import.keptUntil', { date: i18n.format.date(props.batch.keptUntil) })}</p>
      <p class="small">
        <A class="link" href="/import">
          {i18n.t('import.another')}
        </A>
      </p>
    </section>
  )
}
