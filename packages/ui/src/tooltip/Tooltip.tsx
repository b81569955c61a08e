import './tooltip.css'
import { Show, createSignal, onCleanup, type JSX } from 'solid-js'
import { Portal } from 'solid-js/web'
import { layerOf, placeBeside } from '../shared/place.ts'

const SHOW_AFTER_MS = 350

/**
 * A small name tag for its only child, on hover and on keyboard focus. The child carries the accessible name itself, so the
 * tag is hidden from screen readers; Esc takes it away without moving anything (WCAG 1.4.13).
 */
export function Tooltip(props: { text: string; detail?: string | undefined; children: JSX.Element }) {
  const [isShown, setShown] = createSignal(false)
  let host: HTMLSpanElement | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const hide = () => {
    clearTimeout(timer)
    setShown(false)
  }
  const showSoon = () => {
    clearTimeout(timer)
    timer = setTimeout(() => setShown(true), SHOW_AFTER_MS)
  }
  onCleanup(hide)
  return (
    <span
      ref={host}
      class="ui-tooltip-host"
      role="presentation"
      onPointerEnter={(event) => {
        if (event.pointerType === 'mouse') showSoon()
      }}
      onPointerLeave={hide}
      onPointerDown={hide}
      onFocusIn={(event) => {
        if (event.target.matches(':focus-visible')) showSoon()
      }}
      onFocusOut={hide}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && isShown()) {
          event.stopPropagation()
          hide()
        }
      }}
    >
      {props.children}
      <Show when={isShown() && host}>
        {(anchor) => (
          <Portal mount={layerOf(anchor())}>
            <div
              class="ui-tooltip"
              aria-hidden="true"
              ref={(tip) => queueMicrotask(() => placeBeside(tip, anchor().getBoundingClientRect(), 'centre'))}
            >
              {props.text}
              <Show when={props.detail}>{(detail) => <span class="detail">{detail()}</span>}</Show>
            </div>
          </Portal>
        )}
      </Show>
    </span>
  )
}
