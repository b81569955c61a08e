import type { DocJson } from '@gongyan/documents'
import type { LessonPlanState, MemberRole, TemplateKey } from '@gongyan/domain'
import { demoUuid } from '../demo-id.ts'
import { personId } from '../people.ts'
import type { Account } from '../people.ts'
import type { DemoPlan } from '../types.ts'
import { unitId, unitPath } from '../units.ts'
import type { UnitKey } from '../units.ts'

interface PlanSource {
  key: string
  title: string
  owner: Account
  unit: UnitKey
  state: LessonPlanState
  template?: TemplateKey
  subject: string
  stage?: string
  grade: string
  periodMinutes?: number
  members?: Partial<Record<Account, MemberRole>>
  createdDaysAgo: number
  updatedDaysAgo: number
  doc: DocJson
}

/** A plan with every key resolved to its id. 常规教案 of a primary school's 40 minutes unless said otherwise. */
export function demoPlan(source: PlanSource): DemoPlan {
  const { owner, unit, members = {}, ...rest } = source
  return {
    template: 'standard',
    stage: '小学',
    periodMinutes: 40,
    ...rest,
    id: demoUuid('lessonPlan', source.key),
    ownerAccount: owner,
    ownerId: personId(owner),
    unitKey: unit,
    orgId: unitId(unit),
    orgPath: unitPath(unit),
    members: (Object.entries(members) as [Account, MemberRole][]).map(([account, role]) => ({
      account,
      userId: personId(account),
      role,
      invitedBy: personId(owner),
    })),
  }
}
