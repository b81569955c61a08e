import * as z from 'zod'
import { endpoint, json } from '../endpoint.ts'
import * as s from '../schemas.ts'
import { cursor, idempotent, planId } from './parts.ts'

/** After an update, or at a time; now when neither is said. */
const moment = {
  at: z.iso.datetime({ offset: true }).optional(),
  seq: z.coerce.number().int().min(1).optional(),
}

/** Where somebody's words went, for administrators: what was received, how a plan stood, and building it anew. */
export const auditEndpoints = {
  listPlanUpdates: endpoint({
    operationId: 'listPlanUpdates',
    method: 'get',
    path: '/lesson-plans/{id}/updates',
    tags: ['audit'],
    summary: '管理员查看收到的每一次改动：谁、何时、多大；每次查看都有记录',
    request: { params: planId, query: z.object(cursor) },
    status: 200,
    reply: json(s.page(s.HistoryEntry)),
    refusals: ['lesson-plan/not-found', 'permission/denied'],
  }),
  getPlanState: endpoint({
    operationId: 'getPlanState',
    method: 'get',
    path: '/lesson-plans/{id}/state',
    tags: ['audit'],
    summary: '管理员查看教案在某一刻的样子；每次查看都有记录',
    request: { params: planId, query: z.object(moment) },
    status: 200,
    reply: json(
      z.object({
        seq: z.int().describe('the last update in it; 0 before the first'),
        at: s.instant.nullable(),
        doc: z.unknown(),
      }),
    ),
    refusals: ['lesson-plan/not-found', 'permission/denied'],
  }),
  rebuildPlan: endpoint({
    operationId: 'rebuildPlan',
    method: 'post',
    path: '/lesson-plans/{id}/rebuilds',
    tags: ['audit'],
    summary: '管理员把教案在某一刻的样子恢复成一份新教案，归原来的主人',
    request: {
      params: planId,
      headers: idempotent,
      json: z.object({ at: moment.at, seq: z.int().min(1).optional() }),
    },
    status: 201,
    reply: json(z.object({ id: z.uuid(), title: z.string() })),
    refusals: ['lesson-plan/not-found', 'permission/denied', 'request/idempotency-mismatch', 'request/in-progress'],
  }),
} as const
