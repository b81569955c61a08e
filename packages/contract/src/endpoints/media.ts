import * as z from 'zod'
import { endpoint, json } from '../endpoint.ts'
import * as s from '../schemas.ts'

/** Tickets for rooms. */
export const mediaEndpoints = {
  createMediaTicket: endpoint({
    operationId: 'createMediaTicket',
    method: 'post',
    path: '/media-tickets',
    tags: ['media'],
    summary: '进会议房间的票',
    request: {
      json: z.object({
        room: z.string().max(100),
        device: z
          .string()
          .regex(/^[\w-]{1,40}$/)
          .optional()
          .describe('同一页重进时不变；同一个人同一页的旧连接会被替下'),
      }),
    },
    status: 201,
    reply: json(s.MediaTicket),
    refusals: ['media/unknown-room', 'permission/denied', 'media/full', 'media/absent', 'media/preparing'],
  }),
  getMediaStatus: endpoint({
    operationId: 'getMediaStatus',
    method: 'get',
    path: '/media-status',
    tags: ['media'],
    summary: '会议服务好了没有',
    request: {},
    status: 200,
    reply: json(s.MediaStatus),
    refusals: [],
  }),
} as const
