import { For, Show } from 'solid-js'
import { useI18n } from '../../shell/index.ts'
import type { ReadReport } from './report.ts'

/** What the file holds beside its text, kept with the plan: comments with author and place, words struck out, head and foot. */
export function Kept(props: { kept: ReadReport['kept'] }) {
  const i18n = useI18n()
  const count = () => Object.values(props.kept).reduce((sum, list) => sum + list.length, 0)
  return (
    <Show when={count() > 0}>
      <section class="paper import-kept" aria-labelledby="import-kept">
        <h2 id="import-kept">{i18n.t('import.kept.title')}</h2>
        <p class="small soft">{i18n.t('import.kept.body')}</p>
        <Show when={props.kept.comments.length > 0}>
          <h3>{i18n.t('import.kept.comments', { count: props.kept.comments.length })}</h3>
          <ul>
            <For each={props.kept.comments}>
              {(comment) => (
                <li data-reply={comment.replyTo === null ? undefined : ''}>
                  <p class="tiny muted">
                    <b>{comment.author || i18n.t('import.kept.nobody')}</b>{' '}
                    {comment.replyTo !== null
                      ? i18n.t('import.kept.reply', { words: comment.replyTo })
                      : comment.anchor === ''
                        ? ''
                        : i18n.t('import.kept.about', { words: comment.anchor })}
                  </p>
                  <p class="import-kept-words">{comment.text}</p>
                </li>
              )}
            </For>
          </ul>
        </Show>
        <Show when={props.kept.deleted.length > 0}>
          <h3>{i18n.t('import.kept.deleted', { count: props.kept.deleted.length })}</h3>
          <ul>
            <For each={props.kept.deleted}>
              {(one) => (
                <li>
                  <p class="tiny muted">{one.author || i18n.t('import.kept.nobody')}</p>
                  <p class="import-kept-words">
                    <del>{one.text}</del>
                  </p>
                </li>
              )}
            </For>
          </ul>
        </Show>
        <Show when={props.kept.edges.length > 0}>
          <h3>{i18n.t('import.kept.edges')}</h3>
          <ul>
            <For each={props.kept.edges}>{(words) => <li class="import-kept-words">{words}</li>}</For>
          </ul>
        </Show>
      </section>
    </Show>
  )
}
