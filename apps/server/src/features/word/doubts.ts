import type { Doubt } from '@gongyan/contract'
import type { ImportReport } from '@gongyan/word'

/** More than anybody looks through; the report has them all. */
const MOST = 200
const LONGEST = 80

const none = { detail: null, key: null, table: null, column: null }
const shorten = (text: string): string => {
  const line = text.replace(/\s+/gu, ' ').trim()
  return [...line].length > LONGEST ? `${[...line].slice(0, LONGEST).join('')}…` : line
}

/**
 * What a person should look at before they take what was read, the gravest first. Whether several 课时 are one plan or several
 * is asked until somebody has looked at the file and said how it is to be read.
 */
export function doubtsOf(report: ImportReport, isCorrected: boolean): readonly Doubt[] {
  // A file of our own says itself what everything is.
  if (report.own) return []
  const { counts, title, columns, header, sections, unmapped, periods } = report
  return [
    ...(counts.processTables === 0 ? [{ ...none, kind: 'noProcess' as const, words: shorten(title) }] : []),
    ...columns
      .filter(({ sure }) => !sure)
      .map(({ table, index, header: words, field }) => ({
        ...none,
        kind: 'column' as const,
        words: shorten(words),
        detail: field,
        table,
        column: index,
      })),
    ...[...header, ...sections]
      // The school's own sections are among what found no place of its own.
      .filter(({ sure, key }) => !sure && !key.startsWith('extra:'))
      .map(({ label, key }) => ({ ...none, kind: 'label' as const, words: shorten(label), detail: key })),
    ...unmapped.map(({ key, text, where }) => ({
      ...none,
      kind: 'leftover' as const,
      words: shorten(text),
      detail: where,
      key,
    })),
    ...(periods.length > 1 && !isCorrected
      ? [
          {
            ...none,
            kind: 'periods' as const,
            words: periods.map((period) => period.title ?? '').join('、'),
            detail: String(periods.length),
          },
        ]
      : []),
    ...periods
      .filter(({ fits, withoutMinutes }) => fits === false && withoutMinutes === 0)
      .map((period) => ({
        ...none,
        kind: 'minutes' as const,
        words: period.title ?? '',
        detail: `${period.minutes}/${period.length}`,
      })),
  ].slice(0, MOST)
}
