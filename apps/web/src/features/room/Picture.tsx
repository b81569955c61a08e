import { createEffect, on, onCleanup } from 'solid-js'
import { useRoom } from './context.tsx'

/** Somebody's moving picture; the network sends no more of it than the element's size needs. */
export function Picture(props: {
  personKey: string
  source: 'camera' | 'screen'
  track: string
  isMirrored?: boolean
}) {
  const { room } = useRoom()
  let video!: HTMLVideoElement
  createEffect(
    on(
      () => [props.personKey, props.source, props.track] as const,
      ([key, source]) => onCleanup(room.attach(key, source, video)),
    ),
  )
  return (
    <video
      ref={video}
      class="room-picture"
      classList={{ mirrored: props.isMirrored ?? false }}
      autoplay
      playsinline
      muted
      aria-hidden="true"
    />
  )
}
