import { Button } from '@gongyan/ui'
import { A, useNavigate } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { useServices } from '../../shell/index.ts'
import type { Import } from './answers.ts'
import type { Sums } from './groups.ts'
import type { Sending } from './sending.ts'
import type { ImportVerbs } from './verbs.ts'

/** What ends a whole import or has it back, until when it is kept, and the way to others. */
export function BatchVerbs(props: { batch: Import; sums: Sums; sending: Sending | undefined; verbs: ImportVerbs }) {
  const { i18n } = useServices()
  const navigate = useNavigate()
  const [isBusy, setBusy] = createSignal(false)
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
    <div class="import-all">
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
    </div>
  )
}
