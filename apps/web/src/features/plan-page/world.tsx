import type { Api, LessonPlan } from '@gongyan/contract/client'
import type { AnnouncerChannel, Toaster } from '@gongyan/ui'
import { createContext, useContext } from 'solid-js'
import type { Services } from '../../shell/index.ts'
import type { PlanModel } from './plan-model.ts'

/** What every part of the plan's page needs. */
export interface PlanWorld {
  readonly api: Api
  readonly i18n: Services['i18n']
  readonly me: { readonly id: string; readonly name: string }
  readonly toaster: Toaster
  announce(text: string, channel?: AnnouncerChannel): void
  readonly model: PlanModel
  /** The plan as the server answered last: its abilities, members, period. */
  plan(): LessonPlan
  setPlan(plan: LessonPlan): void
}

const PlanContext = createContext<PlanWorld>()
export const PlanProvider = PlanContext.Provider

/** The plan's page around this component. */
export function usePlan(): PlanWorld {
  const world = useContext(PlanContext)
  if (!world) throw new Error('a part of the plan page outside of it')
  return world
}

/** Whether this person can change the text now: the editor stands, and policy and server let them. */
export const canWrite = ({ model, plan }: PlanWorld): boolean =>
  model.editor() !== null && plan().abilities.edit && model.session()?.canWrite() !== false
