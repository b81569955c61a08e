import { readPeriodMinutes } from '@gongyan/domain'
import { Button, Dialog, TextField } from '@gongyan/ui'
import { useNavigate } from '@solidjs/router'
import { createSignal } from 'solid-js'
import { problemText } from '../../../shell/index.ts'
import { usePlan } from '../world.tsx'

/** How long the period is that the minutes are summed against. */
export function PeriodDialog(props: { onClose: () => void }) {
  const { api, i18n, plan, setPlan } = usePlan()
  const [text, setText] = createSignal(String(plan().periodMinutes))
  const [error, setError] = createSignal<string | undefined>()
  const save = async () => {
    const minutes = readPeriodMinutes(text())
    if (minutes === null) {
      setError(i18n.t('plan.period.wrong'))
      return
    }
    const current = await api.getLessonPlan({ params: { id: plan().id } })
    if (!current.ok) {
      setError(problemText(i18n, current.problem))
      return
    }
    const reply = await api.updateLessonPlan({
      params: { id: plan().id },
      body: { periodMinutes: minutes },
      headers: current.etag === null ? {} : { 'if-match': current.etag },
    })
    if (reply.ok) {
      setPlan(reply.data)
      props.onClose()
    } else
      setError(
        reply.problem.code === 'request/version-conflict'
          ? i18n.t('plan.period.conflict')
          : problemText(i18n, reply.problem),
      )
  }
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      closeLabel={i18n.t('plan.close')}
      title={i18n.t('plan.period.title')}
      footer={
        <Button look="primary" onClick={() => void save()}>
          {i18n.t('plan.period.set')}
        </Button>
      }
    >
      <TextField
        label={i18n.t('plan.period.label')}
        inputmode="numeric"
        value={text()}
        error={error()}
        autofocus
        onInput={(event) => {
          setText(event.currentTarget.value)
          setError(undefined)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.isComposing) {
            event.preventDefault()
            void save()
          }
        }}
      />
    </Dialog>
  )
}

/** Puts the plan into the bin; others lose sight of it, so it is asked first. */
export function DeleteDialog(props: { onClose: () => void }) {
  const { api, i18n, plan, toaster } = usePlan()
  const navigate = useNavigate()
  const go = async () => {
    const { id } = plan()
    const reply = await api.deleteLessonPlan({ params: { id } })
    props.onClose()
    if (!reply.ok) {
      toaster.show({ text: i18n.t('plan.failed', { reason: problemText(i18n, reply.problem) }), icon: 'alert-hexagon' })
      return
    }
    navigate('/plans')
    toaster.show({
      text: i18n.t('plan.delete.done'),
      icon: 'trash',
      action: {
        label: (seconds) => i18n.t('plan.row.undo', { seconds }),
        run: () =>
          void api.restoreLessonPlan({ params: { id } }).then((back) => {
            if (back.ok) navigate(`/plans/${id}`)
          }),
      },
    })
  }
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      closeLabel={i18n.t('plan.close')}
      title={i18n.t('plan.delete.title')}
      footer={
        <>
          <Button autofocus onClick={props.onClose}>
            {i18n.t('plan.delete.keep')}
          </Button>
          <Button look="primary" onClick={() => void go()}>
            {i18n.t('plan.delete.go')}
          </Button>
        </>
      }
    >
      <p>{i18n.t('plan.delete.detail')}</p>
    </Dialog>
  )
}
