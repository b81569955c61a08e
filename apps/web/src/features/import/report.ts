import { isLoose, looseList, looseText } from '../../loose.ts'

/** What this page reads of an import's report; what an earlier form of it lacks counts as nothing. */
export interface ReadReport {
  readonly header: readonly {
    readonly key: string
    readonly label: string
    readonly text: string
    readonly sure: boolean
  }[]
  readonly sections: readonly { readonly key: string; readonly label: string; readonly sure: boolean }[]
  /** `table` and `index` count from 1. */
  readonly columns: readonly {
    readonly table: number
    readonly index: number
    readonly header: string
    readonly field: string
    readonly sure: boolean
  }[]
  readonly leftovers: readonly {
    readonly key: string
    readonly text: string
    readonly where: string
    /** A picture that the file only names has no place in the plan. */
    readonly isMovable: boolean
  }[]
  readonly periods: readonly {
    readonly title: string | null
    readonly minutes: number
    /** How long a 课时 is, and whether the minutes fill it; null where none are known. */
    readonly length: number
    readonly fits: boolean | null
    readonly withoutMinutes: number
  }[]
  readonly totalMinutes: number
  /** What is kept beside the plan's text. `anchor` is what a comment is about, `replyTo` the comment it answers. */
  readonly kept: {
    readonly comments: readonly {
      readonly author: string
      readonly text: string
      readonly anchor: string
      readonly replyTo: string | null
    }[]
    readonly deleted: readonly { readonly author: string; readonly text: string }[]
    /** Header and footer. */
    readonly edges: readonly string[]
  }
}

/** Reads a report as the Word import wrote it. */
export function readReport(value: unknown): ReadReport {
  const report = isLoose(value) ? value : {}
  const frame = isLoose(report['headerFooter']) ? report['headerFooter'] : {}
  const revisions = isLoose(report['revisions']) ? report['revisions'] : {}
  return {
    header: looseList(report['header']).map((one) => ({
      key: looseText(one['key']),
      label: looseText(one['label']),
      text: looseText(one['text']),
      sure: one['sure'] !== false,
    })),
    sections: looseList(report['sections']).map((one) => ({
      key: looseText(one['key']),
      label: looseText(one['label']),
      sure: one['sure'] !== false,
    })),
    columns: looseList(report['columns']).map((one) => ({
      table: Number(one['table']) || 1,
      index: Number(one['index']) || 1,
      header: looseText(one['header']),
      field: looseText(one['field']) || 'extra',
      sure: one['sure'] !== false,
    })),
    leftovers: looseList(report['unmapped'])
      .map((one) => ({
        key: looseText(one['key']),
        text: looseText(one['text']),
        where: looseText(one['where']),
        isMovable: one['kind'] !== 'picture' && looseText(one['key']) !== '',
      }))
      .filter((one) => one.text.trim() !== ''),
    periods: looseList(report['periods']).map((one) => ({
      title: typeof one['title'] === 'string' ? one['title'] : null,
      minutes: Number(one['minutes']) || 0,
      length: Number(one['length']) || 0,
      fits: typeof one['fits'] === 'boolean' ? one['fits'] : null,
      withoutMinutes: Number(one['withoutMinutes']) || 0,
    })),
    totalMinutes: Number(report['totalMinutes']) || 0,
    kept: {
      comments: looseList(report['comments']).map((one) => ({
        author: looseText(one['author']),
        text: looseText(one['text']),
        anchor: looseText(one['anchor']),
        replyTo: typeof one['replyTo'] === 'string' ? one['replyTo'] : null,
      })),
      deleted: looseList(revisions['deleted'])
        .map((one) => ({ author: looseText(one['author']), text: looseText(one['text']) }))
        .filter((one) => one.text.trim() !== ''),
      // A page's number alone says nothing.
      edges: [looseText(frame['header']), looseText(frame['footer'])].filter((one) =>
        /\p{L}/u.test(one.replace(/\{\w+\}/g, '')),
      ),
    },
  }
}
