import type { OfficeRefusalCode } from '@gongyan/office'

export type OfficeProblem = 'office/absent' | 'office/busy' | 'office/timeout' | 'office/failed'

/** How a refusal of a program is told to people: a file of ours that cannot be converted is just that. */
export const officeProblem = (code: OfficeRefusalCode): OfficeProblem =>
  code === 'office/absent' || code === 'office/busy' || code === 'office/timeout' ? code : 'office/failed'
