import { randomUUID } from 'node:crypto'
import { appendAudit, deleteWording, findWording, holdWording, listWordings, putWording } from '@gongyan/db'
import type { WordingRecord } from '@gongyan/db'
import { canSettleWording, canTeachWording, isServedBy, readWordings } from '@gongyan/domain'
import type { Actor } from '@gongyan/domain'
import type { Deps } from '../../deps.ts'
import { deny, reply } from '../../http/operation.ts'
import type { Handlers } from '../../http/operation.ts'
import { invalidField } from '../../http/problem.ts'
import { fieldName, serverWord } from '../../http/words.ts'

const present = (wording: WordingRecord, actor: Actor) => ({
  id: wording.id,
  kind: wording.kind,
  words: wording.words,
  means: wording.means,
  by: { ...wording.by },
  at: wording.at.toISOString(),
  mayForget: canSettleWording(actor, { orgPath: wording.orgPath, taughtBy: wording.byId }),
})

/** What a school calls things; every file that comes into it is read by that. */
export function createWordingHandlers({
  config,
  sql,
  clock,
}: Pick<Deps, 'config' | 'sql' | 'clock'>): Pick<Handlers, 'listWordings' | 'rememberWording' | 'forgetWording'> {
  return {
    async listWordings({ caller: { actor } }) {
      const place = actor.identities[0]
      if (!place) return reply({ items: [], mayAdd: false })
      const wordings = await listWordings(sql, place.orgPath)
      return reply({
        items: wordings.map((wording) => present(wording, actor)),
        mayAdd: canTeachWording(actor, place),
      })
    },

    async rememberWording({ body, caller: { actor } }) {
      const place = actor.identities[0]
      if (!place) return deny('permission/denied', { detail: serverWord('server.noUnit') })
      if (!canTeachWording(actor, place)) return deny('permission/denied')
      if (!readWordings([body]).ok)
        return {
          ok: false,
          refusal: invalidField(
            ['means'],
            'invalid_value',
            serverWord('server.wrong', { field: fieldName(['means']) }),
          ),
        }
      const at = new Date(clock.nowMs())
      const kept = await sql.begin(async (tx) => {
        const { known, count } = await holdWording(tx, place.orgId, body)
        if (known && !canSettleWording(actor, { orgPath: known.orgPath, taughtBy: known.byId })) {
          // Two colleagues who say the same agree.
          return known.means === body.means ? known.id : ('wording/others' as const)
        }
        if (!known && count >= config.limits.LIMIT_WORDINGS_PER_UNIT) return 'wording/too-many' as const
        const id = await putWording(tx, { ...body, id: randomUUID(), orgId: place.orgId, byId: actor.userId, at })
        await appendAudit(tx, {
          actorId: actor.userId,
          action: 'wording.remembered',
          subject: `wording:${id}`,
          detail: { kind: body.kind, isChanged: known !== undefined },
          at,
        })
        return id
      })
      if (kept === 'wording/others' || kept === 'wording/too-many') return deny(kept)
      const wording = await findWording(sql, kept)
      if (!wording) throw new Error('a wording that was just remembered is not there')
      return reply(present(wording, actor))
    },

    async forgetWording({ params, caller: { actor } }) {
      const wording = await findWording(sql, params.wordingId)
      if (!wording || !isServedBy(actor, wording)) return deny('wording/not-found')
      if (!canSettleWording(actor, { orgPath: wording.orgPath, taughtBy: wording.byId }))
        return deny('permission/denied')
      await sql.begin(async (tx) => {
        await deleteWording(tx, wording.id)
        await appendAudit(tx, {
          actorId: actor.userId,
          action: 'wording.forgotten',
          subject: `wording:${wording.id}`,
          at: new Date(clock.nowMs()),
        })
      })
      return reply(undefined)
    },
  }
}
