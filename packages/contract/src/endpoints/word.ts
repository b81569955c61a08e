import * as z from 'zod'
import { endpoint, file, json } from '../endpoint.ts'
import * as s from '../schemas.ts'
import * as w from '../word-schemas.ts'
import { DOCX, DOCX_REFUSALS, FORM_REFUSALS, idempotent, planId, upload } from './parts.ts'

const second = z.enum(['yes', 'no']).optional().describe('二次备课 in red; yes unless said')
const comments = z
  .enum(['yes', 'no'])
  .optional()
  .describe('comments that came with a Word file, as comments of Word, for those who may see them; no unless said')
const rest = z
  .enum(['append', 'leave'])
  .optional()
  .describe('what the form has no place for: behind the form, or as the form is set up (leave, unless said)')

/** Word files in and out. */
export const wordEndpoints = {
  importLessonPlan: endpoint({
    operationId: 'importLessonPlan',
    method: 'post',
    path: '/lesson-plans/import',
    tags: ['lesson-plan', 'word'],
    summary: '从 Word 导入一份教案',
    request: { headers: idempotent, multipart: upload },
    status: 201,
    reply: json(s.ImportResult),
    refusals: [
      'permission/denied',
      'request/too-large',
      'import/file-empty',
      ...DOCX_REFUSALS,
      'office/busy',
      'office/timeout',
      'request/idempotency-mismatch',
      'request/in-progress',
    ],
  }),
  exportLessonPlan: endpoint({
    operationId: 'exportLessonPlan',
    method: 'get',
    path: '/lesson-plans/{id}/export.docx',
    tags: ['lesson-plan', 'word'],
    summary: '导出 Word，用我们的版式或学校的格式',
    request: {
      params: planId,
      query: z.object({
        form: z.uuid().optional().describe('a confirmed form of the school'),
        second,
        comments,
        rest,
      }),
    },
    status: 200,
    reply: file(DOCX, 'Word 文件'),
    refusals: ['lesson-plan/not-found', 'permission/denied', 'form/not-found', ...FORM_REFUSALS, ...DOCX_REFUSALS],
  }),
  listLeftParts: endpoint({
    operationId: 'listLeftParts',
    method: 'get',
    path: '/lesson-plans/{id}/left-parts',
    tags: ['lesson-plan', 'form'],
    summary: '这张表格里没有地方放的、批注换了地方的，导出以前先看',
    request: {
      params: planId,
      query: z.object({
        form: z.uuid().optional().describe('a confirmed form of the school; our own layout unless said'),
        second,
        comments,
        rest,
      }),
    },
    status: 200,
    reply: json(z.object({ items: z.array(w.LeftPart), moved: z.array(w.MovedComment) })),
    refusals: ['lesson-plan/not-found', 'permission/denied', 'form/not-found', ...FORM_REFUSALS, ...DOCX_REFUSALS],
  }),
  getSourceFile: endpoint({
    operationId: 'getSourceFile',
    method: 'get',
    path: '/lesson-plans/{id}/source',
    tags: ['lesson-plan', 'word'],
    summary: '导入时的原文件',
    request: { params: planId },
    status: 200,
    reply: file('application/octet-stream', '原文件'),
    refusals: ['lesson-plan/not-found', 'file/not-found'],
  }),
} as const
