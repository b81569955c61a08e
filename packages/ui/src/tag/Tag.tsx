import './tag.css'
import { Show, type JSX } from 'solid-js'
import { Icon, type IconName } from '../icon/Icon.tsx'

/** A word for a state, with a shape of its own. */
export function Tag(props: {
  look?: 'plain' | 'line' | 'attention' | 'done' | 'action' | 'solid' | undefined
  icon?: IconName | undefined
  children: JSX.Element
}) {
  return (
    <span class={`ui-tag ${props.look ?? 'plain'}`}>
      <Show when={props.icon}>{(icon) => <Icon name={icon()} size={14} />}</Show>
      {props.children}
    </span>
  )
}
