import * as z from 'zod'
import { endpoint, json } from '../endpoint.ts'
import * as s from '../schemas.ts'

/** Tickets for the collaboration sockets. */
export const collabEndpoints = {
  createCollabTicket: endpoint({
    operationId: 'createCollabTicket',
    method: 'post',
    path: '/collab-tickets',
    tags: ['collab'],
    summary: '一张一分钟的票，开一个协作连接',
    request: { json: z.object({ document: z.string().max(100) }) },
    status: 201,
    reply: json(s.CollabTicket),
    refusals: ['collab/unknown-document'],
  }),
} as const
