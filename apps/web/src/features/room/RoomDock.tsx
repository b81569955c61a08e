import './room.css'
import type { Api } from '@gongyan/contract/client'
import type { I18n } from '@gongyan/i18n'
import { hueOf } from '@gongyan/ui'
import { Show, createEffect, createSignal, on, onCleanup } from 'solid-js'
import { createLessonClock, type LessonClockView } from '../../clock/index.ts'
import { createPart } from '../../shell/index.ts'
import { createAnnouncements } from './announcements.ts'
import { Column } from './Column.tsx'
import { RoomProvider, type RoomWorld } from './context.tsx'
import { createFocusKeeper } from './focus.ts'
import { holdRoom } from './hold.ts'
import { Line } from './Line.tsx'
import { createMediaStatus } from './media-status.ts'
import { Stage, type OnStage } from './Stage.tsx'

const check = createPart(async () => (await import('./JoinDialog.tsx')).JoinDialog)

export interface RoomDockProps {
  api: Api
  i18n: I18n
  /** Speaks a sentence on the announcer's room channel. */
  announce: (text: string) => void
  planId: string
  me: { readonly id: string; readonly name: string }
  /** Of the plan, as the server answered. */
  abilities: { readonly joinRoom: boolean; readonly speakInRoom: boolean }
  /** A column beside the plan, or a line where there is no room for one; going from one to the other keeps the call. */
  shape: 'column' | 'line'
  /** The hue a person has in this document; one of their id where the page knows none. */
  hueOf?: ((userId: string) => number | undefined) | undefined
  /** The lesson's clock where the page has one already. */
  clock?: LessonClockView | undefined
}

/** The room beside a plan: who is in it, joining with a check of the devices, and the switches. */
export function RoomDock(props: RoomDockProps) {
  // The plan, the client and the language of one dock never change: another plan is another dock.
  // eslint-disable-next-line solid/reactivity
  const { api, i18n, planId, announce, clock: given } = props
  const { t } = i18n
  const room = holdRoom(api, `lessonPlan:${planId}`)
  const status = createMediaStatus(api)
  const clock = given ?? createLessonClock(api, planId)
  const [isChecking, setChecking] = createSignal(false)
  const [stage, setStage] = createSignal<OnStage | null>(null)
  const focus = createFocusKeeper(room.link)
  const world: RoomWorld = {
    api,
    i18n,
    room,
    clock,
    focus,
    maySpeak: () => props.abilities.speakInRoom,
    myName: () => props.me.name,
    hueOf: (userId) => props.hueOf?.(userId) ?? hueOf(userId),
  }

  createAnnouncements(room, i18n, announce)
  createEffect(
    on(status, (now, before) => {
      if (now === 'ready' && before === 'preparing') announce(t('room.announce.ready'))
    }),
  )
  // The first person in the room starts the lesson's clock, by a notice that reaches the server a moment later.
  createEffect(
    on(room.link, (link) => {
      if (link !== 'inside' || clock.state() === 'running') return
      const timers = [500, 2_000, 5_000].map((after) =>
        setTimeout(() => {
          if (clock.state() !== 'running') void clock.refresh()
        }, after),
      )
      onCleanup(() => {
        for (const timer of timers) clearTimeout(timer)
      })
    }),
  )
  // A screen that somebody begins to show is what all are meant to look at.
  createEffect(
    on(
      () => room.people.find((person) => person.screen && !person.isMe)?.key,
      (key, before) => {
        if (key && key !== before) setStage({ key, source: 'screen' })
      },
    ),
  )
  createEffect(() => {
    const shown = stage()
    const person = shown && room.people.find((one) => one.key === shown.key)
    if (shown && !(shown.source === 'screen' ? person?.screen : person?.camera)) setStage(null)
  })

  const parts = () => ({
    status: status(),
    mayJoin: props.abilities.joinRoom,
    onCheck: () => setChecking(true),
    onEnlarge: (key: string, source: 'camera' | 'screen') => setStage({ key, source }),
  })
  return (
    <RoomProvider value={world}>
      <Show when={props.shape === 'column'} fallback={<Line {...parts()} />}>
        <Column {...parts()} />
      </Show>
      <Show when={stage()} keyed>
        {(shown) => <Stage shown={shown} onClose={() => setStage(null)} />}
      </Show>
      <Show when={isChecking()}>
        <check.Part
          isOpen
          userId={props.me.id}
          onClose={() => setChecking(false)}
          onMissing={() => setChecking(false)}
          onJoin={(choices) => {
            setChecking(false)
            focus.follow()
            void room.join(choices)
          }}
        />
      </Show>
    </RoomProvider>
  )
}
