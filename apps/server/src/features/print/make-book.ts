import { ok, refuse } from '@gongyan/domain'
import type { Actor, Result } from '@gongyan/domain'
import type { OfficeRefusal } from '@gongyan/office'
import type { Deps } from '../../deps.ts'
import { requireAllowed } from '../lesson-plan/index.ts'
import { contentsDocx } from './contents.ts'
import type { MissingPlan } from './contents.ts'
import { officeProblem } from './office-problem.ts'
import type { OfficeProblem } from './office-problem.ts'
import { planAsDocx } from './plan-docx.ts'

/** Plans that are converted in one start: starting costs seconds, and after each start the progress is told. */
const AT_ONCE = 8
/** What the pages of one file may take before they are joined. */
const MOST_BYTES = 200_000_000

export interface BookOrder {
  readonly title: string
  readonly planIds: readonly string[]
  readonly actor: Actor
}
export interface BookMade {
  readonly pdf: Uint8Array
  readonly pageCount: number
}
type BookProblem = OfficeProblem | 'lesson-plan/not-found'

interface Part {
  readonly title: string
  readonly author: string
  readonly school: string
  readonly pdf: Uint8Array
  readonly pages: number
}

/**
 * One PDF of several plans, contents first. Each plan is asked for with the rights of a single export; one that is refused or
 * cannot be converted is named in the contents and the others go on.
 */
export async function makeBook(
  deps: Pick<Deps, 'sql' | 'collab' | 'files' | 'office'>,
  { title, planIds, actor }: BookOrder,
  progress: (done: number, missing: readonly MissingPlan[]) => void,
  signal: AbortSignal,
): Promise<Result<BookMade, BookProblem>> {
  const { office } = deps
  const parts: Part[] = []
  const missing: MissingPlan[] = []
  let bytes = 0
  for (let from = 0; from < planIds.length; from += AT_ONCE) {
    const some = planIds.slice(from, from + AT_ONCE)
    const papers: { position: number; title: string; author: string; school: string; docx: Uint8Array }[] = []
    for (const [index, id] of some.entries()) {
      signal.throwIfAborted()
      const position = from + index + 1
      const found = await requireAllowed(deps.sql, id, actor, 'export')
      if (!found.ok) {
        missing.push({ position, title: null, problem: 'lesson-plan/not-found' })
        continue
      }
      const plan = found.value
      const docx = await planAsDocx(deps, plan, actor)
      papers.push({ position, title: docx.title, author: plan.owner.name, school: plan.orgName, docx: docx.bytes })
    }
    const pdfs = await office.convert(
      papers.map(({ docx }) => docx),
      'pdf',
      signal,
    )
    for (const [index, { position, title: name, author, school }] of papers.entries()) {
      const pdf = pdfs[index] ?? absentAnswer
      const pages = pdf.ok ? await office.countPages(pdf.value, signal) : pdf
      if (pdf.ok && pages.ok && bytes + pdf.value.byteLength <= MOST_BYTES) {
        bytes += pdf.value.byteLength
        parts.push({ title: name, author, school, pdf: pdf.value, pages: pages.value })
        continue
      }
      const problem = pages.ok ? 'print/too-many' : officeProblem(pages.refusal.code)
      // Nothing is wrong with the plan where the server has no place for it: the whole file is tried again later.
      if (problem === 'office/busy' || problem === 'office/absent') return refuse(problem)
      missing.push({ position, title: name, problem })
    }
    missing.sort((a, b) => a.position - b.position)
    progress(from + some.length, [...missing])
  }
  if (parts.length === 0)
    return refuse(missing.every((plan) => plan.title === null) ? 'lesson-plan/not-found' : 'office/failed')
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
    const lines = parts.map(({ title: name, author, school, pages }) => {
      const page = next
      next += pages
      return { title: name, author, school, page }
    })
    const [drawn] = await office.convert([contentsDocx(title, lines, missing)], 'pdf', signal)
    if (!drawn?.ok) return refuse(officeProblem(drawn?.refusal.code ?? 'office/failed'))
    const pages = await office.countPages(drawn.value, signal)
    if (!pages.ok) return refuse(officeProblem(pages.refusal.code))
    if (pages.value !== own) {
      own = pages.value
      continue
    }
    const joined = await office.joinPdfs([drawn.value, ...parts.map(({ pdf }) => pdf)], signal)
    return joined.ok ? ok({ pdf: joined.value, pageCount: next - 1 }) : refuse(officeProblem(joined.refusal.code))
  }
  return refuse('office/failed')
}
