/** Why LibreOffice or poppler gave nothing; each has a sentence in the dictionary. */
export const OFFICE_REFUSALS = [
  'office/absent',
  'office/busy',
  'office/too-large',
  'office/unsupported',
  'office/encrypted',
  'office/timeout',
  'office/failed',
  'office/no-such-page',
] as const
export type OfficeRefusalCode = (typeof OFFICE_REFUSALS)[number]

export interface OfficeRefusal {
  readonly code: OfficeRefusalCode
  /** For the log: how a program ended, never content. */
  readonly detail: string | null
}
