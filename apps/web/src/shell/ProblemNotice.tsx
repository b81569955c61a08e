import { Banner, Button } from '@gongyan/ui'
import { Show } from 'solid-js'
import { problemText, type AnyProblem } from './problem-text.ts'
import { useI18n } from './services.tsx'

/** What could not be fetched or done, why, and one thing to do: try again. */
export function ProblemNotice(props: { title: string; problem: AnyProblem; onRetry?: (() => void) | undefined }) {
  const i18n = useI18n()
  return (
    <Banner kind="error" role="alert" title={props.title}>
      <p>{problemText(i18n, props.problem)}</p>
      <Show when={props.onRetry}>
        {(retry) => (
          <div class="actions">
            <Button small look="ghost" icon="refresh" onClick={() => retry()()}>
              {i18n.t('shell.retry')}
            </Button>
          </div>
        )}
      </Show>
    </Banner>
  )
}
