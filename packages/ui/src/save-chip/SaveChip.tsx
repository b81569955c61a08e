import './save-chip.css'
import { Show, createEffect, createSignal, on } from 'solid-js'
import { Icon, type IconName } from '../icon/Icon.tsx'

/** Where my own unacknowledged work is (design §7); not what the network does. */
export type SaveChipState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  /** The link is down; the work waits on this machine, or only in this page. */
  | { readonly kind: 'waiting'; readonly isStored: boolean }
  | { readonly kind: 'unsent'; readonly minutes: number; readonly isStored: boolean }

export interface SaveChipProps {
  /** Already quiet for the first second: whoever makes the state decides that. */
  state: SaveChipState
  /** The words of a state: 已保存, 保存中, 重连中，已存在本机, 有 3 分钟内容没到服务器. */
  label: (state: SaveChipState) => string
  /** Opens the details; without it the chip is plain words. */
  onDetails?: (() => void) | undefined
}

const ICON: Record<SaveChipState['kind'], IconName> = {
  saved: 'cloud-check',
  saving: 'dots',
  waiting: 'cloud-off',
  unsent: 'alert-hexagon-filled',
}

/** The save chip. Only a change of kind is spoken, never the minutes counting up. */
export function SaveChip(props: SaveChipProps) {
  const [spoken, setSpoken] = createSignal('')
  const shown = () => props.state
  createEffect(
    on(
      () => props.state.kind,
      () => setSpoken(props.label(props.state)),
      { defer: true },
    ),
  )
  const inner = () => (
    <>
      <Icon name={ICON[shown().kind]} />
      <span class="words">{props.label(shown())}</span>
    </>
  )
  return (
    <span class="ui-save">
      <span class="visually-hidden" role="status">
        {spoken()}
      </span>
      <Show
        when={props.onDetails}
        fallback={
          <span class="ui-save-chip" data-kind={shown().kind}>
            {inner()}
          </span>
        }
      >
        <button type="button" class="ui-save-chip" data-kind={shown().kind} onClick={() => props.onDetails?.()}>
          {inner()}
        </button>
      </Show>
    </span>
  )
}
