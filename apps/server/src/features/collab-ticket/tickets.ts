import { createHash, randomBytes } from 'node:crypto'
import type { CollabServerOptions } from '@gongyan/collab-server'
import { createTicket, findActor, findLessonPlanFacts, findSession, useTicket } from '@gongyan/db'
import { LESSON_PLAN_LAYOUT } from '@gongyan/documents'
import { canLessonPlan, ok, parseDocumentName, refuse } from '@gongyan/domain'
import type { Actor } from '@gongyan/domain'
import type { Deps } from '../../deps.ts'
import { deny, reply } from '../../http/operation.ts'
import type { Handlers } from '../../http/operation.ts'

const hashTicket = (ticket: string): Uint8Array => createHash('sha256').update(ticket).digest()

/** What a person may do with a document by the policy; undefined: there is no such plan. */
async function accessOf(
  sql: Deps['sql'],
  actor: Actor,
  document: string,
): Promise<'write' | 'read' | 'none' | undefined> {
  const ref = parseDocumentName(document)
  const plan = ref && (await findLessonPlanFacts(sql, ref.id, actor.userId))
  if (!plan) return undefined
  if (!canLessonPlan(actor, 'read', plan)) return 'none'
  return canLessonPlan(actor, 'edit', plan) ? 'write' : 'read'
}

/** Tickets for the collaboration sockets: bound to person, session and document, for one minute and one socket. */
export function createTicketHandlers({
  config,
  sql,
  clock,
}: Pick<Deps, 'config' | 'sql' | 'clock'>): Pick<Handlers, 'createCollabTicket'> {
  return {
    async createCollabTicket({ body, caller, origin }) {
      const ref = parseDocumentName(body.document)
      const document = ref && `${ref.kind}:${ref.id}`
      const access = document && (await accessOf(sql, caller.actor, document))
      if (!document || !access || access === 'none') return deny('collab/unknown-document')
      const ticket = randomBytes(32).toString('base64url')
      const expiresAt = new Date(clock.nowMs() + config.limits.LIMIT_TICKET_SECONDS * 1000)
      await createTicket(sql, {
        hash: hashTicket(ticket),
        userId: caller.actor.userId,
        sessionId: caller.sessionId,
        document,
        expiresAt,
      })
      const socket = origin.replace(/^http/, 'ws')
      return reply({
        ticket,
        collabUrl: `${socket}/collab`,
        yjsUrl: `${socket}/yjs`,
        expiresAt: expiresAt.toISOString(),
        canWrite: access === 'write',
        layout: LESSON_PLAN_LAYOUT,
      })
    },
  }
}

/** How the collaboration server asks whether a socket may open a document, and whether it still may. */
export function createCollabGate({
  sql,
  clock,
}: Pick<Deps, 'sql' | 'clock'>): Pick<CollabServerOptions, 'authorise' | 'recheck'> {
  return {
    async authorise(ticket, document) {
      const used = await useTicket(sql, hashTicket(ticket), document, new Date(clock.nowMs()))
      if (!used.ok) return refuse(used.reason)
      const actor = await findActor(sql, used.userId)
      if (!actor) return refuse('signed-out')
      const access = await accessOf(sql, actor, document)
      if (access === undefined) return refuse('not-found')
      if (access === 'none') return refuse('forbidden')
      return ok({ userId: used.userId, name: used.name, sessionId: used.sessionId, canWrite: access === 'write' })
    },

    async recheck(grant, document) {
      const session = await findSession(sql, grant.sessionId)
      if (!session || session.isDisabled || session.expiresAt.getTime() <= clock.nowMs()) return 'none'
      return (await accessOf(sql, session.actor, document)) ?? 'none'
    },
  }
}
