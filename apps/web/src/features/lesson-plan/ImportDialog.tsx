import { Button, Dialog, Icon, ProgressBar } from '@gongyan/ui'
import { useNavigate } from '@solidjs/router'
import { createSignal, For, Match, onCleanup, onMount, Show, Switch } from 'solid-js'
import { problemText, useServices } from '../../shell/index.ts'
import { createImports, type ImportEntry, type ImportStep, type Imports } from './imports.ts'

const ACCEPTED = '.docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document,.txt,text/plain'
/** A file of words that could not be sent, as the plan's page saves it. */
const isSavedText = (file: File) => /\.txt$/i.test(file.name)
const PASSAGES_SHOWN = 3

type Step<K extends ImportStep['kind']> = Extract<ImportStep, { kind: K }>
const stepOf = <K extends ImportStep['kind']>(entry: ImportEntry, kind: K): Step<K> | undefined =>
  entry.step.kind === kind ? (entry.step as Step<K>) : undefined

/** Word files in, one line each: how far, what came of it, and what was not recognised. */
export function ImportDialog(props: {
  onClose: () => void
  onImported: () => void
  onSavedText: (file: File) => void
}) {
  const { i18n, announcer } = useServices()
  const imports = createImports((entry) => {
    if (entry.step.kind === 'done') {
      props.onImported()
      announcer.announce(i18n.t('lessonPlan.imports.doneSpoken', { file: entry.file.name }), 'form')
    }
    if (entry.step.kind === 'failed')
      announcer.announce(
        i18n.t('lessonPlan.imports.failedSpoken', {
          file: entry.file.name,
          reason: problemText(i18n, entry.step.problem),
        }),
        'form',
      )
  })
  const [isOver, setOver] = createSignal(false)
  let input!: HTMLInputElement
  const take = (files: FileList | null) => {
    const all = [...(files ?? [])]
    const saved = all.find(isSavedText)
    const others = all.filter((file) => !isSavedText(file))
    if (others.length > 0) imports.add(others)
    if (saved) props.onSavedText(saved)
  }
  onMount(() => {
    // Closing the window stops what is under way: the browser asks first.
    const guard = (event: BeforeUnloadEvent) => {
      if (imports.openCount() > 0) event.preventDefault()
    }
    window.addEventListener('beforeunload', guard)
    onCleanup(() => window.removeEventListener('beforeunload', guard))
  })
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      shape="wide"
      title={i18n.t('lessonPlan.imports.title')}
      closeLabel={i18n.t('shell.close')}
      class="imports"
      footer={
        <>
          <Show when={imports.openCount() > 0}>
            <span class="tiny attention grow">{i18n.t('lessonPlan.imports.busy', { count: imports.openCount() })}</span>
          </Show>
          <Button onClick={() => props.onClose()}>{i18n.t('lessonPlan.imports.close')}</Button>
        </>
      }
    >
      <p>{i18n.t('lessonPlan.imports.body')}</p>
      <p>{i18n.t('lessonPlan.imports.saved')}</p>
      <div
        class="imports-drop"
        data-over={isOver() ? '' : undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          take(event.dataTransfer?.files ?? null)
        }}
      >
        <input
          ref={input}
          type="file"
          accept={ACCEPTED}
          multiple
          class="visually-hidden"
          tabindex="-1"
          aria-hidden="true"
          onChange={() => {
            take(input.files)
            input.value = ''
          }}
        />
        <Button
          look={imports.entries().length > 0 ? 'plain' : 'primary'}
          icon="file-import"
          autofocus
          onClick={() => input.click()}
        >
          {i18n.t(imports.entries().length > 0 ? 'lessonPlan.imports.chooseMore' : 'lessonPlan.imports.choose')}
        </Button>
        <span class="muted tiny drop-words">{i18n.t('lessonPlan.imports.drop')}</span>
      </div>
      <Show when={imports.entries().length > 0}>
        <ul class="imports-list" aria-label={i18n.t('lessonPlan.imports.list')}>
          <For each={imports.entries().map((entry) => entry.key)}>
            {(key) => (
              <Show when={imports.entries().find((entry) => entry.key === key)}>
                {(entry) => <Line entry={entry()} imports={imports} />}
              </Show>
            )}
          </For>
        </ul>
      </Show>
    </Dialog>
  )
}

function Line(props: { entry: ImportEntry; imports: Imports }) {
  const { i18n } = useServices()
  const navigate = useNavigate()
  const size = () => i18n.format.fileSize(props.entry.file.size)
  const is = <K extends ImportStep['kind']>(kind: K) => stepOf(props.entry, kind)
  return (
    <li>
      <div class="imports-line">
        <Icon name="file-text" />
        <span class="ellipsis name">{props.entry.file.name}</span>
        <span class="gap" />
        <Switch>
          <Match when={is('waiting')}>
            <span class="tiny muted">{i18n.t('lessonPlan.imports.waiting')}</span>
          </Match>
          <Match when={is('sending')}>
            {(step) => (
              <span class="tiny muted nowrap">
                {i18n.t('lessonPlan.imports.sending', { sent: i18n.format.fileSize(step().sentBytes), total: size() })}
              </span>
            )}
          </Match>
          <Match when={is('reading')}>
            <span class="tiny muted">{i18n.t('lessonPlan.imports.reading')}</span>
          </Match>
          <Match when={is('done')}>
            {(step) => (
              <Show
                when={step().unmapped.length > 0}
                fallback={
                  <span class="tiny done nowrap">
                    <Icon name="check" size={14} /> {i18n.t('lessonPlan.imports.done')}
                  </span>
                }
              >
                <span class="tiny attention nowrap">
                  <Icon name="alert-triangle" size={14} />{' '}
                  {i18n.t('lessonPlan.imports.doneWithRest', { count: step().unmapped.length })}
                </span>
              </Show>
            )}
          </Match>
          <Match when={is('failed')}>
            <span class="tiny attention nowrap">
              <Icon name="alert-hexagon" size={14} /> {i18n.t('lessonPlan.imports.failed')}
            </span>
          </Match>
          <Match when={is('stopped')}>
            <span class="tiny muted">{i18n.t('lessonPlan.imports.stopped')}</span>
          </Match>
        </Switch>
        <Switch>
          <Match when={is('waiting') ?? is('sending') ?? is('reading')}>
            <Button small onClick={() => props.imports.stop(props.entry.key)}>
              {i18n.t('lessonPlan.imports.stop')}
            </Button>
          </Match>
          <Match when={is('done')}>
            {(step) => (
              <Button small look="primary" onClick={() => navigate(`/plans/${step().planId}`)}>
                {i18n.t(step().unmapped.length > 0 ? 'lessonPlan.imports.putRight' : 'lessonPlan.imports.open')}
              </Button>
            )}
          </Match>
          <Match when={is('failed') ?? is('stopped')}>
            <Button small onClick={() => props.imports.retry(props.entry.key)}>
              {i18n.t('lessonPlan.imports.retry')}
            </Button>
          </Match>
        </Switch>
      </div>
      <Switch>
        <Match when={is('sending')}>
          {(step) => (
            <ProgressBar
              label={i18n.t('lessonPlan.imports.progress', { file: props.entry.file.name })}
              value={step().sentBytes / Math.max(1, props.entry.file.size)}
            />
          )}
        </Match>
        <Match when={is('reading')}>
          <ProgressBar
            label={i18n.t('lessonPlan.imports.progress', { file: props.entry.file.name })}
            value={null}
            valueText={i18n.t('lessonPlan.imports.reading')}
          />
        </Match>
        <Match when={is('failed')}>
          {(step) => <p class="small imports-why">{problemText(i18n, step().problem)}</p>}
        </Match>
        <Match when={is('done')?.unmapped.length ? is('done') : undefined}>
          {(step) => (
            <div class="tiny muted imports-rest">
              <p>{i18n.t('lessonPlan.imports.rest')}</p>
              <ul>
                <For each={step().unmapped.slice(0, PASSAGES_SHOWN)}>
                  {(passage) => <li class="ellipsis">{i18n.t('lessonPlan.imports.quote', { text: passage.text })}</li>}
                </For>
              </ul>
              <Show when={step().unmapped.length > PASSAGES_SHOWN}>
                <p>{i18n.t('lessonPlan.imports.restMore', { count: step().unmapped.length - PASSAGES_SHOWN })}</p>
              </Show>
            </div>
          )}
        </Match>
      </Switch>
    </li>
  )
}
