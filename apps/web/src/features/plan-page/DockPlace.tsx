import { Show, createEffect, createSignal, onCleanup } from 'solid-js'
import { createMediaQuery, createPart, whenIdle } from '../../shell/index.ts'
import { createColleagues } from './use-session.ts'
import { usePlan } from './world.tsx'

const room = createPart(async () => (await import('../room/index.tsx')).RoomDock)
/** A room whose code could not be fetched is tried again after this, ms. */
const ASK_AGAIN_MS = 10_000

/** From this width on the room has a column of its own. */
const WIDE = '(min-width: 80em)'

/** The room beside the plan: a column where there is room, a line in the top bar where there is not. Loaded after the plan can be written. */
export function DockPlace(props: { shape: 'column' | 'line' }) {
  const world = usePlan()
  const { api, i18n, me, model, plan, announce } = world
  const colleagues = createColleagues(world)
  const isWide = createMediaQuery(WIDE)
  const isHere = () => isWide() === (props.shape === 'column') && plan().abilities.joinRoom
  // The text first: the room's code waits until the browser has nothing to do for the plan.
  const [isTime, setTime] = createSignal(false)
  createEffect(() => {
    if (model.editor() !== null && !isTime()) onCleanup(whenIdle(() => setTime(true), 2_000))
  })
  let again: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(again))
  return (
    <Show when={isHere()}>
      <aside class={`plan-dock ${props.shape}`} data-region="dock" aria-label={i18n.t('plan.region.dock')}>
        <Show when={isTime()}>
          <room.Part
            isUnasked
            onMissing={() => {
              again = setTimeout(() => setTime(false), ASK_AGAIN_MS)
            }}
            api={api}
            i18n={i18n}
            announce={(text) => announce(text, 'room')}
            planId={plan().id}
            me={me}
            abilities={plan().abilities}
            shape={props.shape}
            hueOf={(id) => colleagues().find((one) => one.id === id)?.color}
          />
        </Show>
      </aside>
    </Show>
  )
}
