import type { DocJson, PlanRow } from '@gongyan/documents'
import { readLessonPlan } from '@gongyan/documents'
import type { PeriodReport } from './report.ts'
import { inlineText } from './reading/model.ts'
import { periodOf } from './understanding/labels.ts'

/** A lesson plan to be kept: all of a file, or one of its 课时. */
export interface PlanPart {
  readonly title: string
  /** As the file announces it; null where it announces none. */
  readonly period: string | null
  readonly doc: DocJson
}

interface Parts {
  /** What stands before the first 课时: title, header, and the sections that all of them share. */
  readonly front: readonly DocJson[]
  readonly periods: readonly { readonly period: string; readonly nodes: readonly DocJson[] }[]
  /** Sections after the last 课时 that belong to all of them. */
  readonly shared: readonly DocJson[]
  /** What was left over. */
  readonly left: readonly DocJson[]
}

const sectionOf = (node: DocJson): string | null =>
  typeof node.attrs?.['section'] === 'string' ? node.attrs['section'] : null

/** The 课时 that a node announces: a heading or a line of its own, or a process table that is of another than the last. */
function announced(node: DocJson, current: string | null): string | null {
  const text = inlineText(node.content ?? [])
  if (node.type === 'heading' || (node.type === 'paragraph' && text.length <= 12)) return periodOf(text)
  const period: unknown = node.type === 'table' && node.attrs?.['kind'] === 'process' ? node.attrs['period'] : null
  return typeof period === 'string' && period !== current ? period : null
}

/** The plan's nodes by 课时. */
function partsOf(doc: DocJson): Parts {
  const nodes = doc.content ?? []
  const end = nodes.findIndex((node) => sectionOf(node) === 'unmapped')
  const front: DocJson[] = []
  const periods: { period: string; nodes: DocJson[] }[] = []
  for (const node of end === -1 ? nodes : nodes.slice(0, end)) {
    const current = periods.at(-1)
    const next = announced(node, current?.period ?? null)
    if (next !== null && next !== current?.period) periods.push({ period: next, nodes: [node] })
    else (current?.nodes ?? front).push(node)
  }
  const shared = splitShared(periods)
  return { front, periods, shared, left: end === -1 ? [] : nodes.slice(end) }
}

/** Takes from the last 课时 the sections after its last table, unless earlier ones end with the same sections. */
function splitShared(periods: { nodes: DocJson[] }[]): DocJson[] {
  const last = periods.at(-1)
  if (!last || periods.length < 2) return []
  const table = last.nodes.findLastIndex((node) => node.type === 'table' && node.attrs?.['kind'] === 'process')
  const begin = last.nodes.findIndex((node, at) => at > table && sectionOf(node) !== null)
  if (table === -1 || begin === -1) return []
  const earlier = new Set(periods.slice(0, -1).flatMap(({ nodes }) => nodes.map(sectionOf)))
  const after = last.nodes.slice(begin)
  return after.some((node) => sectionOf(node) !== null && earlier.has(sectionOf(node))) ? [] : last.nodes.splice(begin)
}

function describePeriod(title: string | null, rows: readonly PlanRow[], length: number): PeriodReport {
  const minutes = rows.reduce((sum, row) => sum + (row.minutes ?? 0), 0)
  const known = rows.filter((row) => row.minutes !== null).length
  return {
    title,
    minutes,
    rows: rows.length,
    withoutMinutes: rows.filter(
      (row) => row.minutes === null && !row.continues.some((field) => field === 'minutes' || field === 'phase'),
    ).length,
    length,
    fits: known === 0 ? null : minutes === length,
  }
}

/** The 课时 of a plan with the minutes of each beside the length of one. */
export function describePeriods(doc: DocJson, length: number): PeriodReport[] {
  const { front, periods } = partsOf(doc)
  const rowsOf = (content: readonly DocJson[]) => readLessonPlan({ type: 'doc', content: [...content] }).rows
  const before = rowsOf(front)
  if (periods.length === 0) return [describePeriod(null, before, length)]
  const described = periods.map(({ period, nodes }) => describePeriod(period, rowsOf(nodes), length))
  return before.length === 0 ? described : [describePeriod(null, before, length), ...described]
}

/** The nodes of a 课时 whose heading begins the 教学过程, where what it follows now is another section. */
function headed(nodes: readonly DocJson[], front: readonly DocJson[]): readonly DocJson[] {
  const [first, ...rest] = nodes
  const open = front.findLast((node) => sectionOf(node) !== null)
  if (first?.type !== 'heading' || sectionOf(first) !== null || (open && sectionOf(open) === 'process')) return nodes
  return [{ ...first, attrs: { ...first.attrs, level: 2, section: 'process' } }, ...rest]
}

const idsIn = (node: DocJson): string[] => [
  ...[node.attrs?.['objectiveId'], node.attrs?.['rowId']].filter((id): id is string => typeof id === 'string'),
  ...(node.content ?? []).flatMap(idsIn),
]

/** A node under other ids; its rows name the objectives by them. */
function renamed(node: DocJson, ids: ReadonlyMap<string, string>): DocJson {
  const other = (id: unknown): unknown => (typeof id === 'string' ? (ids.get(id) ?? id) : id)
  const attrs = node.attrs && {
    ...node.attrs,
    ...('objectiveId' in node.attrs ? { objectiveId: other(node.attrs['objectiveId']) } : {}),
    ...('rowId' in node.attrs ? { rowId: other(node.attrs['rowId']) } : {}),
    ...(Array.isArray(node.attrs['objectives']) ? { objectives: node.attrs['objectives'].map(other) } : {}),
  }
  return {
    ...node,
    ...(attrs ? { attrs } : {}),
    ...(node.content ? { content: node.content.map((child) => renamed(child, ids)) } : {}),
  }
}

/** What was left over while a 课时 was read, below the heading of what is; what belongs to none stands with the first. */
function leftOf(
  left: readonly DocJson[],
  leftIn: readonly (string | null)[],
  all: readonly string[],
  at: number,
): readonly DocJson[] {
  const [heading, ...nodes] = left
  const own = nodes.filter((_, index) => Math.max(0, all.indexOf(leftIn[index] ?? '')) === at)
  return heading && own.length > 0 ? [heading, ...own] : []
}

/**
 * One plan per 课时, each with all that they share under ids of its own; `leftIn` says in which 课时 each node that was left over
 * stood. One plan where there are not several.
 */
export function splitPeriods(doc: DocJson, newId: () => string, leftIn: readonly (string | null)[] = []): PlanPart[] {
  const whole = readLessonPlan(doc).title
  const { front, periods, shared, left } = partsOf(doc)
  if (periods.length < 2) return [{ title: whole, period: periods[0]?.period ?? null, doc }]
  const names = periods.map(({ period }) => period)
  return periods.map(({ period, nodes }, index) => {
    const ids = new Map(index === 0 ? [] : [...front, ...shared].flatMap(idsIn).map((id) => [id, newId()]))
    const title = whole === '' ? period : `${whole}（${period}）`
    const named = front.map((node) =>
      node.type === 'title' ? { ...node, content: [{ type: 'text', text: title }] } : node,
    )
    return {
      title,
      period,
      doc: {
        ...doc,
        content: [...named, ...headed(nodes, front), ...shared, ...leftOf(left, leftIn, names, index)].map((node) =>
          renamed(node, ids),
        ),
      },
    }
  })
}
