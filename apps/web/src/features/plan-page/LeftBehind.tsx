import { Button } from '@gongyan/ui'
import { Show } from 'solid-js'
import { listUnsent } from '../../collab/index.ts'
import { createAnswer, fileNameOf, saveFile, useServices } from '../../shell/index.ts'

/**
 * Where a plan cannot be opened any more: words of mine that never reached the server may still be on this machine, and can be
 * put into a file. They stay here too, until their writer signs out and says that they may go.
 */
export function LeftBehind(props: { planId: string }) {
  const { i18n, session } = useServices()
  const left = createAnswer(
    () => (session.me() ? `${session.me()?.id}/${props.planId}` : null),
    async (key) => {
      const [userId = '', planId] = key.split('/')
      return (await listUnsent(userId)).find((plan) => plan.planId === planId)
    },
  )
  const save = async (title: string) => {
    const me = session.me()
    if (!me) return
    const [{ openLeftBehind }, { makeUnsentFile }] = await Promise.all([
      import('../../collab/take-back.ts'),
      import('../../collab/unsent-file.ts'),
    ])
    const ydoc = await openLeftBehind(me.id, props.planId)
    if (!ydoc) return left.reload()
    const head = i18n.t('plan.unsentFile.head', { title, time: i18n.format.moment(Date.now()) })
    saveFile(
      makeUnsentFile(ydoc, props.planId, [head]),
      i18n.t('plan.unsentFile.name', { title: fileNameOf(title, i18n.t('plan.untitled')) }),
    )
    ydoc.destroy()
  }
  return (
    <Show when={left.value()}>
      {(plan) => (
        <div class="plan-left-behind">
          <p>{i18n.t('plan.leftBehind', { title: plan().title, count: plan().count })}</p>
          <Button onClick={() => void save(plan().title)}>{i18n.t('plan.link.stranded.save')}</Button>
        </div>
      )}
    </Show>
  )
}
