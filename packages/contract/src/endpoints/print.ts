import * as z from 'zod'
import { endpoint, file, json } from '../endpoint.ts'
import { planId } from './parts.ts'

/** What LibreOffice and poppler make, where they are. */
const OFFICE_REFUSALS = ['office/absent', 'office/busy', 'office/timeout', 'office/failed'] as const

const OfficeStatus = z
  .object({
    pdf: z.boolean().describe('plans can be taken away as PDF'),
    oldWord: z.boolean().describe('.doc, .wps, .rtf and .odt can be imported'),
    pages: z.boolean().describe('pages of files can be shown as pictures'),
  })
  .meta({ id: 'OfficeStatus' })

/** Plans on paper, and pictures of the pages of files. */
export const printEndpoints = {
  getOfficeStatus: endpoint({
    operationId: 'getOfficeStatus',
    method: 'get',
    path: '/office-status',
    tags: ['print'],
    summary: '这台服务器能不能做 PDF、读旧版 Word',
    request: {},
    status: 200,
    reply: json(OfficeStatus),
    refusals: [],
  }),
  exportLessonPlanPdf: endpoint({
    operationId: 'exportLessonPlanPdf',
    method: 'get',
    path: '/lesson-plans/{id}/export.pdf',
    tags: ['lesson-plan', 'print'],
    summary: '导出 PDF',
    request: { params: planId },
    status: 200,
    reply: file('application/pdf', 'PDF 文件'),
    refusals: ['lesson-plan/not-found', ...OFFICE_REFUSALS],
  }),
  getFilePage: endpoint({
    operationId: 'getFilePage',
    method: 'get',
    path: '/files/{fileId}/pages/{page}',
    tags: ['file', 'print'],
    summary: '文件某一页的图',
    request: { params: z.object({ fileId: z.uuid(), page: z.coerce.number().int().min(1).max(1000) }) },
    status: 200,
    reply: file('image/png', '一页的图', { revalidates: true }),
    refusals: ['file/not-found', 'file/no-picture', ...OFFICE_REFUSALS],
  }),
} as const
