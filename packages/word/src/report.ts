import type { PlanComment } from './comments/plan-comment.ts'

/** Where in the file something stands: the row of a table, or a line outside of tables. All count from 1, frames around a plan left out. */
export interface Place {
  table: number | null
  row: number | null
  line: number | null
}

/** One 课时 of a file. */
export interface PeriodReport {
  /** As the file announces it, such as 第一课时; null where it announces none. */
  title: string | null
  minutes: number
  rows: number
  /** Rows of the 教学过程 whose minutes are not known. */
  withoutMinutes: number
  /** How long a 课时 is, and whether the minutes fill it exactly; null where no minutes are known. */
  length: number
  fits: boolean | null
}

/** Something left over, under a key that it has again when the file is read again. */
export interface Passage {
  key: string
  /** A `section` of the school's own stands where it stood; a `passage` stands at the end; a `picture` is not in the file. */
  kind: 'passage' | 'section' | 'picture'
  text: string
  where: string
}

/** What an import found, where it put it and what it left over; stored with the plan and shown to the teacher. */
export interface ImportReport {
  title: string
  /** `sure` is false wherever a meaning was guessed, or words that nobody knows were kept as the school's own. */
  header: { key: string; label: string; text: string; sure: boolean; place: Place }[]
  /** `key` is a SectionKey or `extra:…`; `label` as the teacher wrote it. */
  sections: { key: string; label: string; sure: boolean; place: Place }[]
  /** Columns of the process tables; `table` and `index` count from 1, `place` is that of the head in the file. */
  columns: { table: number; index: number; header: string; field: string; sure: boolean; place: Place }[]
  /** What found no place of its own; all of it is in the plan. */
  unmapped: Passage[]
  /** The 课时 of the file, one at least. */
  periods: PeriodReport[]
  revisions: { inserted: { author: string; text: string }[]; deleted: { author: string; text: string }[] }
  /** With author and place, so that they can be written into Word again. */
  comments: PlanComment[]
  footnotes: string[]
  headerFooter: { header: string | null; footer: string | null }
  totalMinutes: number
  counts: {
    tables: number
    processTables: number
    rows: number
    images: number
    attachments: number
    formulas: number
    links: number
    comments: number
    characters: number
  }
  /** The file was written by our own export. */
  own: boolean
}
