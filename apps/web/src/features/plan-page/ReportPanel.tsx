import { PROCESS_FIELDS, SECTIONS } from '@gongyan/domain'
import type { ProcessField } from '@gongyan/domain'
import { Button, IconButton, Menu, MenuItem, Select } from '@gongyan/ui'
import { useNavigate } from '@solidjs/router'
import { For, Index, Show, createMemo, createSignal, onMount } from 'solid-js'
import { problemText } from '../../shell/index.ts'
import { leftoversIn, readReport } from './report.ts'
import { noteStep } from './row-verbs.ts'
import { sectionName } from './names.ts'
import { canWrite, usePlan } from './world.tsx'

/** What the import understood and put where: doubts first, every meaning can be changed here, what is left over finds a place. */
export default function ReportPanel(props: { onClose: () => void }) {
  const world = usePlan()
  const { api, i18n, model, plan, toaster } = world
  const navigate = useNavigate()
  const report = createMemo(() => readReport(plan().importReport))
  const [settled, setSettled] = createSignal<ReadonlySet<string>>(new Set())
  let panel!: HTMLElement
  onMount(() => {
    panel.focus({ preventScroll: true })
    panel.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.isComposing && !event.defaultPrevented) props.onClose()
    })
  })
  const actions = () => model.editor()?.actions
  const canEdit = () => canWrite(world)
  const fields = Object.entries(PROCESS_FIELDS) as [ProcessField, string][]
  const columnKey = (table: number, index: number) => `${table}/${index}`
  /** The columns as they are now, with what the import doubted. */
  const columns = () =>
    model.outline().tables.flatMap((table) =>
      table.columns.map((column, index) => ({
        table: table.index,
        index,
        ...column,
        isSure:
          (report().columns.find((one) => one.table === table.index && one.index === index + 1)?.sure ?? true) ||
          settled().has(columnKey(table.index, index)),
      })),
    )
  const doubtful = () => columns().filter(({ isSure }) => !isSure)
  const leftovers = createMemo(() => leftoversIn(report(), model.doc()))
  const doubts = () => doubtful().length + leftovers().length
  const summary = () => {
    const counts = {
      sections: model.outline().sections.filter(({ key }) => key !== 'unmapped').length,
      rows: model.outline().rows.length,
    }
    return doubts() > 0
      ? i18n.t('plan.report.summary', { ...counts, doubts: doubts() })
      : i18n.t('plan.report.allSure', counts)
  }
  const setField = (table: number, index: number, field: string) => {
    actions()?.setColumnFieldAt(table, index, field as ProcessField)
    const hadFocus = panel.contains(document.activeElement)
    setSettled(new Set([...settled(), columnKey(table, index)]))
    // A choice that was doubted goes to the others; the keyboard that made it goes along.
    if (hadFocus) panel.querySelector<HTMLElement>(`[data-column="${columnKey(table, index)}"] select`)?.focus()
  }
  const put = (text: string, section: string) => {
    if (actions()?.moveLeftover(text, section))
      noteStep(world, i18n.t('plan.report.putDone', { section: sectionName(section) }), 'check')
  }
  const undoImport = async () => {
    const { id } = plan()
    const reply = await api.deleteLessonPlan({ params: { id } })
    if (!reply.ok) {
      toaster.show({ text: i18n.t('plan.failed', { reason: problemText(i18n, reply.problem) }), icon: 'alert-hexagon' })
      return
    }
    navigate('/plans')
    toaster.show({
      text: i18n.t('plan.report.undone'),
      icon: 'restore',
      action: {
        label: (seconds) => i18n.t('plan.row.undo', { seconds }),
        run: () =>
          void api.restoreLessonPlan({ params: { id } }).then((back) => {
            if (back.ok) navigate(`/plans/${id}`)
          }),
      },
    })
  }
  // Every change of the plan, a colleague's too, makes a new outline: lists are drawn by place, so that the keyboard stays.
  const columnChoice = (column: () => ReturnType<typeof columns>[number]) => (
    <div class="map" data-column={columnKey(column().table, column().index)}>
      <span class="ellipsis" title={column().label}>
        {column().label || PROCESS_FIELDS[column().field ?? 'extra']}
      </span>
      <Select
        label={i18n.t('plan.report.columnMeaning', { label: column().label })}
        labelHidden
        value={column().field ?? 'extra'}
        disabled={!canEdit()}
        options={fields.map(([value, label]) => ({ value, label }))}
        onChoose={(field) => setField(column().table, column().index, field)}
      />
    </div>
  )
  return (
    <aside class="report" ref={panel} tabindex="-1" aria-label={i18n.t('plan.report.title')} data-region="report">
      <header>
        <h2>{i18n.t('plan.report.title')}</h2>
        <IconButton bare icon="x" label={i18n.t('plan.close')} onClick={props.onClose} />
      </header>
      <div class="body">
        <p role="status">{summary()}</p>
        <Show when={doubtful().length > 0}>
          <section>
            <h3>{i18n.t('plan.report.doubts')}</h3>
            <Index each={doubtful()}>{columnChoice}</Index>
          </section>
        </Show>
        <Show when={leftovers().length > 0}>
          <section>
            <h3>{i18n.t('plan.report.leftovers')}</h3>
            <For each={leftovers()}>
              {(left) => (
                <div class="item">
                  <p class="quote">{left.text}</p>
                  <Menu
                    label={i18n.t('plan.report.putTitle')}
                    trigger={(attributes) => (
                      <Button small {...attributes} disabled={!canEdit()}>
                        {i18n.t('plan.report.put')}
                      </Button>
                    )}
                  >
                    <Index each={model.outline().sections.filter(({ key }) => key !== 'unmapped')}>
                      {(section) => (
                        <MenuItem onSelect={() => put(left.text, section().key)}>{section().label}</MenuItem>
                      )}
                    </Index>
                  </Menu>
                </div>
              )}
            </For>
          </section>
        </Show>
        <Index each={model.outline().tables}>
          {(table) => (
            <section>
              <h3>
                {model.outline().tables.length > 1
                  ? i18n.t('plan.report.columnsTable', { table: table().index })
                  : i18n.t('plan.report.columns')}
              </h3>
              <Index each={columns().filter((column) => column.table === table().index && column.isSure)}>
                {columnChoice}
              </Index>
            </section>
          )}
        </Index>
        <section>
          <h3>{i18n.t('plan.report.sections')}</h3>
          <Index each={model.outline().sections.filter(({ key }) => key !== 'unmapped')}>
            {(section) => (
              <div class="map">
                <button
                  type="button"
                  class="link ellipsis"
                  title={section().label}
                  onClick={() => actions()?.goToSection(section().key)}
                >
                  {section().label}
                </button>
                <Select
                  label={i18n.t('plan.report.sectionMeaning', { label: section().label })}
                  labelHidden
                  value={section().key}
                  disabled={!canEdit()}
                  options={[
                    ...(section().key in SECTIONS ? [] : [{ value: section().key, label: sectionName(section().key) }]),
                    ...Object.entries(SECTIONS)
                      .filter(([key]) => key !== 'unmapped')
                      .map(([value, label]) => ({ value, label })),
                    { value: '', label: i18n.t('plan.report.none') },
                  ]}
                  onChoose={(key) => actions()?.setSection(section().key, key === '' ? null : key)}
                />
              </div>
            )}
          </Index>
        </section>
        <Show when={report().comments.length > 0}>
          <section>
            <h3>{i18n.t('plan.report.comments')}</h3>
            <For each={report().comments}>
              {(comment) => (
                <p class="item">
                  <b>{comment.author}</b>
                  <span>{comment.text}</span>
                  <Show when={comment.place !== ''}>
                    <span class="tiny muted">{i18n.t('plan.report.commentPlace', { words: comment.place })}</span>
                  </Show>
                  <Show when={comment.isResolved}>
                    <span class="tiny muted">{i18n.t('plan.report.commentResolved')}</span>
                  </Show>
                </p>
              )}
            </For>
          </section>
        </Show>
        <Show when={report().deleted.length > 0}>
          <section>
            <h3>{i18n.t('plan.report.deleted')}</h3>
            <For each={report().deleted}>
              {(one) => (
                <p class="item">
                  <b>{one.author}</b>
                  <del>{one.text}</del>
                </p>
              )}
            </For>
          </section>
        </Show>
        <Show when={report().kept.length > 0}>
          <section>
            <h3>{i18n.t('plan.report.kept')}</h3>
            <For each={report().kept}>{(text) => <p class="item quote">{text}</p>}</For>
          </section>
        </Show>
      </div>
      <footer>
        <Show when={plan().abilities.delete}>
          <Button onClick={() => void undoImport()}>{i18n.t('plan.report.undo')}</Button>
        </Show>
        <Button look="primary" onClick={props.onClose}>
          {i18n.t('plan.report.close')}
        </Button>
      </footer>
    </aside>
  )
}
