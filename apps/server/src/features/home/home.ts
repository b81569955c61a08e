import { CollabFault } from '@gongyan/collab-server'
import { listColleaguesAtWork, listLessonPlans } from '@gongyan/db'
import type { LessonPlanRecord, ListedLessonPlan } from '@gongyan/db'
import { readLessonPlan } from '@gongyan/documents'
import type { PlanReading } from '@gongyan/documents'
import { canCreateLessonPlan, canLessonPlan, nextThings, SECTIONS } from '@gongyan/domain'
import type { Actor, PlanAtHand } from '@gongyan/domain'
import type { Deps } from '../../deps.ts'
import { reply } from '../../http/operation.ts'
import type { Handlers } from '../../http/operation.ts'
import { presentSummary } from '../lesson-plan/index.ts'
import type { Projector } from '../lesson-plan/index.ts'

const OWN_PLANS = 12
/** A dozen plans of every teacher of a county. */
const MOST_KNOWN = 20_000
const PLANS_SHOWN = 6
const COLLEAGUES = 6
const COLLEAGUES_MS = 14 * 24 * 3600_000

/** What the submission of a plan will ask for (model.md 4.2): sections that must not be empty. */
function missingOf(reading: PlanReading): string[] {
  const has = (...keys: (keyof typeof SECTIONS)[]) =>
    keys.some((key) => (reading.sections[SECTIONS[key]] ?? '').trim() !== '')
  const hasProcess = reading.rows.some((row) =>
    [row.teacher, row.students, row.assistant].some((text) => (text ?? '').trim() !== ''),
  )
  return [
    ...(has('objectives', 'unitObjectives', 'lessonObjectives') ? [] : [SECTIONS.objectives]),
    ...(has('learnerAnalysis', 'receiverLearnerAnalysis') ? [] : [SECTIONS.learnerAnalysis]),
    ...(has('keyPoint', 'difficultPoint', 'keyAndDifficult', 'unitTheme') ? [] : [SECTIONS.keyAndDifficult]),
    ...(hasProcess || has('lessonDesigns') ? [] : [SECTIONS.process]),
    ...(has('homework', 'unitHomework') ? [] : [SECTIONS.homework]),
  ]
}

/** The desk as it lies in the morning: three things to do, the latest plans, who wrote meanwhile. */
export function createHomeHandlers({
  sql,
  plans,
  clock,
  projector,
}: Pick<Deps, 'sql' | 'plans' | 'clock'> & { projector: Projector }): Pick<Handlers, 'getHome'> {
  /** What plans still lack, by plan and position of its log: a desk is looked at far more often than its plans are changed. */
  const known = new Map<string, NonNullable<PlanAtHand['content']>>()

  async function contentOf(plan: LessonPlanRecord): Promise<NonNullable<PlanAtHand['content']>> {
    const key = `${plan.facts.id} ${plan.projectedSeq}`
    const found = known.get(key)
    if (found) return found
    const reading = readLessonPlan((await plans.readCommitted(plan.facts.id)).doc)
    const content = {
      unmapped: (reading.sections[SECTIONS.unmapped] ?? '').split('\n').filter((line) => line.trim() !== '').length,
      missing: missingOf(reading),
      hasReflection: (reading.sections[SECTIONS.reflection] ?? '').trim() !== '',
    }
    known.set(key, content)
    for (const oldest of known.keys()) {
      if (known.size <= MOST_KNOWN) break
      known.delete(oldest)
    }
    return content
  }

  /** One plan that cannot be read now keeps nobody from the others. */
  const readableContentOf = (plan: LessonPlanRecord): Promise<PlanAtHand['content']> =>
    contentOf(plan).catch((error: unknown) => {
      if (error instanceof CollabFault) return null
      throw error
    })

  async function atHand({ plan }: ListedLessonPlan, actor: Actor): Promise<PlanAtHand> {
    const isOwn = plan.facts.ownerId === actor.userId
    return {
      id: plan.facts.id,
      title: plan.title,
      state: plan.facts.state,
      isOwn,
      isMember: plan.facts.membership !== null,
      canEdit: canLessonPlan(actor, 'edit', plan.facts),
      updatedAt: plan.updatedAt,
      content: isOwn ? await readableContentOf(plan) : null,
    }
  }

  return {
    async getHome({ caller }) {
      const { actor } = caller
      await projector.refreshFor(actor)
      const list = (query: { mine?: 'owned' | 'shared'; state?: 'studying' }, limit: number) =>
        listLessonPlans(sql, actor, { terms: [], bin: false, after: null, limit, ...query })
      const [own, shared, studying, colleagues] = await Promise.all([
        list({ mine: 'owned' }, OWN_PLANS),
        list({ mine: 'shared' }, OWN_PLANS),
        list({ state: 'studying' }, OWN_PLANS),
        listColleaguesAtWork(sql, actor, new Date(clock.nowMs() - COLLEAGUES_MS), COLLEAGUES),
      ])
      const plans = [
        ...new Map([...own, ...shared, ...studying].map((listed) => [listed.plan.facts.id, listed])).values(),
      ]
      const next = nextThings(await Promise.all(plans.map((listed) => atHand(listed, actor))), {
        canCreate: canCreateLessonPlan(actor),
      })
      return reply({
        next: next.map((thing) => ({ ...thing, at: thing.at?.toISOString() ?? null })),
        plans: [...(own.length + shared.length > 0 ? [...own, ...shared] : studying)]
          .sort((one, other) => other.plan.updatedAt.getTime() - one.plan.updatedAt.getTime())
          .slice(0, PLANS_SHOWN)
          .map((listed) => presentSummary(listed, actor)),
        colleagues: colleagues.map((colleague) => ({
          ...colleague,
          person: { ...colleague.person },
          at: colleague.at.toISOString(),
        })),
      })
    },
  }
}
