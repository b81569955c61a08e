import { setTimeout as sleep } from 'node:timers/promises'
import { documentName } from '@gongyan/domain'
import { userOf } from './grants.ts'
import type { Rooms } from './rooms.ts'
import { seatingOf, type FindAsker } from './seats.ts'

export interface RoomGuard {
  /**
   * Looks at everybody in the room of a plan and lets the policy stand: who may no longer be there is shown out, who may
   * only listen is muted. Called when access to the plan may have changed and when somebody has come in, because LiveKit
   * honours a token until it expires. What LiveKit does not do at once is tried again for some seconds, unless the signal
   * says to give up. Never rejects.
   */
  review(planId: string, signal?: AbortSignal): Promise<void>
}

const PAUSES_MS = [100, 300, 1000, 3000, 8000]

/** A guard over these rooms; `onFault` hears of a review that was given up. */
export function createRoomGuard(rooms: Rooms, findAsker: FindAsker, onFault: (error: unknown) => void): RoomGuard {
  async function look(planId: string): Promise<void> {
    const room = documentName({ kind: 'lessonPlan', id: planId })
    await Promise.all(
      (await rooms.people(room)).map(async ({ identity, canPublish }) => {
        const userId = userOf(identity)
        if (userId === null) return
        const asker = await findAsker(userId, planId)
        const seating = asker ? seatingOf(asker) : 'unaware'
        if (seating === 'outside' || seating === 'unaware') await rooms.remove(room, identity)
        else if (canPublish !== (seating === 'speaks')) await rooms.setSpeaking(room, identity, seating === 'speaks')
      }),
    )
  }
  return {
    async review(planId, signal) {
      for (const pause of [...PAUSES_MS, null])
        try {
          return await look(planId)
        } catch (error) {
          if (signal?.aborted) return
          if (pause === null) return onFault(error)
          await sleep(pause, undefined, signal ? { signal } : {}).catch(() => undefined)
        }
    },
  }
}
