import { LESSON_PLAN_STATES, MEMBER_ROLES, TEMPLATES } from '@gongyan/domain'
import * as z from 'zod'
import { empty, endpoint, file, json } from './endpoint.ts'
import * as s from './schemas.ts'

export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
const planId = z.object({ id: z.uuid() })
const cursor = { cursor: z.string().max(500).optional(), limit: z.coerce.number().int().min(1).max(100).default(30) }
const idempotent = z.object({ 'idempotency-key': z.string().min(1).max(200).optional() })
const ifMatch = z.object({ 'if-match': z.string().max(200).optional() })
/** How long a title may be is LIMIT_TITLE_CHARACTERS of the server. */
const title = z.string().trim().min(1)
const word = z.string().trim().min(1).max(40)

/** All operations below /api/v1, by operationId. */
export const ENDPOINTS = {
  signIn: endpoint({
    operationId: 'signIn', method: 'post', path: '/session', tags: ['session'], summary: '登录', public: true,
    request: { json: z.object({ account: z.string().min(1).max(100), password: z.string().min(1).max(200), remember: z.boolean().default(false) }) },
    status: 200, reply: json(s.Me), refusals: ['session/wrong-credentials', 'session/throttled'],
  }),
  signOut: endpoint({ operationId: 'signOut', method: 'delete', path: '/session', tags: ['session'], summary: '退出', request: {}, status: 204, reply: empty(), refusals: [] }),
  getMe: endpoint({ operationId: 'getMe', method: 'get', path: '/me', tags: ['session'], summary: '我是谁', request: {}, status: 200, reply: json(s.Me), refusals: [] }),
  getInstallation: endpoint({
    operationId: 'getInstallation', method: 'get', path: '/installation', tags: ['session'], summary: '这台服务器：是否示范县、示范账号', public: true,
    request: {}, status: 200, reply: json(z.object({ isDemonstration: z.boolean(), needsSetUp: z.boolean().describe('nobody has an account yet: the first administrator sets up with the code the server printed'), countyName: z.string().nullable(), demoPassword: z.string().nullable(), demoAccounts: z.array(s.DemoAccount) })), refusals: [],
  }),
  setUpInstallation: endpoint({
    operationId: 'setUpInstallation', method: 'post', path: '/installation', tags: ['session'], summary: '首次启用：用服务器打印的一次性代码建立本县和第一位管理员', public: true,
    request: { json: z.object({
      code: z.string().trim().min(1).max(100), countyName: word, account: z.string().trim().min(1).max(100).regex(/^[\w.@-]+$/), name: word, password: z.string().min(8).max(200),
    }) },
    status: 201, reply: json(s.Me), refusals: ['session/wrong-credentials', 'session/throttled', 'permission/denied'],
  }),
  getHome: endpoint({ operationId: 'getHome', method: 'get', path: '/home', tags: ['session'], summary: '首页：接下来三件事', request: {}, status: 200, reply: json(s.Home), refusals: [] }),
  listPeople: endpoint({
    operationId: 'listPeople', method: 'get', path: '/people', tags: ['org'], summary: '按姓名找本县的老师',
    request: { query: z.object({ q: z.string().max(60).default(''), ...cursor }) }, status: 200, reply: json(s.page(s.Person)), refusals: [],
  }),

  createLessonPlan: endpoint({
    operationId: 'createLessonPlan', method: 'post', path: '/lesson-plans', tags: ['lesson-plan'], summary: '新建教案',
    request: { headers: idempotent, json: z.object({
      title, template: z.enum(Object.keys(TEMPLATES) as [keyof typeof TEMPLATES]).default('standard'),
      subject: word.optional(), stage: word.optional(), grade: word.optional(), periodMinutes: z.int().min(1).max(600).default(40),
    }) },
    status: 201, reply: json(s.LessonPlan), refusals: ['permission/denied', 'request/idempotency-mismatch', 'request/in-progress'],
  }),
  listLessonPlans: endpoint({
    operationId: 'listLessonPlans', method: 'get', path: '/lesson-plans', tags: ['lesson-plan'], summary: '我能看的教案；q 全文检索',
    request: { query: z.object({
      q: z.string().max(200).optional(), state: z.enum(LESSON_PLAN_STATES).optional(), subject: word.optional(), grade: word.optional(),
      mine: z.enum(['owned', 'shared']).optional(), bin: z.enum(['true']).optional(), ...cursor,
    }) },
    status: 200, reply: json(s.page(s.LessonPlanSummary)), refusals: [],
  }),
  getLessonPlan: endpoint({ operationId: 'getLessonPlan', method: 'get', path: '/lesson-plans/{id}', tags: ['lesson-plan'], summary: '一份教案', request: { params: planId }, status: 200, reply: json(s.LessonPlan), refusals: ['lesson-plan/not-found'] }),
  getLessonPlanDocument: endpoint({
    operationId: 'getLessonPlanDocument', method: 'get', path: '/lesson-plans/{id}/document', tags: ['lesson-plan'], summary: '教案正文（ProseMirror JSON），打开前先读',
    request: { params: planId }, status: 200, reply: json(z.object({ seq: z.int(), doc: z.unknown() })), refusals: ['lesson-plan/not-found'],
  }),
  updateLessonPlan: endpoint({
    operationId: 'updateLessonPlan', method: 'patch', path: '/lesson-plans/{id}', tags: ['lesson-plan'], summary: '改课时长度、学科、年级',
    request: { params: planId, headers: ifMatch, json: z.object({ periodMinutes: z.int().min(1).max(600).optional(), subject: word.nullable().optional(), stage: word.nullable().optional(), grade: word.nullable().optional() }) },
    status: 200, reply: json(s.LessonPlan), refusals: ['lesson-plan/not-found', 'permission/denied', 'request/version-required', 'request/version-conflict', 'lesson-plan/in-bin'],
  }),
  deleteLessonPlan: endpoint({ operationId: 'deleteLessonPlan', method: 'delete', path: '/lesson-plans/{id}', tags: ['lesson-plan'], summary: '放进回收站（30 天）', request: { params: planId }, status: 204, reply: empty(), refusals: ['lesson-plan/not-found', 'permission/denied', 'lesson-plan/in-bin'] }),
  restoreLessonPlan: endpoint({ operationId: 'restoreLessonPlan', method: 'post', path: '/lesson-plans/{id}/restorations', tags: ['lesson-plan'], summary: '从回收站取回', request: { params: planId }, status: 200, reply: json(s.LessonPlan), refusals: ['lesson-plan/not-found', 'permission/denied', 'lesson-plan/not-in-bin'] }),
  importLessonPlan: endpoint({
    operationId: 'importLessonPlan', method: 'post', path: '/lesson-plans/import', tags: ['lesson-plan', 'word'], summary: '从 Word 导入一份教案',
    request: { headers: idempotent, multipart: z.object({ file: z.custom<File>() }) },
    status: 201, reply: json(s.ImportResult),
    refusals: ['permission/denied', 'request/too-large', 'word/not-a-docx', 'word/old-format', 'word/encrypted', 'word/damaged', 'word/has-dtd', 'word/too-large', 'word/too-many-parts', 'word/unpacked-too-large', 'word/timeout', 'word/out-of-memory', 'word/empty', 'request/idempotency-mismatch', 'request/in-progress'],
  }),
  exportLessonPlan: endpoint({ operationId: 'exportLessonPlan', method: 'get', path: '/lesson-plans/{id}/export.docx', tags: ['lesson-plan', 'word'], summary: '导出 Word', request: { params: planId }, status: 200, reply: file(DOCX, 'Word 文件'), refusals: ['lesson-plan/not-found'] }),
  getSourceFile: endpoint({ operationId: 'getSourceFile', method: 'get', path: '/lesson-plans/{id}/source', tags: ['lesson-plan', 'word'], summary: '导入时的原文件', request: { params: planId }, status: 200, reply: file('application/octet-stream', '原文件'), refusals: ['lesson-plan/not-found', 'file/not-found'] }),
  listHistory: endpoint({ operationId: 'listHistory', method: 'get', path: '/lesson-plans/{id}/history', tags: ['lesson-plan'], summary: '收到的每一次改动：谁、何时、多大', request: { params: planId, query: z.object(cursor) }, status: 200, reply: json(s.page(s.HistoryEntry)), refusals: ['lesson-plan/not-found'] }),

  listMembers: endpoint({ operationId: 'listMembers', method: 'get', path: '/lesson-plans/{id}/members', tags: ['member'], summary: '谁在一起写', request: { params: planId }, status: 200, reply: json(z.object({ items: z.array(s.Member) })), refusals: ['lesson-plan/not-found'] }),
  putMember: endpoint({
    operationId: 'putMember', method: 'put', path: '/lesson-plans/{id}/members/{userId}', tags: ['member'], summary: '请一位老师来写或来评',
    request: { params: z.object({ id: z.uuid(), userId: z.uuid() }), json: z.object({ role: z.enum(MEMBER_ROLES) }) },
    status: 200, reply: json(s.Member), refusals: ['lesson-plan/not-found', 'permission/denied', 'member/not-found', 'member/other-tree', 'member/is-owner', 'lesson-plan/in-bin'],
  }),
  deleteMember: endpoint({
    operationId: 'deleteMember', method: 'delete', path: '/lesson-plans/{id}/members/{userId}', tags: ['member'], summary: '收回邀请',
    request: { params: z.object({ id: z.uuid(), userId: z.uuid() }) }, status: 204, reply: empty(), refusals: ['lesson-plan/not-found', 'permission/denied', 'member/not-found', 'lesson-plan/in-bin'],
  }),

  uploadFile: endpoint({
    operationId: 'uploadFile', method: 'post', path: '/lesson-plans/{id}/files', tags: ['file'], summary: '给教案放一张图',
    request: { params: planId, headers: idempotent, multipart: z.object({ file: z.custom<File>() }) },
    status: 201, reply: json(z.object({ fileId: z.uuid(), width: z.int().nullable(), height: z.int().nullable(), mediaType: z.string() })), refusals: ['lesson-plan/not-found', 'permission/denied', 'lesson-plan/in-bin', 'request/too-large', 'request/unsupported-media', 'request/idempotency-mismatch', 'request/in-progress'],
  }),
  getFile: endpoint({ operationId: 'getFile', method: 'get', path: '/files/{fileId}', tags: ['file'], summary: '一张图或一个附件', request: { params: z.object({ fileId: z.uuid() }) }, status: 200, reply: file('application/octet-stream', '文件'), refusals: ['file/not-found'] }),

  createCollabTicket: endpoint({
    operationId: 'createCollabTicket', method: 'post', path: '/collab-tickets', tags: ['collab'], summary: '一张一分钟的票，开一个协作连接',
    request: { json: z.object({ document: z.string().max(100) }) }, status: 201, reply: json(s.CollabTicket), refusals: ['collab/unknown-document'],
  }),
  createMediaTicket: endpoint({
    operationId: 'createMediaTicket', method: 'post', path: '/media-tickets', tags: ['media'], summary: '进会议房间的票',
    request: { json: z.object({ room: z.string().max(100), device: z.string().regex(/^[\w-]{1,40}$/).optional().describe('同一页重进时不变；同一个人同一页的旧连接会被替下') }) }, status: 201, reply: json(s.MediaTicket), refusals: ['media/unknown-room', 'permission/denied', 'media/full', 'media/absent', 'media/preparing'],
  }),
  getMediaStatus: endpoint({ operationId: 'getMediaStatus', method: 'get', path: '/media-status', tags: ['media'], summary: '会议服务好了没有', request: {}, status: 200, reply: json(s.MediaStatus), refusals: [] }),

  getServerTime: endpoint({ operationId: 'getServerTime', method: 'get', path: '/time', tags: ['lesson-clock'], summary: '服务器时间', request: {}, status: 200, reply: json(z.object({ serverMs: z.number() })), refusals: [], public: true }),
  getLessonClock: endpoint({ operationId: 'getLessonClock', method: 'get', path: '/lesson-plans/{id}/clock', tags: ['lesson-clock'], summary: '这节课的时钟', request: { params: planId }, status: 200, reply: json(s.LessonClockState), refusals: ['lesson-plan/not-found'] }),
  startLessonClock: endpoint({ operationId: 'startLessonClock', method: 'post', path: '/lesson-plans/{id}/clock', tags: ['lesson-clock'], summary: '开始上课计时', request: { params: planId }, status: 201, reply: json(s.LessonClockState), refusals: ['lesson-plan/not-found', 'permission/denied', 'lesson-plan/in-bin', 'lesson-clock/started'] }),
  recordLessonEvent: endpoint({
    operationId: 'recordLessonEvent', method: 'post', path: '/lesson-plans/{id}/events', tags: ['lesson-clock'], summary: '记下课上的一件事（翻到哪一行等）',
    request: { params: planId, headers: idempotent, json: z.object({ kind: z.enum(['row.entered', 'page.opened', 'page.hidden', 'mark']), rowId: z.string().max(60).optional(), serverMs: z.number().describe('moment on the server clock as the client knows it').optional() }) },
    status: 201, reply: json(z.object({ id: z.uuid(), tMs: z.int().nullable(), at: z.string() })), refusals: ['lesson-plan/not-found'],
  }),
  listLessonEvents: endpoint({
    operationId: 'listLessonEvents', method: 'get', path: '/lesson-plans/{id}/events', tags: ['lesson-clock'], summary: '这节课留下的事件', request: { params: planId, query: z.object(cursor) },
    status: 200, reply: json(s.page(z.object({ id: z.uuid(), kind: z.string(), rowId: z.string().nullable(), tMs: z.int().nullable(), at: z.string(), person: s.Person.nullable(), source: z.string() }))), refusals: ['lesson-plan/not-found'],
  }),
} as const

export type OperationId = keyof typeof ENDPOINTS
