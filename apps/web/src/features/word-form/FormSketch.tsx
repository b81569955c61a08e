import { Icon, Select, Tag, type IconName } from '@gongyan/ui'
import { Index, Show } from 'solid-js'
import { useI18n } from '../../shell/index.ts'
import { kindOf, optionsFor, type Place, type PlaceKind, type SketchPart } from './slots.ts'

/** Said three ways: colour, mark, word. */
const MARK: Record<PlaceKind, IconName> = {
  header: 'info-circle',
  section: 'file-text',
  column: 'table',
  none: 'minus',
}

/** The form in outline: its own words, and in each place what will be written there. */
export function FormSketch(props: {
  parts: readonly SketchPart[]
  /** What was chosen and is not in `parts` yet, by the key of the place. */
  chosen: ReadonlyMap<string, string | null>
  isReadOnly: boolean
  onChoose: (place: Place, means: string | null) => void
}) {
  const i18n = useI18n()
  const means = (place: Place): string =>
    (props.chosen.has(place.key) ? props.chosen.get(place.key) : place.means) ?? ''
  const wordsOf = (place: Place) => place.words || i18n.t('form.slot.noWords')
  const options = (place: Place) => optionsFor(place, i18n.t('form.slot.leave'), i18n.t('form.slot.title'))
  const labelOf = (place: Place) => options(place).find(({ value }) => value === means(place))?.label ?? ''
  const cell = (place: () => Place) => (
    <div class="form-slot" data-kind={kindOf(place())} data-unsure={place().sure ? undefined : ''}>
      <span class="form-mark" title={i18n.t(`form.kind.${kindOf(place())}`)}>
        <Icon name={MARK[kindOf(place())]} size={14} />
        <span class="visually-hidden">{i18n.t(`form.kind.${kindOf(place())}`)}</span>
      </span>
      <Show when={!props.isReadOnly} fallback={<span>{labelOf(place())}</span>}>
        <Select
          label={i18n.t('form.slot.means', { words: wordsOf(place()) })}
          labelHidden
          value={means(place())}
          options={options(place())}
          onChoose={(value) => props.onChoose(place(), value === '' ? null : value)}
        />
      </Show>
      <Show when={!place().sure}>
        <Tag look="attention" icon="alert-triangle">
          {i18n.t('form.slot.unsure')}
        </Tag>
      </Show>
    </div>
  )
  return (
    <div class="form-sketch">
      <Index each={props.parts}>
        {(part) => (
          <Show
            when={((one) => (one.kind === 'place' ? one : undefined))(part())}
            fallback={
              <Show when={((one) => (one.kind === 'table' ? one : undefined))(part())}>
                {(table) => (
                  <div class="form-table" role="group" aria-label={table().period ?? i18n.t('form.table')}>
                    <Index each={table().columns}>
                      {(column) => (
                        <div class="form-column">
                          <div class="form-words">{wordsOf(column())}</div>
                          {cell(column)}
                        </div>
                      )}
                    </Index>
                  </div>
                )}
              </Show>
            }
          >
            {(one) => (
              <div class="form-line">
                <div class="form-words">
                  <span>{wordsOf(one().place)}</span>
                  <span class="tiny muted">{one().place.prompt}</span>
                  <Show when={one().place.where}>
                    {(where) => <span class="tiny muted">{i18n.t(`form.where.${where()}`)}</span>}
                  </Show>
                </div>
                {cell(() => one().place)}
              </div>
            )}
          </Show>
        )}
      </Index>
    </div>
  )
}
