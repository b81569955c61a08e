import * as z from 'zod'
import { endpoint, json } from '../endpoint.ts'
import * as s from '../schemas.ts'
import { word } from './parts.ts'

/** What a browser may know before anybody has signed in, and the first administrator. */
export const installationEndpoints = {
  getInstallation: endpoint({
    operationId: 'getInstallation',
    method: 'get',
    path: '/installation',
    tags: ['session'],
    summary: '这台服务器：是否示范县、示范账号',
    public: true,
    request: {},
    status: 200,
    reply: json(
      z.object({
        isDemonstration: z.boolean(),
        needsSetUp: z
          .boolean()
          .describe('nobody has an account yet: the first administrator sets up with the code the server printed'),
        countyName: z.string().nullable(),
        demoPassword: z.string().nullable(),
        demoAccounts: z.array(s.DemoAccount),
      }),
    ),
    refusals: [],
  }),
  setUpInstallation: endpoint({
    operationId: 'setUpInstallation',
    method: 'post',
    path: '/installation',
    tags: ['session'],
    summary: '首次启用：用服务器打印的一次性代码建立本县和第一位管理员',
    public: true,
    request: {
      json: z.object({
        code: z.string().trim().min(1).max(100),
        countyName: word,
        account: z
          .string()
          .trim()
          .min(1)
          .max(100)
          .regex(/^[\w.@-]+$/),
        name: word,
        password: z.string().min(8).max(200),
      }),
    },
    status: 201,
    reply: json(s.Me),
    refusals: ['session/wrong-credentials', 'session/throttled', 'permission/denied'],
  }),
} as const
