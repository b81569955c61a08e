import type { DocJson } from '@gongyan/documents/read'
import { isLoose, looseList, looseText } from '../../loose.ts'

/** What this page reads of an import's report. The report is stored as the Word import wrote it; what it lacks counts as nothing. */
export interface ReadReport {
  /** `table` and `index` count from 1. */
  readonly columns: readonly { readonly table: number; readonly index: number; readonly sure: boolean }[]
  readonly unmapped: readonly { readonly text: string; readonly where: string }[]
  /** `place` is the text commented on. */
  readonly comments: readonly {
    readonly author: string
    readonly text: string
    readonly place: string
    readonly isResolved: boolean
  }[]
  /** What tracked changes had struck out. */
  readonly deleted: readonly { readonly author: string; readonly text: string }[]
  /** Texts that are kept with the report only: footnotes, header and footer. */
  readonly kept: readonly string[]
  readonly isOwn: boolean
}

/** Reads a stored report of any earlier form. */
export function readReport(value: unknown): ReadReport {
  const report = isLoose(value) ? value : {}
  const frame = isLoose(report['headerFooter']) ? report['headerFooter'] : {}
  const revisions = isLoose(report['revisions']) ? report['revisions'] : {}
  return {
    columns: looseList(report['columns']).map((one) => ({
      table: Number(one['table']) || 0,
      index: Number(one['index']) || 0,
      sure: one['sure'] !== false,
    })),
    unmapped: looseList(report['unmapped'])
      .map((one) => ({ text: looseText(one['text']), where: looseText(one['where']) }))
      .filter((one) => one.text.trim() !== ''),
    comments: looseList(report['comments']).map((one) => ({
      author: looseText(one['author']),
      text: looseText(one['text']),
      place: looseText(one['anchor']),
      isResolved: one['isResolved'] === true,
    })),
    deleted: looseList(revisions['deleted']).map((one) => ({
      author: looseText(one['author']),
      text: looseText(one['text']),
    })),
    kept: [
      ...(Array.isArray(report['footnotes']) ? report['footnotes'].map(looseText) : []),
      looseText(frame['header']),
      looseText(frame['footer']),
    ].filter((one) => one.trim() !== ''),
    isOwn: report['own'] === true,
  }
}

/** Whether the report has something a person should look at. */
export const hasDoubts = (report: ReadReport): boolean =>
  report.columns.some(({ sure }) => !sure) || report.unmapped.length > 0

const wordsOf = (node: DocJson): string => node.text ?? (node.content ?? []).map(wordsOf).join('')

/** What of the report's leftovers still stands among the plan's unplaced pieces; what found its place, in whichever visit, is none. */
export function leftoversIn(report: ReadReport, doc: DocJson): ReadReport['unmapped'] {
  const unplaced: string[] = []
  let section: string | null = null
  for (const block of doc.content ?? []) {
    const own = block.attrs?.['section']
    if (typeof own === 'string') section = own
    const words = section === 'unmapped' && block.type !== 'heading' ? wordsOf(block).trim() : ''
    if (words !== '') unplaced.push(words)
  }
  return report.unmapped.filter(({ text }) => unplaced.some((words) => text.includes(words)))
}
