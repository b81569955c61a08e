import { For, Show } from 'solid-js'
import { useI18n } from '../../shell/index.ts'

/** Comments whose words are gone from the plan or have no place in the form: they stand at the nearest line. */
export function MovedComments(props: { moved: readonly { readonly author: string; readonly text: string }[] }) {
  const i18n = useI18n()
  return (
    <Show when={props.moved.length > 0}>
      <div class="form-left">
        <h3>{i18n.t('plan.comments.moved', { count: props.moved.length })}</h3>
        <ul class="small">
          <For each={props.moved}>
            {({ author, text }) => (
              <li>{i18n.t('plan.comments.one', { author: author || i18n.t('import.kept.nobody'), text })}</li>
            )}
          </For>
        </ul>
      </div>
    </Show>
  )
}
