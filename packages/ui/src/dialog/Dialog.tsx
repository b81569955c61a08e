import './dialog.css'
import { Show, createUniqueId, onCleanup, onMount, type JSX } from 'solid-js'
import { IconButton } from '../button/Button.tsx'

export interface DialogProps {
  isOpen: boolean
  /** Asked by Esc and the closing cross; the owner then sets `isOpen` to false. */
  onClose: () => void
  /** Says the consequence, not the topic. */
  title: string
  closeLabel: string
  children: JSX.Element
  /** Buttons are verbs; put `autofocus` on the safe one. */
  footer?: JSX.Element
  /** A sheet at the edge for longer work; a dialog in the middle by default. */
  shape?: 'middle' | 'wide' | undefined
  class?: string | undefined
}

/**
 * A modal dialog on the native element: the rest of the page is inert, Esc closes, and focus goes back to where it came from.
 * Only for what cannot be undone, goes to other people, or needs a form.
 */
export function Dialog(props: DialogProps) {
  return (
    <Show when={props.isOpen}>
      <OpenDialog {...props} />
    </Show>
  )
}

function OpenDialog(props: DialogProps) {
  const titleId = createUniqueId()
  const cameFrom = document.activeElement
  let element!: HTMLDialogElement
  onMount(() => {
    if (!element.open) element.showModal()
  })
  onCleanup(() => {
    element.close()
    if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus({ preventScroll: true })
  })
  return (
    <dialog
      ref={element}
      class={`ui-dialog ${props.shape ?? 'middle'} ${props.class ?? ''}`}
      aria-labelledby={titleId}
      on:cancel={(event) => {
        if (event.target === element) {
          event.preventDefault()
          props.onClose()
        }
      }}
      on:close={(event) => {
        if (event.target === element && element.isConnected) props.onClose()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && event.isComposing) event.preventDefault()
      }}
    >
      <header>
        <h2 id={titleId}>{props.title}</h2>
        <IconButton bare icon="x" label={props.closeLabel} onClick={() => props.onClose()} />
      </header>
      <div class="body">{props.children}</div>
      <Show when={props.footer}>
        <footer>{props.footer}</footer>
      </Show>
    </dialog>
  )
}
