import { readLessonPlan } from '@gongyan/documents'
import type { DocJson, PlanReading } from '@gongyan/documents'
import type { ImportedPlan, LeftPart } from '../../src/index.ts'

/** Formulas are numbered through a plan: where some are left out, the others count anew. */
const bare = (value: unknown) => JSON.stringify(value)?.replaceAll(/⟦公式\d+⟧/g, '⟦公式⟧')
const columnName: Readonly<Record<string, string>> = { teacherStudents: 'teacher' }

/** Every fact of a plan, by a name that says in which part a form would leave it out. */
function facts(reading: PlanReading, doc: DocJson): Map<string, { value: unknown; part: string | null }> {
  const out = new Map<string, { value: unknown; part: string | null }>()
  const put = (name: string, value: unknown, part: string | null) => out.set(name, { value, part })
  put('title', reading.title, null)
  for (const node of doc.content ?? []) {
    if (node.type !== 'header') continue
    for (const field of node.content ?? [])
      put(`header ${String(field.attrs?.['key'])}`, field.content ?? [], `header:${String(field.attrs?.['key'])}`)
  }
  const keys = new Map<string, string>()
  let section: string | null = null
  const sections = new Map<string, string[]>()
  for (const node of doc.content ?? []) {
    if (typeof node.attrs?.['section'] === 'string') section = node.attrs['section']
    if (section && node.type !== 'header' && node.attrs?.['kind'] !== 'process')
      sections.set(section, [...(sections.get(section) ?? []), JSON.stringify(strip(node))])
  }
  for (const [key, nodes] of sections) {
    keys.set(key, key)
    put(`section ${key}`, nodes, `section:${key}`)
  }
  put('rows', reading.rows.length, null)
  reading.rows.forEach((row, index) => {
    const columns = reading.columns.find(({ table }) => table === row.table)?.columns ?? []
    const partOf = (field: string) => {
      const column = columns.find(
        (candidate) =>
          candidate.field === field ||
          columnName[candidate.field] === field ||
          (candidate.field === 'teacherStudents' && field === 'students'),
      )
      return `column:${column?.field ?? field}`
    }
    for (const field of ['phase', 'teacher', 'students', 'assistant', 'intent', 'resources', 'second'] as const)
      put(`row ${index} ${field}`, row[field], partOf(field))
    put(`row ${index} minutes`, row.minutes, 'column:minutes')
    put(`row ${index} id`, row.rowId, null)
    put(`row ${index} continues`, row.continues, null)
    for (const [name, text] of Object.entries(row.extra)) put(`row ${index} ${name}`, text, `column:extra:${name}`)
  })
  return out
}
/** File ids of pictures are new in every import. */
const strip = (node: DocJson): unknown =>
  node.type === 'image'
    ? { type: 'image', width: node.attrs?.['width'] ?? null }
    : { ...node, ...(node.content ? { content: node.content.map(strip) } : {}) }

export interface Sameness {
  /** Facts that came back as they were, of all that the form has a place for. */
  readonly equal: number
  readonly all: number
  readonly wrong: readonly string[]
  /** Listed parts that were indeed not there. */
  readonly gone: ReadonlySet<string>
}

/** Compares a plan with what came back out of a form, but for the parts that the form is listed to leave out. */
export function compareFacts(before: ImportedPlan, after: ImportedPlan, left: readonly LeftPart[]): Sameness {
  let [equal, all] = [0, 0]
  const wrong: string[] = []
  const gone = new Set<string>()
  const listed = new Set(left.map(({ key }) => key))
  const found = facts(readLessonPlan(after.doc), after.doc)
  for (const [name, { value, part }] of facts(readLessonPlan(before.doc), before.doc)) {
    if (part !== null && listed.has(part)) {
      if (bare(found.get(name)?.value) !== bare(value)) gone.add(part)
      continue
    }
    all++
    if (bare(found.get(name)?.value) === bare(value)) equal++
    else wrong.push(`${name}: ${bare(value)} → ${bare(found.get(name)?.value)}`)
  }
  return { equal, all, wrong, gone }
}
