import * as z from 'zod'
import { endpoint, file, json } from '../endpoint.ts'
import { idempotent, planId, upload } from './parts.ts'

/** Pictures and attachments of plans. */
export const fileEndpoints = {
  uploadFile: endpoint({
    operationId: 'uploadFile',
    method: 'post',
    path: '/lesson-plans/{id}/files',
    tags: ['file'],
    summary: '给教案放一张图',
    request: { params: planId, headers: idempotent, multipart: upload },
    status: 201,
    reply: json(
      z.object({ fileId: z.uuid(), width: z.int().nullable(), height: z.int().nullable(), mediaType: z.string() }),
    ),
    refusals: [
      'lesson-plan/not-found',
      'permission/denied',
      'lesson-plan/in-bin',
      'lesson-plan/locked',
      'request/too-large',
      'request/unsupported-media',
      'request/idempotency-mismatch',
      'request/in-progress',
    ],
  }),
  getFile: endpoint({
    operationId: 'getFile',
    method: 'get',
    path: '/files/{fileId}',
    tags: ['file'],
    summary: '一张图或一个附件',
    request: { params: z.object({ fileId: z.uuid() }) },
    status: 200,
    reply: file('application/octet-stream', '文件', { revalidates: true }),
    refusals: ['file/not-found'],
  }),
} as const
