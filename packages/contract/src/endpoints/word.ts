import { endpoint, file, json } from '../endpoint.ts'
import * as s from '../schemas.ts'
import { DOCX, idempotent, planId, upload } from './parts.ts'

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
      'word/not-a-docx',
      'word/old-format',
      'word/encrypted',
      'word/damaged',
      'word/has-dtd',
      'word/too-large',
      'word/too-many-parts',
      'word/unpacked-too-large',
      'word/timeout',
      'word/out-of-memory',
      'word/empty',
      'request/idempotency-mismatch',
      'request/in-progress',
    ],
  }),
  exportLessonPlan: endpoint({
    operationId: 'exportLessonPlan',
    method: 'get',
    path: '/lesson-plans/{id}/export.docx',
    tags: ['lesson-plan', 'word'],
    summary: '导出 Word',
    request: { params: planId },
    status: 200,
    reply: file(DOCX, 'Word 文件'),
    refusals: ['lesson-plan/not-found'],
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
