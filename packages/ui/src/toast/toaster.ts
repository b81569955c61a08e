import { createSignal, type Accessor } from 'solid-js'
import type { IconName } from '../icon/Icon.tsx'

/** Undo stays this long, in seconds (design §7). */
export const UNDO_SECONDS = 9
const NOTE_SECONDS = 6

export interface ToastInput {
  text: string
  icon?: IconName | undefined
  /** Such as 撤销; the remaining seconds are put into the label by the region. */
  action?: { label: (secondsLeft: number) => string; run: () => void } | undefined
  seconds?: number | undefined
}
export interface ToastEntry extends ToastInput {
  id: number
  seconds: number
}

export interface Toaster {
  toasts: Accessor<readonly ToastEntry[]>
  /** Shows a note and returns its id. */
  show: (toast: ToastInput) => number
  dismiss: (id: number) => void
}

const KEPT = 3

/** The page's short notes: newest last, at most three at a time. */
export function createToaster(onShow?: (text: string) => void): Toaster {
  const [toasts, setToasts] = createSignal<readonly ToastEntry[]>([])
  let nextId = 1
  return {
    toasts,
    show: (toast) => {
      const id = nextId++
      setToasts((all) =>
        [...all, { ...toast, id, seconds: toast.seconds ?? (toast.action ? UNDO_SECONDS : NOTE_SECONDS) }].slice(-KEPT),
      )
      onShow?.(toast.text)
      return id
    },
    dismiss: (id) => setToasts((all) => all.filter((toast) => toast.id !== id)),
  }
}
