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
export const upload = z.object({ file: z.custom<File>() })
/** Why bytes are no readable .docx. */
export const DOCX_REFUSALS = [
  'word/not-a-docx',
  'word/old-format',
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
