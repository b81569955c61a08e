import * as z from 'zod'
import { endpoint, json } from '../endpoint.ts'
import * as s from '../schemas.ts'
import { cursor } from './parts.ts'

/** People of the county. */
export const orgEndpoints = {
  listPeople: endpoint({
    operationId: 'listPeople',
    method: 'get',
    path: '/people',
    tags: ['org'],
    summary: '按姓名找本县的老师',
    request: { query: z.object({ q: z.string().max(60).default(''), ...cursor }) },
    status: 200,
    reply: json(s.page(s.Person)),
    refusals: [],
  }),
} as const
