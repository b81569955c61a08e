import { Button, Icon, ProgressBar } from '@gongyan/ui'
import { Match, Show, Switch } from 'solid-js'
import { problemText, useI18n } from '../../shell/index.ts'
import { FileName } from './FileName.tsx'
import type { Outgoing, SendStep, Sending } from './sending.ts'

/** No further try can change these. */
const HOPELESS = new Set<string>(['request/too-large', 'import/not-found'])

/** A file that the server has not got yet. */
export function OutgoingLine(props: { entry: Outgoing; sending: Sending }) {
  const i18n = useI18n()
  const is = <K extends SendStep['kind']>(kind: K) =>
    props.entry.step.kind === kind ? (props.entry.step as Extract<SendStep, { kind: K }>) : undefined
  const name = () => props.entry.file.name
  /** A file that is too large stays so; a line that was down may be back. */
  const isWorthAgain = () => is('failed') !== undefined && !HOPELESS.has(is('failed')?.problem.code ?? '')
  const hasFailed = () => is('failed') ?? is('tooLarge') ?? is('unreadable')
  const why = () => {
    const { step } = props.entry
    switch (step.kind) {
      case 'tooLarge':
        return i18n.t('import.line.tooLarge', { most: i18n.format.fileSize(step.mostBytes) })
      case 'unreadable':
        return i18n.t('import.line.unreadable')
      case 'failed':
        return step.problem.code === 'network/unreachable'
          ? i18n.t('import.line.lineDown')
          : problemText(i18n, step.problem)
      case 'queued':
      case 'sending':
        return undefined
    }
  }
  return (
    <li>
      <div class="import-line">
        <Icon name="file-text" />
        <span class="import-name">
          <FileName name={name()} />
        </span>
        <Switch>
          <Match when={is('queued')}>
            <span class="tiny muted">{i18n.t('import.line.queued')}</span>
          </Match>
          <Match when={is('sending')}>
            {(step) => (
              <span class="tiny muted nowrap">
                {i18n.t('import.line.sending', {
                  sent: i18n.format.fileSize(step().sentBytes),
                  total: i18n.format.fileSize(props.entry.file.size),
                })}
              </span>
            )}
          </Match>
          <Match when={hasFailed()}>
            <span class="tiny attention nowrap">
              <Icon name="alert-hexagon" size={14} /> {i18n.t('import.line.notSent')}
            </span>
          </Match>
        </Switch>
        <div class="import-said-of">
          <Show when={is('sending')}>
            {(step) => (
              <ProgressBar
                label={i18n.t('import.line.progress', { file: name() })}
                value={step().sentBytes / Math.max(1, props.entry.file.size)}
              />
            )}
          </Show>
          <Show when={why()}>{(words) => <p class="small import-why">{words()}</p>}</Show>
        </div>
        <span class="import-verbs">
          <Show when={isWorthAgain()}>
            <Button
              small
              aria-label={i18n.t('import.line.retryOf', { file: name() })}
              onClick={() => props.sending.retry(props.entry.key)}
            >
              {i18n.t('import.line.retry')}
            </Button>
          </Show>
          <Button
            small
            look="ghost"
            aria-label={i18n.t('import.line.dropOf', { file: name() })}
            onClick={() => props.sending.drop(props.entry.key)}
          >
            {i18n.t('import.line.drop')}
          </Button>
        </span>
      </div>
    </li>
  )
}
