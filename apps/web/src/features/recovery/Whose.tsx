import { Seal } from '@gongyan/ui'
import { Show } from 'solid-js'
import type { Hand } from './people.ts'

/** The seal of an author; for nobody in particular an empty square. */
export function Whose(props: { hand: Hand }) {
  return (
    <Show when={props.hand.hue} fallback={<span class="whose-none" aria-hidden="true" />}>
      {(hue) => <Seal name={props.hand.name} hue={hue()} size="small" decorative />}
    </Show>
  )
}
