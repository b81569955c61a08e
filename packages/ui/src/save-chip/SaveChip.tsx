import './save-chip.css'
import { Show, createEffect, createSignal, on, onCleanup } from 'solid-js'
import { Icon, type IconName } from '../icon/Icon.tsx'

/** Where my own unacknowledged work is (design §7); not what the network does. */
export type SaveState =
  | { kind: 'saved' }
  | { kind: 'saving' }
  | { kind: 'reconnecting' }
  | { kind: 'unsaved'; minutes: number }

export interface SaveChipProps {
  state: SaveState
  /** The words of a state: 已保存, 保存中, 重连中，已存在本机, 有 3 分钟内容没到服务器. */
  label: (state: SaveState) => string
  /** Opens the details; without it the chip is plain words. */
  onDetails?: (() => void) | undefined
}

const SHOWN_AFTER_MS = 1000
const ICON: Record<SaveState['kind'], IconName> = { saved: 'cloud-check', saving: 'dots', reconnecting: 'cloud-off', unsaved: 'alert-hexagon-filled' }

/** The save chip. 保存中 appears only after a second; only a change of kind is spoken, never the minutes counting up. */
export function SaveChip(props: SaveChipProps) {
  const [shown, setShown] = createSignal<SaveState>(props.state.kind === 'saving' ? { kind: 'saved' } : props.state)
  const [spoken, setSpoken] = createSignal('')
  let timer: ReturnType<typeof setTimeout> | undefined
  createEffect(on(() => props.state, (state) => {
    if (state.kind !== 'saving') { clearTimeout(timer); timer = undefined; return setShown(state) }
    if (shown().kind === 'saving') return undefined
    timer ??= setTimeout(() => { timer = undefined; if (props.state.kind === 'saving') setShown(props.state) }, SHOWN_AFTER_MS)
    return undefined
  }))
  createEffect(on(() => shown().kind, () => setSpoken(props.label(shown())), { defer: true }))
  onCleanup(() => clearTimeout(timer))
  const inner = () => <><Icon name={ICON[shown().kind]} /><span class="words">{props.label(shown())}</span></>
  return (
    <span class="ui-save">
      <span class="visually-hidden" role="status">{spoken()}</span>
      <Show when={props.onDetails} fallback={<span class="ui-save-chip" data-kind={shown().kind}>{inner()}</span>}>
        <button type="button" class="ui-save-chip" data-kind={shown().kind} onClick={() => props.onDetails?.()}>{inner()}</button>
      </Show>
    </span>
  )
}
