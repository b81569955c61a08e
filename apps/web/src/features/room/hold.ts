import type { Api } from '@gongyan/contract/client'
import { createRoot, onCleanup } from 'solid-js'
import { createRoom, type RoomView } from '../../media/index.ts'

const PATIENCE_MS = 500

interface Held {
  readonly room: RoomView
  readonly end: () => void
  users: number
  timer: ReturnType<typeof setTimeout> | undefined
}
const held = new Map<string, Held>()

/**
 * The room of a name, the same one for every dock of the page. It is left when no dock has held it for half a second, so that
 * turning a phone or widening a window, which moves the dock to another place, does not end a call.
 */
export function holdRoom(api: Api, name: string): RoomView {
  const known =
    held.get(name) ?? createRoot((end): Held => ({ room: createRoom(api, name), end, users: 0, timer: undefined }))
  held.set(name, known)
  clearTimeout(known.timer)
  known.users++
  onCleanup(() => {
    if (--known.users > 0) return
    known.timer = setTimeout(() => {
      held.delete(name)
      known.end()
    }, PATIENCE_MS)
  })
  return known.room
}
