import * as z from 'zod'
import { empty, endpoint, json } from '../endpoint.ts'
import * as s from '../schemas.ts'
import { cursor, idempotent, planId } from './parts.ts'

/** After an update, or at a time; now when neither is said. */
const moment = {
  at: z.iso.datetime({ offset: true }).optional(),
  seq: z.coerce.number().int().min(1).optional(),
}

const refusals = ['lesson-plan/not-found', 'permission/denied'] as const
const seq = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const count = z.int()

/** Where somebody's words went, for administrators: what was received, how a plan stood, and building it anew. */
export const auditEndpoints = {
  listAuditablePlans: endpoint({
    operationId: 'listAuditablePlans',
    method: 'get',
    path: '/auditable-plans',
    tags: ['audit'],
    summary: '管理员按课题、老师姓名找教案，草稿和回收站里的也在内；只有题目和主人',
    request: { query: z.object({ q: z.string().max(200).optional() }) },
    status: 200,
    reply: json(
      z.object({
        items: z.array(s.AuditablePlan).describe('最近改过的在前，最多 20 份'),
        hasMore: z.boolean(),
      }),
    ),
    refusals: ['permission/denied'],
  }),
  getPlanActivity: endpoint({
    operationId: 'getPlanActivity',
    method: 'get',
    path: '/lesson-plans/{id}/activity',
    tags: ['audit'],
    summary: '管理员看谁在什么时候写了多少、删了多少，按时间分格',
    request: {
      params: planId,
      query: z.object({
        from: z.iso.datetime({ offset: true }).optional(),
        to: z.iso.datetime({ offset: true }).optional(),
        cells: z.coerce.number().int().min(1).max(1000).default(240),
      }),
    },
    status: 200,
    reply: json(
      z.object({
        plan: s.AuditablePlan,
        count: count.describe('all updates received'),
        firstAt: s.instant.nullable(),
        lastAt: s.instant.nullable(),
        from: s.instant,
        to: s.instant,
        cells: count,
        missingSeq: count
          .nullable()
          .describe('the first update that is missing or damaged; nothing after it is counted'),
        authors: z.array(
          z.object({
            person: s.Person.nullable(),
            updates: count,
            written: count.describe('characters'),
            erased: count.describe('characters and nodes'),
            cells: z
              .array(
                z.object({
                  index: count,
                  updates: count,
                  written: count,
                  erased: count,
                  erasedSeq: count.nullable().describe('the first update in it that erased something'),
                  erasedAt: s.instant.nullable(),
                }),
              )
              .describe('only those with something in them'),
          }),
        ),
      }),
    ),
    refusals,
  }),
  listPlanChanges: endpoint({
    operationId: 'listPlanChanges',
    method: 'get',
    path: '/lesson-plans/{id}/changes',
    tags: ['audit'],
    summary: '管理员看两次改动之间加了什么、删了什么',
    request: { params: planId, query: z.object({ after: seq, upTo: seq.optional() }) },
    status: 200,
    reply: json(
      z.object({
        items: z
          .array(
            z.object({
              kind: z.enum(['inserted', 'deleted', 'formatted']),
              person: s.Person.nullable(),
              at: s.instant,
              firstSeq: count,
              lastSeq: count,
              rowId: z.string().nullable(),
              text: z.string().describe('empty for a node itself'),
            }),
          )
          .max(500),
        hasMore: z.boolean(),
      }),
    ),
    refusals,
  }),
  listPlanUpdates: endpoint({
    operationId: 'listPlanUpdates',
    method: 'get',
    path: '/lesson-plans/{id}/updates',
    tags: ['audit'],
    summary: '管理员查看收到的每一次改动：谁、何时、多大；每次查看都有记录',
    request: { params: planId, query: z.object({ ...cursor, upTo: seq.optional() }) },
    status: 200,
    reply: json(
      s.page(
        s.HistoryEntry.extend({
          written: count.describe('characters'),
          erased: count.describe('characters and nodes'),
        }),
      ),
    ),
    refusals,
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
        authors: z.array(s.Person.nullable()),
        spans: z
          .array(z.object({ length: z.int(), author: z.int().describe('index into authors') }))
          .nullable()
          .describe('who wrote the text of doc, run by run in UTF-16 units; null when that cannot be told'),
      }),
    ),
    refusals,
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
  withdrawRebuild: endpoint({
    operationId: 'withdrawRebuild',
    method: 'delete',
    path: '/lesson-plans/{id}/rebuilds/{rebuiltId}',
    tags: ['audit'],
    summary: '管理员收回刚恢复的新教案，放进回收站；有人在里面写过就不收',
    request: { params: z.object({ id: z.uuid(), rebuiltId: z.uuid() }) },
    status: 204,
    reply: empty(),
    refusals,
  }),
} as const
