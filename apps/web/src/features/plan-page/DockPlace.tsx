import { Show, Suspense, createSignal, lazy, onCleanup, createEffect } from 'solid-js'
import { createMediaQuery } from '../../shell/index.ts'
import { createColleagues } from './use-session.ts'
import { usePlan } from './world.tsx'

const RoomDock = lazy(async () => ({ default: (await import('../room/index.tsx')).RoomDock }))

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
    if (model.editor() === null || isTime()) return
    if ('requestIdleCallback' in window) {
      const idle = requestIdleCallback(() => setTime(true), { timeout: 2000 })
      onCleanup(() => cancelIdleCallback(idle))
    } else {
      const timer = setTimeout(() => setTime(true), 200)
      onCleanup(() => clearTimeout(timer))
    }
  })
  return (
    <Show when={isHere()}>
      <aside class={`plan-dock ${props.shape}`} data-region="dock" aria-label={i18n.t('plan.region.dock')}>
        <Show when={isTime()}>
          {/* Its own waiting place: the page's would take the plan away from under the caret while the room is fetched. */}
          <Suspense>
            <RoomDock
              api={api}
              i18n={i18n}
              announce={(text) => announce(text, 'room')}
              planId={plan().id}
              me={me}
              abilities={plan().abilities}
              shape={props.shape}
              hueOf={(id) => colleagues().find((one) => one.id === id)?.color}
            />
          </Suspense>
        </Show>
      </aside>
    </Show>
  )
}
