import { createEffect, on, type Accessor } from 'solid-js'
import type { LinkState } from '../../media/index.ts'

export interface FocusKeeper {
  /** Where focus goes when the control that was pressed has gone: its first switch, else the first button in here. */
  setPlace(place: HTMLElement): void
  /** To be called when somebody joins or leaves by hand: their focus follows them into the new state. */
  follow(): void
}

/**
 * Joining and leaving replace the very button that was pressed, and a keyboard would be thrown back to the beginning of the
 * page. Changes nobody asked for, such as a broken connection, never move focus.
 */
export function createFocusKeeper(link: Accessor<LinkState>): FocusKeeper {
  let place: HTMLElement | null = null
  let follows = false
  createEffect(
    on(
      link,
      (now) => {
        if (!follows || (now !== 'inside' && now !== 'outside')) return
        follows = false
        requestAnimationFrame(() => {
          if (document.activeElement !== document.body) return
          const control = place?.querySelector<HTMLElement>('.room-controls button')
          ;(control ?? place?.querySelector('button'))?.focus()
        })
      },
      { defer: true },
    ),
  )
  return {
    setPlace: (element) => {
      place = element
    },
    follow: () => {
      follows = true
    },
  }
}
