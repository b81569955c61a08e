import { ok, refuse, type Result } from '@gongyan/domain'
import type { Deps } from '../../deps.ts'
import { deny, reply, type Handlers } from '../../http/operation.ts'
import { createFindAsker } from './find-asker.ts'
import { createRoomGuard } from './guard.ts'
import { issueTicket } from './issue-ticket.ts'
import { reconcile } from './reconcile.ts'
import { receiveNotice } from './receive-notice.ts'
import { createRooms } from './rooms.ts'

export interface Media {
  readonly handlers: Pick<Handlers, 'createMediaTicket' | 'getMediaStatus'>
  /** A notice of LiveKit as it came: the signature is over the bytes of the body. */
  receive(body: string, authorization: string | undefined): Promise<Result<null, 'hook/unverified'>>
  /** To be called when somebody's access to a plan may have changed: their rooms are looked at beside the request. */
  accessChanged(planId: string): void
  /** Puts on record what no notice told of rooms and people, and looks at everybody in a room; nothing while LiveKit is away. */
  reconcile(signal?: AbortSignal): Promise<void>
}

type World = Pick<Deps, 'config' | 'sql' | 'clock' | 'liveKit' | 'background' | 'log'>

/** The rooms beside the plans, as far as the server has a part in them. */
export function createMedia({ config, sql, clock, liveKit: state, background, log }: World): Media {
  const findAsker = createFindAsker(sql)
  const liveKit = config.liveKit
  const rooms = liveKit && createRooms(liveKit, config.limits.LIMIT_ROOM_PARTICIPANTS)
  const guard = rooms && createRoomGuard(rooms, findAsker, (err) => log.error({ err }, 'a room could not be reviewed'))
  const review = (planId: string): void => {
    if (guard) background.run('room review', (signal) => guard.review(planId, signal))
  }
  return {
    handlers: {
      async createMediaTicket({ body, caller, origin }) {
        const issued = await issueTicket(
          {
            liveKit,
            state: state.get(),
            rooms,
            findAsker,
            ttlSeconds: config.limits.LIMIT_MEDIA_TICKET_SECONDS,
            maxParticipants: config.limits.LIMIT_ROOM_PARTICIPANTS,
            nowMs: clock.nowMs(),
          },
          { room: body.room, device: body.device ?? null, userId: caller.actor.userId, origin },
        )
        if (issued.ok) return reply(issued.value)
        const { code, ...more } = issued.refusal
        return deny(code, more)
      },
      async getMediaStatus() {
        const now = state.get()
        return reply({ state: now.state, reason: now.state === 'ready' ? null : now.reason })
      },
    },
    async receive(body, authorization) {
      if (!liveKit) return refuse('hook/unverified')
      const receipt = await receiveNotice({ liveKit, sql, nowMs: clock.nowMs() }, body, authorization)
      if (!receipt.ok) return receipt
      const { planId, kind, kept } = receipt.value
      // A token outlives the permission it was made from; who comes in with one is looked at once more.
      if (kept && kind === 'participant.joined' && planId) review(planId)
      return ok(null)
    },
    accessChanged(planId) {
      // Of a LiveKit that is away nobody is in a room, and everybody who comes back in is looked at then.
      if (state.get().state === 'ready') review(planId)
    },
    async reconcile(signal) {
      if (!rooms || state.get().state !== 'ready') return
      for (const planId of await reconcile({ sql, rooms, nowMs: () => clock.nowMs() }, signal)) review(planId)
    },
  }
}
