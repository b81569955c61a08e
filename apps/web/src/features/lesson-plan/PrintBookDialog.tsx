import { Banner, Button, Dialog, ProgressBar } from '@gongyan/ui'
import { createSignal, For, Match, onMount, Show, Switch } from 'solid-js'
import { fileNameOf, problemText, saveFile, useServices, type AnyProblem } from '../../shell/index.ts'
import type { PlanFilters } from './filters.ts'
import { createPrintBook, type BookFormat, type PrintBook } from './print-book.ts'

/** What may be otherwise a moment later. */
const PASSING = new Set<string>([
  'network/unreachable',
  'office/busy',
  'office/timeout',
  'request/rate-limited',
  'server/fault',
  'server/unavailable',
])

/** All plans of the list as one book with contents: a format is chosen, and it is made while this is open. */
export function PrintBookDialog(props: { filters: PlanFilters; title: string; onClose: () => void }) {
  const { api, i18n } = useServices()
  const [canPrint, setCanPrint] = createSignal(true)
  const book = createPrintBook(
    api,
    () => ({ filters: props.filters, title: props.title }),
    (file, title, format) => saveFile(file, `${fileNameOf(title, i18n.t('lessonPlan.book.name'))}.${format}`),
  )
  onMount(() => {
    void api.getOfficeStatus({}).then((reply) => {
      if (reply.ok) setCanPrint(reply.data.pdf)
    })
  })
  const isDone = () => book.isSaved() || book.problem() !== null
  const begin = (format: BookFormat) => () => book.begin(format)
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={i18n.t('lessonPlan.book.title')}
      closeLabel={i18n.t('shell.close')}
      footer={
        <Show
          when={book.format()}
          fallback={
            <>
              <Button look={canPrint() ? 'plain' : 'primary'} icon="file-export" onClick={begin('docx')}>
                {i18n.t('lessonPlan.book.docx')}
              </Button>
              <Button
                look={canPrint() ? 'primary' : 'plain'}
                icon="printer"
                disabled={!canPrint()}
                onClick={begin('pdf')}
              >
                {i18n.t('lessonPlan.book.pdf')}
              </Button>
            </>
          }
        >
          <Button autofocus onClick={() => props.onClose()}>
            {i18n.t(isDone() ? 'shell.close' : 'lessonPlan.book.stop')}
          </Button>
          <Show when={PASSING.has(book.problem()?.code ?? '')}>
            <Button look="primary" onClick={() => book.begin(book.format() ?? 'docx')}>
              {i18n.t('shell.retry')}
            </Button>
          </Show>
        </Show>
      }
    >
      <Switch>
        <Match when={book.problem()}>
          {(problem) => (
            <Banner kind="error" role="alert">
              <p>{problemText(i18n, problem())}</p>
            </Banner>
          )}
        </Match>
        <Match when={book.isSaved()}>
          <Saved book={book} />
        </Match>
        <Match when={book.format()}>
          <Making book={book} />
        </Match>
        <Match when>
          <p class="book-name">{props.title}</p>
          <p>{i18n.t('lessonPlan.book.body')}</p>
          <Show when={!canPrint()}>
            <p class="tiny muted">{i18n.t('lessonPlan.book.noPdf')}</p>
          </Show>
        </Match>
      </Switch>
    </Dialog>
  )
}

function Making(props: { book: PrintBook }) {
  const { i18n } = useServices()
  const progress = () => {
    const told = props.book.told()
    return told
      ? i18n.t('lessonPlan.book.progress', { done: told.done, total: told.total })
      : i18n.t('lessonPlan.book.starting')
  }
  return (
    <div class="book-progress">
      <p role="status">{progress()}</p>
      <ProgressBar
        label={i18n.t('lessonPlan.book.title')}
        value={props.book.told() ? (props.book.told()?.done ?? 0) / (props.book.told()?.total ?? 1) : null}
        valueText={progress()}
      />
      <p class="tiny muted">{i18n.t('lessonPlan.book.wait')}</p>
    </div>
  )
}

function Saved(props: { book: PrintBook }) {
  const { i18n } = useServices()
  const missing = () => props.book.told()?.missing ?? []
  return (
    <>
      <p role="status">
        {props.book.format() === 'docx'
          ? i18n.t('lessonPlan.book.readyWord')
          : i18n.t('lessonPlan.book.ready', { pages: props.book.told()?.pageCount ?? 0 })}
      </p>
      <Show when={missing().length > 0}>
        <p>{i18n.t('lessonPlan.book.missing', { count: missing().length })}</p>
        <ul>
          <For each={missing()}>
            {({ position, title: called, problem }) => (
              <li>
                {i18n.t('lessonPlan.book.missingOne', {
                  title: called ?? i18n.t('lessonPlan.book.position', { position }),
                  reason: problemText(i18n, { code: problem as AnyProblem['code'] }),
                })}
              </li>
            )}
          </For>
        </ul>
      </Show>
    </>
  )
}
