import { Button, Icon, Select } from '@gongyan/ui'
import { createMemo, For, Match, Show, Switch, type Accessor, type JSX } from 'solid-js'
import { useI18n } from '../../shell/index.ts'
import { doubtKey, type Corrections, type Doubt, type Preview } from './answers.ts'

const PERIOD_LENGTHS = [30, 35, 40, 45, 50, 80, 90] as const

/** What a person should look at before taking the file, the gravest first; what can be settled is settled here. */
export function Doubts(props: {
  preview: Preview
  corrections: Corrections
  isReadOnly: boolean
  /** The choice for a label or a column that is doubted. */
  choice: (doubt: Accessor<Doubt>) => JSX.Element
  leftover: (key: string) => JSX.Element
  onPeriods: (periods: 'one' | 'each') => void
  onMinutes: (minutes: number) => void
}) {
  const i18n = useI18n()
  // A doubt that is still one stays the same element while the file is read again, and the keyboard in it.
  const keys = createMemo(() => props.preview.doubts.map(doubtKey))
  /** `detail` holds the minutes found and those of a period, 36/40. */
  const minutesText = ({ words, detail }: Doubt) => {
    const [sum = '', length = ''] = (detail ?? '').split('/')
    return words === ''
      ? i18n.t('import.doubts.minutes', { sum, length })
      : i18n.t('import.doubts.minutesOf', { words, sum, length })
  }
  return (
    <section class="paper import-doubts" aria-labelledby="import-doubts">
      <h2 id="import-doubts">
        <Show when={props.preview.doubts.length > 0} fallback={i18n.t('import.doubts.none')}>
          {i18n.t('import.doubts.title', { count: props.preview.doubts.length })}
        </Show>
      </h2>
      <ul>
        <For each={keys()}>
          {(key) => (
            <Show when={props.preview.doubts.find((one) => doubtKey(one) === key)}>
              {(doubt) => (
                <li data-doubt={doubt().kind}>
                  <Switch>
                    <Match when={doubt().kind === 'column' || doubt().kind === 'label'}>{props.choice(doubt)}</Match>
                    <Match when={doubt().kind === 'leftover'}>{props.leftover(doubt().key ?? '')}</Match>
                    <Match when={doubt().kind === 'minutes'}>
                      <div class="import-said">
                        <Icon name="clock" />
                        <p>{minutesText(doubt())}</p>
                        <Select
                          label={i18n.t('import.doubts.periodMinutes')}
                          disabled={props.isReadOnly}
                          value={String(props.corrections.periodMinutes ?? 40)}
                          options={PERIOD_LENGTHS.map((minutes) => ({
                            value: String(minutes),
                            label: i18n.t('import.minutes', { minutes }),
                          }))}
                          onChoose={(minutes) => props.onMinutes(Number(minutes))}
                        />
                      </div>
                    </Match>
                    <Match when={doubt().kind === 'periods'}>
                      <div class="import-said">
                        <Icon name="info-circle" />
                        <p>{i18n.t('import.doubts.periods', { words: doubt().words })}</p>
                        <Show when={!props.isReadOnly}>
                          <Button
                            small
                            pressed={props.corrections.periods === 'one'}
                            onClick={() => props.onPeriods('one')}
                          >
                            {i18n.t('import.periods.one')}
                          </Button>
                          <Button
                            small
                            pressed={props.corrections.periods === 'each'}
                            onClick={() => props.onPeriods('each')}
                          >
                            {i18n.t('import.periods.several')}
                          </Button>
                        </Show>
                      </div>
                    </Match>
                    <Match when={doubt().kind === 'noProcess'}>
                      <div class="import-said">
                        <Icon name="alert-triangle" />
                        <p>{i18n.t('import.doubts.noProcess')}</p>
                      </div>
                    </Match>
                  </Switch>
                </li>
              )}
            </Show>
          )}
        </For>
      </ul>
    </section>
  )
}
