import { Button, Select, Tag } from '@gongyan/ui'
import { Match, Show, Switch } from 'solid-js'
import { useI18n } from '../../shell/index.ts'
import type { WordingKind } from './answers.ts'
import { choiceName, choiceOf, meaningsOf } from './names.ts'

export interface MeaningProps {
  kind: WordingKind
  /** As the file writes it. */
  words: string
  means: string
  sure: boolean
  isReadOnly: boolean
  /** It stands among the doubts, where a press says that it is right as it is. */
  isDoubt: boolean
  /** The person has said what it means: it may be remembered for everybody. */
  isCorrected: boolean
  mayRemember: boolean
  isRemembered: boolean
  onChoose: (means: string) => void
  onRemember: () => void
  /** How its content begins. */
  excerpt?: string | undefined
}

/** One label or head of the file and what it is taken for, to be changed by choosing. */
export function Meaning(props: MeaningProps) {
  const i18n = useI18n()
  return (
    <div class="import-meaning" data-unsure={props.sure ? undefined : ''}>
      <div class="import-words-of">
        <span class="import-label">{props.words || i18n.t('import.map.noWords')}</span>
        <Show when={props.excerpt}>
          <span class="tiny muted import-excerpt">{props.excerpt}</span>
        </Show>
      </div>
      <div class="import-settle">
        <Switch>
          <Match when={props.isCorrected}>
            <Tag look="action">{i18n.t('import.map.corrected')}</Tag>
          </Match>
          <Match when={!props.sure}>
            <Tag look="attention" icon="alert-triangle">
              {i18n.t('import.map.unsure')}
            </Tag>
          </Match>
        </Switch>
        <Show when={props.isDoubt && !props.sure && !props.isCorrected && !props.isReadOnly}>
          <Button
            small
            aria-label={i18n.t('import.map.rightOf', { words: props.words })}
            onClick={() => props.onChoose(choiceOf(props.means))}
          >
            {i18n.t('import.map.right')}
          </Button>
        </Show>
        <Show when={props.isCorrected && props.mayRemember && !props.isReadOnly}>
          <Show when={!props.isRemembered} fallback={<span class="tiny done">{i18n.t('import.map.remembered')}</span>}>
            <Button small onClick={() => props.onRemember()}>
              {i18n.t('import.map.remember')}
            </Button>
          </Show>
        </Show>
      </div>
      <Show
        when={!props.isReadOnly}
        fallback={<span class="import-means">{choiceName(props.kind, choiceOf(props.means), i18n)}</span>}
      >
        <Select
          label={i18n.t(`import.map.${props.kind}Meaning`, { words: props.words })}
          labelHidden
          value={choiceOf(props.means)}
          options={meaningsOf(props.kind, i18n)}
          onChoose={(means) => props.onChoose(means)}
        />
      </Show>
    </div>
  )
}
