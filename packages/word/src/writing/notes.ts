import type { DocJson } from '@gongyan/documents'
import { commentsAt, withoutCommentMarks } from '../comments/marks.ts'
import { escapeXml } from './xml.ts'

/** Notes hold pieces of the plan, and nothing of the comments on them. */
const withoutComments = (_: string, value: unknown): unknown =>
  Array.isArray(value) && value.some((node: DocJson | null) => node?.marks && commentsAt(node).length > 0)
    ? withoutCommentMarks(value as DocJson[])
    : value

/**
 * Stable ids and meanings, written invisibly: a bookmark goes with its text through every edit in Word, and what a
 * bookmark's name cannot say stands beside it in a custom XML part that Word, WPS and LibreOffice keep.
 */
export class Notes {
  private readonly notes: [name: string, note: Record<string, unknown>][] = []
  private readonly used = new Set<string>()
  private count = 0
  private bookmarks = 0

  /** A bookmark name that carries an id itself where it can (Word allows 40 letters, digits and underscores). */
  named(kind: 'row' | 'obj', id: string, note: Record<string, unknown> | null): string {
    const name = `gy_${kind}_${id}`
    if (!/^\w{1,32}$/.test(id) || !this.isFree(name)) return this.note(kind, { id, ...note })
    if (note) this.notes.push([name, { is: kind, ...note }])
    return name
  }

  /** The bookmark of a cell, by row and column: `gy_c_{rowId}_{columnId}` where that is a name, else a note. */
  cell(row: string, column: string): string {
    const name = `gy_c_${row}_${column}`
    return /^\w{1,40}$/.test(name) && this.isFree(name) ? name : this.note('cell', { row, column })
  }

  /** Takes a bookmark name that nothing has yet; to Word, `A` and `a` are one name. */
  private isFree(name: string): boolean {
    const key = name.toLowerCase()
    if (this.used.has(key)) return false
    this.used.add(key)
    return true
  }

  /** A note that belongs to no bookmark but to a name of its own, such as a picture's. */
  about(name: string, is: string, note: Record<string, unknown>): void {
    this.notes.push([name, { is, ...note }])
  }

  note(is: string, note: Record<string, unknown>): string {
    const name = `gy_n_${++this.count}`
    this.notes.push([name, { is, ...note }])
    return name
  }

  /** XML wrapped in bookmarks. */
  wrap(names: readonly string[], inner: string): string {
    const ids = names.map((name) => [++this.bookmarks, name] as const)
    return `${ids.map(([id, name]) => `<w:bookmarkStart w:id="${id}" w:name="${name}"/>`).join('')}${inner}${ids.map(([id]) => `<w:bookmarkEnd w:id="${id}"/>`).join('')}`
  }

  part(): string {
    return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<lessonPlan xmlns="urn:gongyan:lesson-plan" layout="1">${this.notes.map(([name, note]) => `<n b="${name}">${escapeXml(JSON.stringify(note, withoutComments))}</n>`).join('')}</lessonPlan>`
  }
}
