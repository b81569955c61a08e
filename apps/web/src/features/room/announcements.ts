import type { I18n } from '@gongyan/i18n'
import { createEffect, on } from 'solid-js'
import type { RoomView } from '../../media/index.ts'

/** Says what happens in the room to somebody who does not see it: who comes and goes, what is muted, what is shown. */
export function createAnnouncements(room: RoomView, { t }: I18n, announce: (text: string) => void): void {
  createEffect(
    on(
      room.link,
      (link, before) => {
        if (link === 'inside' && before === 'resuming') announce(t('room.announce.returned'))
        else if (link === 'inside') announce(t('room.announce.joined', { count: room.people.length }))
        else if (link === 'outside' && (before === 'inside' || before === 'resuming')) {
          const reason = room.outsideReason()
          announce(reason === null ? t('room.announce.left') : t(`room.outside.${reason}`))
        } else if (before === 'inside' && link !== 'resuming') announce(t('room.announce.returning'))
      },
      { defer: true },
    ),
  )

  const others = () => new Map(room.people.filter((person) => !person.isMe).map((person) => [person.key, person.name]))
  createEffect(
    on([others, room.link], ([now, link], before) => {
      // Those who were there already are counted, not called out one by one.
      if (link !== 'inside' || before?.[1] !== 'inside') return
      for (const [key, name] of now) if (!before[0].has(key)) announce(t('room.announce.personJoined', { name }))
      for (const [key, name] of before[0]) if (!now.has(key)) announce(t('room.announce.personLeft', { name }))
    }),
  )

  createEffect(
    on(
      () => room.me()?.voice,
      (voice, before) => {
        if (before === undefined || voice === undefined || voice === before) return
        if (voice === 'on') announce(t('room.announce.unmuted'))
        else if (voice === 'muted' && before === 'on') announce(t('room.announce.muted'))
      },
    ),
  )
  createEffect(
    on(
      () => room.me() && room.me()?.camera != null,
      (isOn, before) => {
        if (before !== undefined && isOn !== undefined && isOn !== before)
          announce(t(isOn ? 'room.announce.cameraOn' : 'room.announce.cameraOff'))
      },
    ),
  )
  createEffect(
    on(
      () => room.people.find((person) => person.screen)?.name,
      (name, before) => {
        if (name !== undefined && name !== before) announce(t('room.announce.screenStarted', { name }))
        else if (name === undefined && before !== undefined && room.link() === 'inside')
          announce(t('room.announce.screenEnded'))
      },
    ),
  )
}
