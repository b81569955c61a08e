import type { JSX } from 'solid-js'

/** Words for screen readers only. */
export const VisuallyHidden = (props: { children: JSX.Element }) => (
  <span class="visually-hidden">{props.children}</span>
)
