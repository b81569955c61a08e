import { PROCESS_FIELDS, SECTIONS } from '@gongyan/domain'
import type { ProcessField, SectionKey } from '@gongyan/domain'
import type { Services } from '../../shell/index.ts'
import type { OutlineTable } from '@gongyan/documents/outline'
import { minutesVerdict } from '@gongyan/documents/outline'

type I18n = Services['i18n']

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
