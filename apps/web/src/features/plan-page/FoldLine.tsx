import { Icon } from '@gongyan/ui'
import { For, Show } from 'solid-js'
import { foldable } from '@gongyan/documents/outline'
import { usePlan } from './world.tsx'

/** The line that names the sections folded away, so that the 教学过程 stands near the top of the window. */
export function FoldLine() {
  const { i18n, model } = usePlan()
  const folded = () => model.outline().sections.filter(({ key }) => model.folded().has(key))
  const canFold = () => foldable(model.outline()).length > 0
  const open = (key: string) => {
    const left = new Set(model.folded())
    left.delete(key)
    model.setFolded(left)
    queueMicrotask(() => model.editor()?.actions.goToSection(key))
  }
  return (
    <Show when={folded().length > 0 || canFold()}>
      <div class="plan-fold-line" role="group" aria-label={i18n.t('plan.folded.label')}>
        <Show
          when={folded().length > 0}
          fallback={
            <button type="button" onClick={() => model.setFolded(new Set(foldable(model.outline())))}>
              <Icon name="chevron-up" size={14} />
              {i18n.t('plan.folded.close')}
            </button>
          }
        >
          <span>{i18n.t('plan.folded.label')}</span>
          <For each={folded()}>
            {(section) => (
              <button
                type="button"
                aria-label={i18n.t('plan.folded.open', { section: section.label })}
                onClick={() => open(section.key)}
              >
                <Icon name="chevron-right" size={14} />
                {section.label}
              </button>
            )}
          </For>
        </Show>
      </div>
    </Show>
  )
}
