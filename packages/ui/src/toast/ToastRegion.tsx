import './toast.css'
import { For, Show, createSignal, onCleanup, onMount, untrack } from 'solid-js'
import { Icon } from '../icon/Icon.tsx'
import type { ToastEntry, Toaster } from './toaster.ts'

/** Where notes appear: bottom left, reachable by F6. Not a live region: the words are spoken once by the announcer, the countdown never. */
export function ToastRegion(props: { toaster: Toaster; label: string; closeLabel: string }) {
  return (
    <Show when={props.toaster.toasts().length > 0}>
      <section class="ui-toasts" aria-label={props.label} data-region="toasts" tabindex="-1">
        <For each={props.toaster.toasts()}>
          {(toast) => (
            <Toast toast={toast} closeLabel={props.closeLabel} onGone={() => props.toaster.dismiss(toast.id)} />
          )}
        </For>
      </section>
    </Show>
  )
}

function Toast(props: { toast: ToastEntry; closeLabel: string; onGone: () => void }) {
  const [left, setLeft] = createSignal(untrack(() => props.toast.seconds))
  let isHeld = false
  onMount(() => {
    const timer = setInterval(() => {
      if (isHeld) return
      setLeft(left() - 1)
      if (left() <= 0) props.onGone()
    }, 1000)
    onCleanup(() => clearInterval(timer))
  })
  // Time stands still while someone points at it or has focus in it (WCAG 2.2.1).
  return (
    <div
      class="ui-toast"
      role="presentation"
      onPointerEnter={() => {
        isHeld = true
      }}
      onPointerLeave={() => {
        isHeld = false
      }}
      onFocusIn={() => {
        isHeld = true
      }}
      onFocusOut={() => {
        isHeld = false
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') props.onGone()
      }}
    >
      <Show when={props.toast.icon}>{(icon) => <Icon name={icon()} />}</Show>
      <span class="words">{props.toast.text}</span>
      <Show when={props.toast.action}>
        {(action) => (
          <button
            type="button"
            class="do"
            onClick={() => {
              action().run()
              props.onGone()
            }}
          >
            {action().label(left())}
          </button>
        )}
      </Show>
      <button type="button" class="away" aria-label={props.closeLabel} onClick={() => props.onGone()}>
        <Icon name="x" size={14} />
      </button>
    </div>
  )
}
