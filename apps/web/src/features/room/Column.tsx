import { Button } from '@gongyan/ui'
import { For, Match, Show, Switch } from 'solid-js'
import { Controls } from './Controls.tsx'
import { useRoom } from './context.tsx'
import { Notes, OnTheWay, Outside, type OutsideProps } from './Notes.tsx'
import { PersonTile } from './PersonTile.tsx'
import { clockWords } from './clock-words.ts'

export interface ShapeProps extends OutsideProps {
  onEnlarge: (key: string, source: 'camera' | 'screen') => void
}

/** The room as a narrow column beside the plan. */
export function Column(props: ShapeProps) {
  const {
    i18n: { t },
    room,
    clock,
    focus,
  } = useRoom()
  const isInside = () => room.link() === 'inside' || room.link() === 'resuming'
  return (
    <div class="room-dock" ref={focus.setPlace} data-link={room.link()}>
      <h2 class="since">
        <i class="dot" data-on={isInside() ? '' : undefined} aria-hidden="true" />
        <Show when={isInside() && clock.tMs() !== null} fallback={t('room.name')}>
          {t('room.inSince', { time: clockWords(clock.tMs() ?? 0) })}
        </Show>
      </h2>
      <Switch fallback={<OnTheWay />}>
        <Match when={room.link() === 'outside'}>
          <Outside status={props.status} mayJoin={props.mayJoin} onCheck={props.onCheck} />
        </Match>
        <Match when={isInside()}>
          <ul class="room-tiles" aria-label={t('room.people', { count: room.people.length })}>
            <For each={room.people}>{(person) => <PersonTile person={person} onEnlarge={props.onEnlarge} />}</For>
          </ul>
          <Notes />
          <div class="foot">
            <Controls />
            <Button
              small
              icon="door-exit"
              class="leave"
              onClick={() => {
                focus.follow()
                void room.leave()
              }}
            >
              {t('room.leave')}
            </Button>
          </div>
        </Match>
      </Switch>
    </div>
  )
}
