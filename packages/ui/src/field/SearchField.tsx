import './field.css'
import { Show, createEffect, createUniqueId, on, onCleanup, untrack } from 'solid-js'
import { Icon } from '../icon/Icon.tsx'

export interface SearchFieldProps {
  label: string
  placeholder?: string | undefined
  value: string
  /** Called with settled text only: never while an input method is composing, and after a pause in typing. */
  onSearch: (text: string) => void
  clearLabel: string
  pauseMs?: number | undefined
  class?: string | undefined
  /** Search at once and move on, such as into the results. */
  onEnter?: (() => void) | undefined
}

/** A search box that waits for the input method: half-typed pinyin is not a query. */
export function SearchField(props: SearchFieldProps) {
  const id = createUniqueId()
  let input!: HTMLInputElement
  let timer: ReturnType<typeof setTimeout> | undefined
  let isComposing = false
  /** What the owner was told last: its echo comes back a moment later and must not undo what was typed since. */
  let told = untrack(() => props.value)
  const tell = () => {
    clearTimeout(timer)
    if (input.value === told) return
    told = input.value
    props.onSearch(told)
  }
  createEffect(
    on(
      () => props.value,
      (value) => {
        if (value === told) return
        told = value
        input.value = value
      },
      { defer: true },
    ),
  )
  const tellSoon = () => {
    clearTimeout(timer)
    timer = setTimeout(tell, props.pauseMs ?? 220)
  }
  onCleanup(() => clearTimeout(timer))
  const clear = () => {
    input.value = ''
    tell()
    input.focus()
  }
  return (
    <div role="search" class={`ui-input search ${props.class ?? ''}`}>
      <Icon name="search" size={18} />
      <label for={id} class="visually-hidden">
        {props.label}
      </label>
      <input
        ref={input}
        id={id}
        type="text"
        inputmode="search"
        enterkeyhint="search"
        autocomplete="off"
        value={untrack(() => props.value)}
        placeholder={props.placeholder}
        onCompositionStart={() => {
          isComposing = true
          clearTimeout(timer)
        }}
        onCompositionEnd={() => {
          isComposing = false
          tellSoon()
        }}
        onInput={(event) => {
          if (!isComposing && !event.isComposing) tellSoon()
        }}
        onKeyDown={(event) => {
          if (event.isComposing || isComposing) return
          if (event.key === 'Enter') {
            tell()
            props.onEnter?.()
          }
          if (event.key === 'Escape' && input.value) {
            event.stopPropagation()
            clear()
          }
        }}
      />
      <Show when={props.value}>
        <button type="button" class="ui-field-tool" aria-label={props.clearLabel} onClick={clear}>
          <Icon name="x" />
        </button>
      </Show>
    </div>
  )
}
