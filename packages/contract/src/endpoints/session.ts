import * as z from 'zod'
import { empty, endpoint, json } from '../endpoint.ts'
import * as s from '../schemas.ts'

/** Signing in and out. */
export const sessionEndpoints = {
  signIn: endpoint({
    operationId: 'signIn',
    method: 'post',
    path: '/session',
    tags: ['session'],
    summary: '登录',
    public: true,
    request: {
      json: z.object({
        account: z.string().min(1).max(100),
        password: z.string().min(1).max(200),
        remember: z.boolean().default(false),
      }),
    },
    status: 200,
    reply: json(s.Me),
    refusals: ['session/wrong-credentials', 'session/throttled'],
  }),
  signOut: endpoint({
    operationId: 'signOut',
    method: 'delete',
    path: '/session',
    tags: ['session'],
    summary: '退出',
    request: {},
    status: 204,
    reply: empty(),
    refusals: [],
  }),
  getMe: endpoint({
    operationId: 'getMe',
    method: 'get',
    path: '/me',
    tags: ['session'],
    summary: '我是谁',
    request: {},
    status: 200,
    reply: json(s.Me),
    refusals: [],
  }),
} as const
