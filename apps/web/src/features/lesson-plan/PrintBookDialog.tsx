import { Banner, Button, Dialog, ProgressBar } from '@gongyan/ui'
import { For, Show } from 'solid-js'
import { fileNameOf, problemText, saveFile, useServices, type AnyProblem } from '../../shell/index.ts'
import type { PlanFilters } from './filters.ts'
import { createPrintBook } from './print-book.ts'

/** What the list shows, made into one PDF with contents while this is open. */
export function PrintBookDialog(props: { filters: PlanFilters; onClose: () => void }) {
  const { api, i18n } = useServices()
  const order = () => {
    const { filters } = props
    const said = [filters.grade, filters.subject, filters.q.trim()].filter(Boolean).join(' ')
    return { filters, title: [...(said || i18n.t('lessonPlan.book.name'))].slice(0, 50).join('') }
  }
  const book = createPrintBook(api, order, (pdf, title) =>
    saveFile(pdf, `${fileNameOf(title, i18n.t('lessonPlan.book.name'))}.pdf`),
  )
  const progress = () => {
    const told = book.told()
    return told
      ? i18n.t('lessonPlan.book.progress', { done: told.done, total: told.total })
      : i18n.t('lessonPlan.book.starting')
  }
  const missing = () => (book.told()?.state === 'ready' ? (book.told()?.missing ?? []) : [])
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={i18n.t('lessonPlan.book.title')}
      closeLabel={i18n.t('shell.close')}
      footer={
        <Button autofocus onClick={() => props.onClose()}>
          {i18n.t(book.isSaved() || book.problem() ? 'shell.close' : 'lessonPlan.book.stop')}
        </Button>
      }
    >
      <Show
        when={book.problem()}
        fallback={
          <Show
            when={book.isSaved()}
            fallback={
              <div class="book-progress">
                <p role="status">{progress()}</p>
                <ProgressBar
                  label={i18n.t('lessonPlan.book.title')}
                  value={book.told() ? (book.told()?.done ?? 0) / (book.told()?.total ?? 1) : null}
                  valueText={progress()}
                />
                <p class="tiny muted">{i18n.t('lessonPlan.book.wait')}</p>
              </div>
            }
          >
            <p role="status">{i18n.t('lessonPlan.book.ready', { pages: book.told()?.pageCount ?? 0 })}</p>
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
          </Show>
        }
      >
        {(problem) => (
          <Banner kind="error" role="alert">
            <p>{problemText(i18n, problem())}</p>
          </Banner>
        )}
      </Show>
    </Dialog>
  )
}
