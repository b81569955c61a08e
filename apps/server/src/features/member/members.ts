import { appendAudit, deleteMember, findActor, listMembers, putMember } from '@gongyan/db'
import { documentName, treesOf } from '@gongyan/domain'
import type { UserId } from '@gongyan/domain'
import type { Deps } from '../../deps.ts'
import { deny, reply } from '../../http/operation.ts'
import type { Handlers } from '../../http/operation.ts'
import { presentMember } from '../lesson-plan/index.ts'
import { requireAllowed, requireReadable } from '../lesson-plan/index.ts'

type Operation = 'listMembers' | 'putMember' | 'deleteMember'

export interface MemberDeps extends Pick<Deps, 'sql' | 'clock'> {
  readonly accessChanged: (planId: string) => Promise<void>
}

/** Who writes a plan together. Withdrawing takes effect on open sockets before the reply goes out. */
export function createMemberHandlers({ sql, clock, accessChanged }: MemberDeps): Pick<Handlers, Operation> {
  return {
    async listMembers({ params, caller }) {
      const found = await requireReadable(sql, params.id, caller.actor)
      if (!found.ok) return found
      return reply({ items: (await listMembers(sql, found.value.facts.id)).map(presentMember) })
    },

    async putMember({ params, body, caller }) {
      const found = await requireAllowed(sql, params.id, caller.actor, 'invite')
      if (!found.ok) return found
      const { facts } = found.value
      const userId = params.userId.toLowerCase() as UserId
      if (userId === facts.ownerId) return deny('member/is-owner')
      const invited = await findActor(sql, userId)
      if (!invited) return deny('member/not-found')
      if (!treesOf(invited).some((tree) => tree === facts.orgPath[0])) return deny('member/other-tree')
      const at = new Date(clock.nowMs())
      const before = await sql.begin(async (tx) => {
        const role = await putMember(tx, {
          planId: facts.id,
          userId,
          role: body.role,
          invitedBy: caller.actor.userId,
          at,
        })
        if (role !== body.role)
          await appendAudit(tx, {
            actorId: caller.actor.userId,
            action: 'lessonPlan.memberInvited',
            subject: documentName({ kind: 'lessonPlan', id: facts.id }),
            detail: { userId, role: body.role, before: role },
            at,
          })
        return role
      })
      if (before !== body.role) await accessChanged(facts.id)
      const member = (await listMembers(sql, facts.id)).find(({ person }) => person.id === userId)
      if (!member) return deny('member/not-found')
      return reply(presentMember(member))
    },

    async deleteMember({ params, caller }) {
      const found = await requireAllowed(sql, params.id, caller.actor, 'invite')
      if (!found.ok) return found
      const { facts } = found.value
      const at = new Date(clock.nowMs())
      const isGone = await sql.begin(async (tx) => {
        if (!(await deleteMember(tx, facts.id, params.userId as UserId))) return false
        await appendAudit(tx, {
          actorId: caller.actor.userId,
          action: 'lessonPlan.memberWithdrawn',
          subject: documentName({ kind: 'lessonPlan', id: facts.id }),
          detail: { userId: params.userId },
          at,
        })
        return true
      })
      if (!isGone) return deny('member/not-found')
      await accessChanged(facts.id)
      return reply(undefined)
    },
  }
}
