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

type Loose = Readonly<Record<string, unknown>>
const isLoose = (value: unknown): value is Loose => typeof value === 'object' && value !== null
const listOf = (value: unknown): Loose[] => (Array.isArray(value) ? value.filter(isLoose) : [])
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Reads a report as the Word import wrote it. */
export function readReport(value: unknown): ReadReport {
  const report = isLoose(value) ? value : {}
  const frame = isLoose(report['headerFooter']) ? report['headerFooter'] : {}
  const revisions = isLoose(report['revisions']) ? report['revisions'] : {}
  return {
    header: listOf(report['header']).map((one) => ({
      key: text(one['key']),
      label: text(one['label']),
      text: text(one['text']),
      sure: one['sure'] !== false,
    })),
    sections: listOf(report['sections']).map((one) => ({
      key: text(one['key']),
      label: text(one['label']),
      sure: one['sure'] !== false,
    })),
    columns: listOf(report['columns']).map((one) => ({
      table: Number(one['table']) || 1,
      index: Number(one['index']) || 1,
      header: text(one['header']),
      field: text(one['field']) || 'extra',
      sure: one['sure'] !== false,
    })),
    leftovers: listOf(report['unmapped'])
      .map((one) => ({
        key: text(one['key']),
        text: text(one['text']),
        where: text(one['where']),
        isMovable: one['kind'] !== 'picture' && text(one['key']) !== '',
      }))
      .filter((one) => one.text.trim() !== ''),
    periods: listOf(report['periods']).map((one) => ({
      title: typeof one['title'] === 'string' ? one['title'] : null,
      minutes: Number(one['minutes']) || 0,
      length: Number(one['length']) || 0,
      fits: typeof one['fits'] === 'boolean' ? one['fits'] : null,
      withoutMinutes: Number(one['withoutMinutes']) || 0,
    })),
    totalMinutes: Number(report['totalMinutes']) || 0,
    kept: {
      comments: listOf(report['comments']).map((one) => ({
        author: text(one['author']),
        text: text(one['text']),
        anchor: text(one['anchor']),
        replyTo: typeof one['replyTo'] === 'string' ? one['replyTo'] : null,
      })),
      deleted: listOf(revisions['deleted'])
        .map((one) => ({ author: text(one['author']), text: text(one['text']) }))
        .filter((one) => one.text.trim() !== ''),
      // A page's number alone says nothing.
      edges: [text(frame['header']), text(frame['footer'])].filter((one) => /\p{L}/u.test(one.replace(/\{\w+\}/g, ''))),
    },
  }
}
