import { setTimeout as sleep } from 'node:timers/promises'
import { documentName } from '@gongyan/domain'
import { userOf } from './grants.ts'
import type { Rooms } from './rooms.ts'
import { seatingOf, type FindAsker } from './seats.ts'

export interface RoomGuard {
  /**
   * Looks at everybody in the room of a plan and lets the policy stand: who may no longer be there is shown out, who may
   * only listen is muted. Called when access to the plan may have changed and when somebody has come in, because LiveKit
   * honours a token until it expires. Never rejects, and resolves after the first look; what LiveKit does not do then is tried
   * again behind the back of whoever asked, for some seconds.
   */
  review(planId: string): Promise<void>
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
  async function again(planId: string): Promise<void> {
    for (const [index, pause] of PAUSES_MS.entries()) {
      await sleep(pause)
      try {
        return await look(planId)
      } catch (error) {
        if (index === PAUSES_MS.length - 1) onFault(error)
      }
    }
  }
  return {
    async review(planId) {
      try {
        await look(planId)
      } catch {
        void again(planId)
      }
    },
  }
}
