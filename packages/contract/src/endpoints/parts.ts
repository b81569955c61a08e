import { LESSON_PLAN_STATES, TERM_PATTERN } from '@gongyan/domain'
import * as z from 'zod'

/** What the requests of several slices have in common. */
export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
export const planId = z.object({ id: z.uuid() })
export const cursor = {
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
}
export const idempotent = z.object({ 'idempotency-key': z.string().min(1).max(200).optional() })
export const ifMatch = z.object({ 'if-match': z.string().max(200).optional() })
/** How long a title may be is LIMIT_TITLE_CHARACTERS of the server. */
export const title = z.string().trim().min(1)
export const word = z.string().trim().min(1).max(40)
/** What narrows a list of plans. */
export const planFilter = {
  state: z.enum(LESSON_PLAN_STATES).optional(),
  subject: word.optional(),
  grade: word.optional(),
  term: z.string().regex(TERM_PATTERN).optional().describe('学期：2026-1 是 2026—2027 学年第一学期'),
  unit: word.optional().describe('单元，如“上册第6单元”；有哪些问 listPlanChoices'),
  group: z.uuid().optional().describe('备课组：组里的人写的、学科学段年级相符的教案'),
  mine: z.enum(['owned', 'shared']).optional(),
  bin: z.enum(['true']).optional(),
}
export const upload = z.object({ file: z.custom<File>() })
/** Why bytes are no readable .docx. */
export const DOCX_REFUSALS = [
  'word/not-a-docx',
  'word/old-format',
  'word/spreadsheet',
  'word/slides',
  'word/pdf',
  'word/lock-file',
  'word/link',
  'word/encrypted',
  'word/damaged',
  'word/has-dtd',
  'word/too-large',
  'word/too-many-parts',
  'word/unpacked-too-large',
  'word/too-many-cells',
  'word/too-long',
  'word/timeout',
  'word/out-of-memory',
  'word/empty',
] as const
/** Why a .docx is no form that plans can be written into. */
export const FORM_REFUSALS = [
  'form/no-fields',
  'form/too-many-cells',
  'form/nested-too-deep',
  'form/has-macros',
  'form/unusual',
  'form/changed',
] as const
