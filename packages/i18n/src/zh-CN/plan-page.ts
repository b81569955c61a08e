import { plan } from './plan.ts'
import { recovery } from './recovery.ts'
import { room } from './room.ts'

/** The words that come with a plan's page. */
export const planPage = { ...plan, ...room, ...recovery } as const
