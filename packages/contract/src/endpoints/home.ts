import { endpoint, json } from '../endpoint.ts'
import * as s from '../schemas.ts'

/** The desk. */
export const homeEndpoints = {
  getHome: endpoint({
    operationId: 'getHome',
    method: 'get',
    path: '/home',
    tags: ['session'],
    summary: '首页：接下来三件事',
    request: {},
    status: 200,
    reply: json(s.Home),
    refusals: [],
  }),
} as const
