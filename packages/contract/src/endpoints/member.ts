import { MEMBER_ROLES } from '@gongyan/domain'
import * as z from 'zod'
import { empty, endpoint, json } from '../endpoint.ts'
import * as s from '../schemas.ts'
import { planId } from './parts.ts'

/** Who writes a plan together. */
export const memberEndpoints = {
  listMembers: endpoint({
    operationId: 'listMembers',
    method: 'get',
    path: '/lesson-plans/{id}/members',
    tags: ['member'],
    summary: '谁在一起写',
    request: { params: planId },
    status: 200,
    reply: json(z.object({ items: z.array(s.Member) })),
    refusals: ['lesson-plan/not-found'],
  }),
  putMember: endpoint({
    operationId: 'putMember',
    method: 'put',
    path: '/lesson-plans/{id}/members/{userId}',
    tags: ['member'],
    summary: '请一位老师来写或来评',
    request: { params: z.object({ id: z.uuid(), userId: z.uuid() }), json: z.object({ role: z.enum(MEMBER_ROLES) }) },
    status: 200,
    reply: json(s.Member),
    refusals: [
      'lesson-plan/not-found',
      'permission/denied',
      'member/not-found',
      'member/other-tree',
      'member/is-owner',
      'lesson-plan/in-bin',
    ],
  }),
  deleteMember: endpoint({
    operationId: 'deleteMember',
    method: 'delete',
    path: '/lesson-plans/{id}/members/{userId}',
    tags: ['member'],
    summary: '收回邀请',
    request: { params: z.object({ id: z.uuid(), userId: z.uuid() }) },
    status: 204,
    reply: empty(),
    refusals: ['lesson-plan/not-found', 'permission/denied', 'member/not-found', 'lesson-plan/in-bin'],
  }),
} as const
