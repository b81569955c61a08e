import { Button, ButtonLink, Icon, ProgressBar } from '@gongyan/ui'
import { createSignal, For, Match, Show, Switch } from 'solid-js'
import { problemText, useI18n } from '../../shell/index.ts'
import { stateOf, type ImportItem } from './answers.ts'
import { FileName } from './FileName.tsx'
import type { ImportVerbs } from './verbs.ts'

/** Reading these once more may come out otherwise; what a file is it stays. */
const PASSING = new Set<string>([
  'import/gave-up',
  'word/timeout',
  'word/out-of-memory',
  'office/busy',
  'office/timeout',
])
const mayBeReadAgain = ({ state }: ImportItem) => state.kind === 'refused' && PASSING.has(state.code)

/** One file of an import: how far it is, what came of it, and what can be done. */
export function ItemLine(props: { item: ImportItem; verbs: ImportVerbs }) {
  const i18n = useI18n()
  const item = () => props.item
  const is = <K extends ImportItem['state']['kind']>(kind: K) => stateOf(item(), kind)
  const address = () => `/import/${item().importId}/${item().position}`
  const plansOf = () => is('taken')?.plans ?? is('undone')?.plans ?? []
  const [isTaking, setTaking] = createSignal(false)
  const take = async () => {
    setTaking(true)
    await props.verbs.take(item())
    setTaking(false)
  }
  const found = () =>
    item().rowCount === null
      ? ''
      : i18n.t('import.line.found', { rows: item().rowCount ?? 0, minutes: item().totalMinutes ?? 0 })
  return (
    <li>
      <div class="import-line">
        <Icon name="file-text" />
        <span class="import-name">
          <Show when={is('ready')} fallback={<FileName name={item().name} />}>
            <a href={address()}>
              <FileName name={item().name} />
            </a>
          </Show>
          <Show when={item().folder}>
            <span class="tiny muted import-folder">{item().folder}</span>
          </Show>
        </span>
        <span class="import-state small">
          <Switch>
            <Match when={is('waiting')}>
              {(state) => <span class="muted">{i18n.t('import.line.waiting', { count: state().ahead })}</span>}
            </Match>
            <Match when={is('reading')}>
              <span class="muted">{i18n.t('import.line.reading')}</span>
            </Match>
            <Match when={is('ready') && item().doubtCount > 0}>
              <span class="attention nowrap">
                <Icon name="alert-triangle" size={14} /> {i18n.t('import.line.doubts', { count: item().doubtCount })}
              </span>
            </Match>
            <Match when={is('ready')}>
              <span class="done nowrap">
                <Icon name="check" size={14} /> {i18n.t('import.line.sure')}
              </span>
            </Match>
            <Match when={is('refused')}>
              <span class="attention nowrap">
                <Icon name="alert-hexagon" size={14} /> {i18n.t('import.line.refused')}
              </span>
            </Match>
            <Match when={is('duplicate')}>
              <span class="nowrap">
                <Icon name="copy" size={14} /> {i18n.t('import.line.duplicate')}
              </span>
            </Match>
            <Match when={is('taken')}>
              <span class="done nowrap">
                <Icon name="check" size={14} /> {i18n.t('import.line.taken')}
              </span>
            </Match>
            <Match when={is('undone')}>
              <span class="muted nowrap">{i18n.t('import.line.undone')}</span>
            </Match>
          </Switch>
        </span>
        <div class="import-said-of">
          <Show when={is('reading')}>
            <ProgressBar
              label={i18n.t('import.line.progress', { file: item().name })}
              value={null}
              valueText={i18n.t('import.line.reading')}
            />
          </Show>
          <Show when={is('refused')}>
            {(state) => <p class="small import-why">{problemText(i18n, { code: state().code })}</p>}
          </Show>
          <Show when={is('duplicate')}>
            {(state) => (
              <p class="small import-why">
                <Show when={state().of} fallback={i18n.t('import.line.duplicateGone')}>
                  {(of) => <DuplicateOf of={of()} />}
                </Show>
              </p>
            )}
          </Show>
          <Show when={(is('ready') ?? is('taken')) && found() !== '' && item().title}>
            <p class="tiny muted import-found">
              {i18n.t('import.line.title', { title: item().title ?? '', found: found() })}
            </p>
          </Show>
          <Show when={plansOf().length > 0}>
            <ul class="import-plans small">
              <For each={plansOf()}>
                {(plan) => (
                  <li>
                    <Show
                      when={!plan.isBinned}
                      fallback={<a href="/plans?scope=bin">{i18n.t('import.line.inBin', { title: plan.title })}</a>}
                    >
                      <a href={`/plans/${plan.id}`}>{i18n.t('import.line.open', { title: plan.title })}</a>
                    </Show>
                  </li>
                )}
              </For>
            </ul>
          </Show>
        </div>
        <span class="import-verbs">
          <Switch>
            <Match when={is('ready')}>
              <ButtonLink small href={address()} aria-label={i18n.t('import.line.lookOf', { file: item().name })}>
                {i18n.t('import.line.look')}
              </ButtonLink>
              <Show when={item().doubtCount === 0}>
                <Button
                  small
                  busy={isTaking()}
                  aria-label={i18n.t('import.line.takeOf', { file: item().name })}
                  onClick={() => void take()}
                >
                  {i18n.t('import.line.take')}
                </Button>
              </Show>
            </Match>
            <Match when={mayBeReadAgain(item()) || is('duplicate')}>
              <Button
                small
                aria-label={i18n.t(is('refused') ? 'import.line.againOf' : 'import.line.anywayOf', {
                  file: item().name,
                })}
                onClick={() => void props.verbs.readAgain(item())}
              >
                {i18n.t(is('refused') ? 'import.line.again' : 'import.line.anyway')}
              </Button>
            </Match>
          </Switch>
          <Show when={!is('taken') && !is('undone')}>
            <Button
              small
              look="ghost"
              aria-label={i18n.t('import.line.discardOf', { file: item().name })}
              onClick={() => void props.verbs.discard(item())}
            >
              {i18n.t('import.line.discard')}
            </Button>
          </Show>
        </span>
      </div>
    </li>
  )
}

type Of = NonNullable<Extract<ImportItem['state'], { kind: 'duplicate' }>['of']>

/** What is there already, with the way to it. */
function DuplicateOf(props: { of: Of }) {
  const i18n = useI18n()
  const plan = () => (props.of.kind === 'plan' ? props.of.plan : undefined)
  const other = () => (props.of.kind === 'item' ? props.of : undefined)
  return (
    <Switch>
      <Match when={plan()}>
        {(known) => (
          <>
            {i18n.t(known().isBinned ? 'import.line.duplicateBin' : 'import.line.duplicatePlan')}{' '}
            <a href={known().isBinned ? '/plans?scope=bin' : `/plans/${known().id}`}>
              {i18n.t('import.line.open', { title: known().title })}
            </a>
          </>
        )}
      </Match>
      <Match when={other()}>
        {(known) => (
          <>
            {i18n.t('import.line.duplicateItem')}{' '}
            <a href={`/import/${known().importId}/${known().position}`}>{known().name}</a>
          </>
        )}
      </Match>
    </Switch>
  )
}
