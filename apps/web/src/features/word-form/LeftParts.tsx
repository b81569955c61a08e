import { Checkbox } from '@gongyan/ui'
import { For, Show } from 'solid-js'
import { useI18n } from '../../shell/index.ts'
import type { LeftPart } from './answers.ts'

/** What of the plan the chosen form has no place for, and what is to become of it. */
export function LeftParts(props: {
  parts: readonly LeftPart[]
  appends: boolean
  onChoose: (appends: boolean) => void
}) {
  const i18n = useI18n()
  const movable = () => props.parts.filter(({ mayAppend }) => mayAppend)
  const never = () => props.parts.filter(({ mayAppend }) => !mayAppend)
  const list = (parts: readonly LeftPart[]) => (
    <ul class="small">
      <For each={parts}>
        {({ kind, label, characters }) => (
          <li>{i18n.t(`plan.forms.left.${kind === 'title' ? 'titleLine' : kind}`, { label, count: characters })}</li>
        )}
      </For>
    </ul>
  )
  return (
    <Show when={props.parts.length > 0} fallback={<p class="small muted">{i18n.t('plan.forms.left.none')}</p>}>
      <Show when={movable().length > 0}>
        <div class="form-left">
          <h3>{i18n.t('plan.forms.left.title')}</h3>
          {list(movable())}
          <fieldset>
            <legend>{i18n.t('plan.forms.left.what')}</legend>
            <Checkbox
              kind="radio"
              name="rest"
              value="append"
              checked={props.appends}
              onToggle={() => props.onChoose(true)}
            >
              {i18n.t('plan.forms.left.append')}
              <Show when={movable().some(({ kind }) => kind === 'column')}>
                <span class="tiny muted form-org">{i18n.t('plan.forms.left.appendColumn')}</span>
              </Show>
            </Checkbox>
            <Checkbox
              kind="radio"
              name="rest"
              value="leave"
              checked={!props.appends}
              onToggle={() => props.onChoose(false)}
            >
              {i18n.t('plan.forms.left.leave')}
              <span class="tiny muted form-org">{i18n.t('plan.forms.left.leaveHelp')}</span>
            </Checkbox>
          </fieldset>
        </div>
      </Show>
      <Show when={never().length > 0}>
        <div class="form-left">
          <h3>{i18n.t('plan.forms.left.never')}</h3>
          {list(never())}
        </div>
      </Show>
    </Show>
  )
}
