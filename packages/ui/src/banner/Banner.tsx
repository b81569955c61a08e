import './banner.css'
import { Show, type JSX } from 'solid-js'
import { Icon, type IconName } from '../icon/Icon.tsx'

export type BannerKind = 'attention' | 'info' | 'error' | 'done'

const ICON: Record<BannerKind, IconName> = {
  attention: 'alert-triangle',
  info: 'info-circle',
  error: 'alert-hexagon-filled',
  done: 'check',
}

export interface BannerProps {
  kind: BannerKind
  /** What is true, in half a sentence; set in bold. */
  title?: string | undefined
  icon?: IconName | undefined
  /** What is safe and what to do. */
  children?: JSX.Element
  actions?: JSX.Element
  /** Speak it when it appears: `status` waits for a pause, `alert` does not. */
  role?: 'status' | 'alert' | undefined
  class?: string | undefined
}

/** A strip on the interface, never on paper text: offline, read-only, or an error as a solid block with a hexagon. */
export function Banner(props: BannerProps) {
  return (
    <div class={`ui-banner ${props.kind} ${props.class ?? ''}`} role={props.role}>
      <Icon name={props.icon ?? ICON[props.kind]} />
      <div class="words">
        <Show when={props.title}>
          <b>{props.title}</b>
        </Show>
        {props.children}
        <Show when={props.actions}>
          <div class="actions">{props.actions}</div>
        </Show>
      </div>
    </div>
  )
}

export interface NoticeProps {
  title: string
  icon?: IconName | undefined
  children?: JSX.Element
  actions?: JSX.Element
  /** Heading level of the title; 2 by default. */
  level?: 1 | 2 | 3 | undefined
  class?: string | undefined
  role?: 'status' | 'alert' | undefined
}

/** A paper's whole content when there is nothing else on it: empty, not allowed, not found, could not load. */
export function Notice(props: NoticeProps) {
  const inner = () => (
    <>
      <Show when={props.icon}>{(icon) => <Icon name={icon()} size={18} />}</Show>
      {props.title}
    </>
  )
  return (
    <div class={`ui-notice ${props.class ?? ''}`} role={props.role}>
      <Show
        when={props.level === 1}
        fallback={
          <Show when={props.level === 3} fallback={<h2>{inner()}</h2>}>
            <h3>{inner()}</h3>
          </Show>
        }
      >
        <h1>{inner()}</h1>
      </Show>
      <Show when={props.children}>
        <div class="words">{props.children}</div>
      </Show>
      <Show when={props.actions}>
        <div class="actions">{props.actions}</div>
      </Show>
    </div>
  )
}
