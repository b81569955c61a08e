import * as z from 'zod'
import { empty, endpoint, file, json } from '../endpoint.ts'
import { DOCX, idempotent, planFilter, planId, title } from './parts.ts'

/** What LibreOffice and poppler make, where they are. */
const OFFICE_REFUSALS = ['office/absent', 'office/busy', 'office/timeout', 'office/failed'] as const

const OfficeStatus = z
  .object({
    pdf: z.boolean().describe('plans can be taken away as PDF'),
    oldWord: z.boolean().describe('.doc, .wps, .rtf and .odt can be imported'),
    pages: z.boolean().describe('pages of files can be shown as pictures'),
  })
  .meta({ id: 'OfficeStatus' })

/** Nothing is printed out of the bin. */
const { bin: _, ...listFilter } = planFilter

const bookId = z.object({ bookId: z.uuid() })
const PrintBook = z
  .object({
    id: z.uuid(),
    state: z.enum(['making', 'ready', 'failed']),
    done: z.int().describe('plans that were tried'),
    total: z.int(),
    format: z.enum(['pdf', 'docx']),
    problem: z.string().nullable().describe('the code of the refusal, where nothing came of it'),
    missing: z
      .array(
        z.object({
          position: z.int().describe('place in the list that was sent, from 1'),
          title: z.string().nullable().describe('null where the plan may not be taken away by this person'),
          problem: z.string(),
        }),
      )
      .describe('plans that are not in the file; its contents name them too'),
    pageCount: z.int().nullable().describe('null while it is made, and for Word'),
  })
  .meta({ id: 'PrintBook' })

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
  createPrintBook: endpoint({
    operationId: 'createPrintBook',
    method: 'post',
    path: '/print-books',
    tags: ['print'],
    summary: '把几份教案或一个列表的全部教案合成带目录的一册；上一册没做完的就不做了',
    request: {
      headers: idempotent,
      json: z
        .object({
          title: title.max(100),
          format: z.enum(['pdf', 'docx']).default('pdf'),
          planIds: z
            .array(z.uuid())
            .min(1)
            .max(10_000)
            .optional()
            .describe('in the order of the file; at most LIMIT_PRINT_PLANS'),
          list: z
            .object({ q: z.string().max(200).optional(), ...listFilter })
            .optional()
            .describe('instead of planIds: everything of this list that I may read, by unit and lesson'),
        })
        .refine(({ planIds, list }) => (planIds === undefined) !== (list === undefined), { path: ['planIds'] }),
    },
    status: 201,
    reply: json(PrintBook),
    refusals: [
      'office/absent',
      'office/busy',
      'print/too-many',
      'print/empty',
      'prep-group/not-found',
      'request/idempotency-mismatch',
      'request/in-progress',
    ],
  }),
  getPrintBook: endpoint({
    operationId: 'getPrintBook',
    method: 'get',
    path: '/print-books/{bookId}',
    tags: ['print'],
    summary: '做到第几份了；一分钟没人问，就不做了',
    request: { params: bookId },
    status: 200,
    reply: json(PrintBook),
    refusals: ['print/not-found'],
  }),
  getPrintBookFile: endpoint({
    operationId: 'getPrintBookFile',
    method: 'get',
    path: '/print-books/{bookId}/file',
    tags: ['print'],
    summary: '做好的一册，留十分钟',
    request: { params: bookId },
    status: 200,
    reply: file(['application/pdf', DOCX], '这一册'),
    refusals: ['print/not-found', 'print/not-ready'],
  }),
  discardPrintBook: endpoint({
    operationId: 'discardPrintBook',
    method: 'delete',
    path: '/print-books/{bookId}',
    tags: ['print'],
    summary: '不做了',
    request: { params: bookId },
    status: 204,
    reply: empty(),
    refusals: ['print/not-found'],
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
