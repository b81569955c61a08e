import './seal.css'
import { For, Show, type JSX } from 'solid-js'
import { sealCharacter } from './surname.ts'

export interface SealProps {
  /** The full name: read to screen readers and shown on hover. */
  name: string
  /** Presence hue 1–12, given in the order of joining (`hueOf(id)` where there is none). */
  hue: number
  /** here: filled; away: outlined in their colour; absent: grey outline. */
  state?: 'here' | 'away' | 'absent' | undefined
  speaking?: boolean | undefined
  size?: 'small' | 'medium' | 'large' | undefined
  /** The name stands beside it already: hide the seal from screen readers. */
  decorative?: boolean | undefined
}

/** 姓氏章: a surname in a square, like a name seal. */
export function Seal(props: SealProps) {
  return (
    <span
      class={`ui-seal ${props.size ?? 'medium'}`}
      data-state={props.state ?? 'here'}
      data-speaking={props.speaking ? '' : undefined}
      style={{ '--seal': `var(--presence-${((props.hue - 1) % 12) + 1})` }}
      title={props.name}
      {...(props.decorative ? { 'aria-hidden': true } : { role: 'img', 'aria-label': props.name })}
    >
      {sealCharacter(props.name)}
    </span>
  )
}

/** A row of seals; what does not fit is counted at the end, such as ＋7. */
export function Seals(props: {
  label: string
  limit?: number | undefined
  people: readonly (SealProps & { key: string })[]
  more?: JSX.Element
}) {
  const limit = () => props.limit ?? 6
  return (
    <span class="ui-seals" role="group" aria-label={props.label}>
      <For each={props.people.slice(0, limit())}>{(person) => <Seal {...person} />}</For>
      <Show when={props.people.length > limit()}>
        {props.more ?? <span class="more">＋{props.people.length - limit()}</span>}
      </Show>
    </span>
  )
}
