/** What an import found, where it put it and what it left over; stored with the plan and shown to the teacher. */
export interface ImportReport {
  title: string
  header: { key: string; label: string; text: string }[]
  /** `key` is a SectionKey or `extra:…`; `label` as the teacher wrote it. */
  sections: { key: string; label: string }[]
  /** Columns of the process tables; `table` and `index` count from 1. */
  columns: { table: number; index: number; header: string; field: string; sure: boolean }[]
  /** What found no place of its own; all of it is in the plan. */
  unmapped: { text: string; where: string }[]
  revisions: { inserted: { author: string; text: string }[]; deleted: { author: string; text: string }[] }
  /** `anchor` is the text commented on; `replyTo` the text of the comment answered. */
  comments: { author: string; text: string; anchor: string; replyTo: string | null }[]
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
