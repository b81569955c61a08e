import { ok, refuse } from '@gongyan/domain'
import type { Actor, Result } from '@gongyan/domain'
import type { OfficeRefusal } from '@gongyan/office'
import type { Deps } from '../../deps.ts'
import { contentsDocx } from './contents.ts'
import type { ContentsLine, MissingPlan } from './contents.ts'
import { officeProblem } from './office-problem.ts'
import type { OfficeProblem } from './office-problem.ts'
import type { BookEntry } from './ordered.ts'
import { readPlan, wordOf } from './plan-docx.ts'

/** Plans that are converted in one start: starting costs seconds, and after each start the progress is told. */
const AT_ONCE = 8
/** What the pages or the pictures of one file may take before they are joined. */
export const MOST_BYTES = 200_000_000

export interface BookOrder {
  readonly title: string
  readonly entries: readonly BookEntry[]
  readonly actor: Actor
}
export interface BookMade {
  readonly bytes: Uint8Array
  /** null where pages are made only by the program that opens the file. */
  readonly pageCount: number | null
}
export type BookProblem = OfficeProblem | 'lesson-plan/not-found' | 'print/unreadable'
/** Told after each step how many plans were tried, and which of them are not in the file. */
export type Progress = (done: number, missing: readonly MissingPlan[]) => void

interface Part extends Omit<ContentsLine, 'at'> {
  readonly pdf: Uint8Array
  readonly pages: number
}

/**
 * One PDF of several plans, contents first. Each plan is asked for with the rights of a single export; one that is refused or
 * cannot be converted is named in the contents and the others go on.
 */
export async function makeBook(
  deps: Pick<Deps, 'sql' | 'plans' | 'files' | 'office' | 'log'>,
  { title, entries, actor }: BookOrder,
  progress: Progress,
  signal: AbortSignal,
): Promise<Result<BookMade, BookProblem>> {
  const { office } = deps
  const parts: Part[] = []
  const missing: MissingPlan[] = []
  let bytes = 0
  for (let from = 0; from < entries.length; from += AT_ONCE) {
    const some = entries.slice(from, from + AT_ONCE)
    const papers: (Omit<Part, 'pdf' | 'pages'> & { position: number; docx: Uint8Array })[] = []
    for (const [index, { id, group }] of some.entries()) {
      signal.throwIfAborted()
      const position = from + index + 1
      const read = await readPlan(deps, id, actor)
      if (!read.ok) {
        missing.push({ position, ...read.refusal })
        continue
      }
      const { plan } = read.value
      const { title: name, bytes: docx } = wordOf(read.value)
      papers.push({ position, title: name, author: plan.owner.name, school: plan.orgName, group, docx })
    }
    const pdfs = await office.convert(
      papers.map(({ docx }) => docx),
      'pdf',
      signal,
    )
    for (const [index, { position, docx: _, ...paper }] of papers.entries()) {
      const pdf = pdfs[index] ?? absentAnswer
      const pages = pdf.ok ? await office.countPages(pdf.value, signal) : pdf
      if (pdf.ok && pages.ok && bytes + pdf.value.byteLength <= MOST_BYTES) {
        bytes += pdf.value.byteLength
        parts.push({ ...paper, pdf: pdf.value, pages: pages.value })
        continue
      }
      const problem = pages.ok ? 'print/too-many' : officeProblem(pages.refusal.code)
      // Nothing is wrong with the plan where the server has no place for it: the whole file is tried again later.
      if (problem === 'office/busy' || problem === 'office/absent') return refuse(problem)
      missing.push({ position, title: paper.title, problem })
    }
    missing.sort((a, b) => a.position - b.position)
    progress(from + some.length, [...missing])
  }
  if (parts.length === 0)
    return refuse(
      missing.every((plan) => plan.title === null)
        ? 'lesson-plan/not-found'
        : missing.some((plan) => plan.problem === 'print/unreadable')
          ? 'print/unreadable'
          : 'office/failed',
    )
  return bind(office, title, parts, missing, signal)
}

const absentAnswer: { ok: false; refusal: OfficeRefusal } = refuse({ code: 'office/failed', detail: null })

async function bind(
  office: Deps['office'],
  title: string,
  parts: readonly Part[],
  missing: readonly MissingPlan[],
  signal: AbortSignal,
): Promise<Result<BookMade, BookProblem>> {
  // Contents are as long with other numbers, so the second drawing knows how many pages they take themselves.
  for (let own = 1, drawing = 0; drawing < 3; drawing++) {
    let next = own + 1
    const lines = parts.map(({ title: name, author, school, group, pages }) => {
      const at = next
      next += pages
      return { title: name, author, school, group, at }
    })
    const [drawn] = await office.convert([contentsDocx({ title, lines, missing })], 'pdf', signal)
    if (!drawn?.ok) return refuse(officeProblem(drawn?.refusal.code ?? 'office/failed'))
    const pages = await office.countPages(drawn.value, signal)
    if (!pages.ok) return refuse(officeProblem(pages.refusal.code))
    if (pages.value !== own) {
      own = pages.value
      continue
    }
    const joined = await office.joinPdfs([drawn.value, ...parts.map(({ pdf }) => pdf)], signal)
    return joined.ok ? ok({ bytes: joined.value, pageCount: next - 1 }) : refuse(officeProblem(joined.refusal.code))
  }
  return refuse('office/failed')
}
