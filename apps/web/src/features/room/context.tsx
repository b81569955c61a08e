import type { Api } from '@gongyan/contract/client'
import type { I18n } from '@gongyan/i18n'
import { createContext, useContext } from 'solid-js'
import type { LessonClockView } from '../../clock/index.ts'
import type { RoomView } from '../../media/index.ts'
import type { FocusKeeper } from './focus.ts'

/** What every part of the room needs. */
export interface RoomWorld {
  readonly api: Api
  readonly i18n: I18n
  readonly room: RoomView
  readonly clock: LessonClockView
  readonly focus: FocusKeeper
  /** May be heard by the policy; the room itself has the last word once inside. */
  readonly maySpeak: () => boolean
  readonly myName: () => string
  /** The presence hue of a person in this document. */
  readonly hueOf: (userId: string) => number
}

const RoomContext = createContext<RoomWorld>()
export const RoomProvider = RoomContext.Provider

/** The room around this component. */
export function useRoom(): RoomWorld {
  const world = useContext(RoomContext)
  if (!world) throw new Error('a part of the room outside of RoomDock')
  return world
}
