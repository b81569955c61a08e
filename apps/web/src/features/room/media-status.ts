import type { Api } from '@gongyan/contract/client'
import { createSignal, onCleanup, type Accessor } from 'solid-js'

export type MediaServiceState = 'unknown' | 'ready' | 'preparing' | 'absent'

const LOOK_AGAIN_MS = 3_000
const ASK_AGAIN_MS = 10_000

/** Whether rooms can be opened; asked again by itself while the answer may still change. */
export function createMediaStatus(api: Pick<Api, 'getMediaStatus'>): Accessor<MediaServiceState> {
  const [state, setState] = createSignal<MediaServiceState>('unknown')
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false
  const ask = async () => {
    const reply = await api.getMediaStatus({})
    if (isOver) return
    if (reply.ok) setState(reply.data.state)
    if (!reply.ok || reply.data.state === 'preparing') timer = setTimeout(ask, reply.ok ? LOOK_AGAIN_MS : ASK_AGAIN_MS)
  }
  void ask()
  onCleanup(() => {
    isOver = true
    clearTimeout(timer)
  })
  return state
}
