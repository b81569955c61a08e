import { HEADER_FIELDS, PROCESS_FIELDS, SECTIONS } from '@gongyan/domain'
import type { HeaderField, ProcessField, SectionKey } from '@gongyan/domain'
import type { Services } from '../../shell/index.ts'
import type { OutlineTable } from './outline.ts'
import { minutesVerdict } from './outline.ts'

type I18n = Services['i18n']

/** A header field's name: the teacher's own word, else ours. */
export const fieldName = (key: string, label: string | null): string =>
  label ?? (key in HEADER_FIELDS ? HEADER_FIELDS[key as HeaderField] : key.replace(/^extra:/, ''))

export const sectionName = (key: string): string =>
  key in SECTIONS ? SECTIONS[key as SectionKey] : key.replace(/^extra:/, '')

export const columnName = (field: ProcessField | null): string => PROCESS_FIELDS[field ?? 'extra']

/** What the minutes of a table come to, in one sentence. */
export function minutesSummary(i18n: I18n, table: OutlineTable, periodMinutes: number): string {
  const count = table.rows.length
  const verdict = minutesVerdict(table, periodMinutes)
  if (verdict.kind === 'none') return i18n.t('plan.process.none', { count })
  const words =
    verdict.kind === 'fits'
      ? i18n.t('plan.process.fits')
      : i18n.t(`plan.process.${verdict.kind}`, { minutes: verdict.minutes })
  return i18n.t('plan.process.summary', { count, total: table.total, verdict: words })
}
