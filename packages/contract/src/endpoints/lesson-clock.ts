import * as z from 'zod'
import { endpoint, json } from '../endpoint.ts'
import * as s from '../schemas.ts'
import { cursor, idempotent, planId } from './parts.ts'

/** The clock of a lesson and what happened in it. */
export const lessonClockEndpoints = {
  getServerTime: endpoint({
    operationId: 'getServerTime',
    method: 'get',
    path: '/time',
    tags: ['lesson-clock'],
    summary: '服务器时间',
    request: {},
    status: 200,
    reply: json(z.object({ serverMs: z.number() })),
    refusals: [],
    public: true,
  }),
  getLessonClock: endpoint({
    operationId: 'getLessonClock',
    method: 'get',
    path: '/lesson-plans/{id}/clock',
    tags: ['lesson-clock'],
    summary: '这节课的时钟',
    request: { params: planId },
    status: 200,
    reply: json(s.LessonClockState),
    refusals: ['lesson-plan/not-found'],
  }),
  startLessonClock: endpoint({
    operationId: 'startLessonClock',
    method: 'post',
    path: '/lesson-plans/{id}/clock',
    tags: ['lesson-clock'],
    summary: '开始上课计时',
    request: { params: planId },
    status: 201,
    reply: json(s.LessonClockState),
    refusals: ['lesson-plan/not-found', 'permission/denied', 'lesson-plan/in-bin', 'lesson-clock/started'],
  }),
  recordLessonEvent: endpoint({
    operationId: 'recordLessonEvent',
    method: 'post',
    path: '/lesson-plans/{id}/events',
    tags: ['lesson-clock'],
    summary: '记下课上的一件事（翻到哪一行等）',
    request: {
      params: planId,
      headers: idempotent,
      json: z.object({
        kind: z.enum(['row.entered', 'page.opened', 'page.hidden', 'mark']),
        rowId: z.string().max(60).optional(),
        serverMs: z.number().describe('moment on the server clock as the client knows it').optional(),
      }),
    },
    status: 201,
    reply: json(z.object({ id: z.uuid(), tMs: z.int().nullable(), at: z.string() })),
    refusals: ['lesson-plan/not-found'],
  }),
  listLessonEvents: endpoint({
    operationId: 'listLessonEvents',
    method: 'get',
    path: '/lesson-plans/{id}/events',
    tags: ['lesson-clock'],
    summary: '这节课留下的事件',
    request: { params: planId, query: z.object(cursor) },
    status: 200,
    reply: json(
      s.page(
        z.object({
          id: z.uuid(),
          kind: z.string(),
          rowId: z.string().nullable(),
          tMs: z.int().nullable(),
          at: z.string(),
          person: s.Person.nullable(),
          source: z.string(),
        }),
      ),
    ),
    refusals: ['lesson-plan/not-found'],
  }),
} as const
