import { For, Index, Show } from 'solid-js'
import { usePlan } from './world.tsx'

/** The plan's sections, and the rows of its 教学过程 with their minutes. Closed, it leaves a strip of marks. */
export function OutlinePane(props: { isOpen: boolean }) {
  const { i18n, model } = usePlan()
  const goTo = (key: string | null) => {
    if (key !== null && model.folded().has(key)) unfold(key)
    const editor = model.editor()
    if (editor) editor.actions.goToSection(key)
    else
      document
        .querySelector(key === null ? '[data-title]' : `.plan-doc [data-section="${CSS.escape(key)}"]`)
        ?.scrollIntoView({ block: 'start' })
  }
  const unfold = (key: string) => {
    const folded = new Set(model.folded())
    folded.delete(key)
    model.setFolded(folded)
  }
  const goToRow = (rowId: string) => {
    const editor = model.editor()
    if (editor) editor.actions.goToRow(rowId)
    else document.querySelector(`tr[data-row-id="${CSS.escape(rowId)}"]`)?.scrollIntoView({ block: 'center' })
  }
  const rows = () => model.outline().rows.filter((row) => !row.continues)
  const total = () => model.outline().tables.reduce((sum, table) => sum + table.total, 0)
  return (
    <Show when={props.isOpen}>
      <nav class="plan-outline" aria-label={i18n.t('plan.region.outline')} data-region="outline">
        <Show when={model.outline().hasHeader}>
          <button
            type="button"
            class="entry"
            aria-current={model.section() === null ? 'true' : undefined}
            onClick={() => goTo(null)}
          >
            {i18n.t('plan.outline.header')}
          </button>
        </Show>
        {/* Every change makes a new outline; its buttons stay, and with them the keyboard that may be on one. */}
        <Index each={model.outline().sections}>
          {(section) => (
            <>
              <button
                type="button"
                class="entry"
                classList={{ missing: section().isBlank }}
                aria-current={model.section() === section().key ? 'true' : undefined}
                onClick={() => goTo(section().key)}
              >
                <span class="ellipsis">{section().label}</span>
                <Show when={section().isBlank}>
                  <span class="n">{i18n.t('plan.outline.missing')}</span>
                </Show>
                <Show when={!section().isBlank && section().objectives > 0}>
                  <span class="n">{section().objectives}</span>
                </Show>
                <Show when={section().key === 'process' && total() > 0}>
                  <span class="n">{i18n.t('plan.outline.minutes', { minutes: total() })}</span>
                </Show>
              </button>
              <Show when={section().key === 'process'}>
                <For each={rows().map(({ rowId }) => rowId)}>
                  {(rowId) => (
                    <Show when={rows().find((row) => row.rowId === rowId)}>
                      {(row) => (
                        <button
                          type="button"
                          class="entry sub"
                          aria-current={model.rowId() === rowId ? 'true' : undefined}
                          onClick={() => goToRow(rowId)}
                        >
                          <span class="ellipsis">
                            {row().number} {row().phase || i18n.t('plan.row.noPhase')}
                          </span>
                          <Show when={row().minutes !== null}>
                            <span class="n">{i18n.t('plan.outline.minutes', { minutes: row().minutes ?? 0 })}</span>
                          </Show>
                        </button>
                      )}
                    </Show>
                  )}
                </For>
              </Show>
            </>
          )}
        </Index>
      </nav>
    </Show>
  )
}
