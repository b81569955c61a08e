import { randomUUID } from 'node:crypto'
import { canLessonPlan, LESSON_PLAN_STATES, ROLES } from '@gongyan/domain'
import type { LessonPlanId } from '@gongyan/domain'
import { createTestDatabase } from '@gongyan/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSql, findActor, findLessonPlanFacts, listLessonPlans, listStalePlans } from '../index.ts'
import type { Sql } from '../index.ts'

const SEED = Number(process.env['FC_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const WORLDS = 40

let sql: Sql
let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase()
  sql = createSql(database.url, { max: 4 })
})
afterAll(async () => {
  await sql?.end({ timeout: 5 })
  await database?.drop()
})

const index = fc.nat({ max: 1000 })
const perhaps = <T>(...values: T[]) => fc.constantFrom(...values, null)
const world = fc.record({
  /** Each unit hangs below an earlier one, or is the root of another tree. */
  units: fc.array(
    fc.record({ parent: index, isRoot: fc.boolean(), kind: fc.constantFrom('school', 'researchOffice') }),
    { minLength: 3, maxLength: 10 },
  ),
  people: fc.array(
    fc.array(
      fc.record({
        unit: index,
        role: fc.constantFrom(...ROLES),
        subject: perhaps('数学', '语文'),
        stage: perhaps('小学', '初中'),
        isOver: fc.constantFrom(false, false, false, true),
      }),
      { maxLength: 3 },
    ),
    { minLength: 3, maxLength: 8 },
  ),
  plans: fc.array(
    fc.record({
      unit: index,
      owner: index,
      state: fc.constantFrom(...LESSON_PLAN_STATES),
      subject: perhaps('数学', '语文'),
      stage: perhaps('小学', '初中'),
      isBinned: fc.boolean(),
      members: fc.array(fc.record({ person: index, role: fc.constantFrom('editor', 'commenter') }), { maxLength: 3 }),
    }),
    { minLength: 3, maxLength: 14 },
  ),
})
const at = <T>(list: readonly T[], n: number): T => list[n % list.length]!

test(`[LP6] the plans SQL lists are those the policy lets the asker read (seed ${SEED})`, async () => {
  let compared = 0
  let visible = 0
  await fc.assert(
    fc.asyncProperty(world, async ({ units, people, plans }) => {
      await sql`TRUNCATE org_units, users CASCADE`
      const places: { id: string; path: string[] }[] = []
      for (const unit of units) {
        const id = randomUUID()
        const parent = places.length === 0 || unit.isRoot ? null : at(places, unit.parent)
        places.push({ id, path: [...(parent?.path ?? []), id] })
        await sql`INSERT INTO org_units (id, parent_id, path, kind, level, name, short_name) VALUES (${id}, ${parent?.id ?? null}, ${places.at(-1)!.path}, ${unit.kind}, 'school', 'x', 'x')`
      }
      const ids = people.map(() => randomUUID())
      for (const [n, identities] of people.entries()) {
        const id = ids[n]!
        await sql`INSERT INTO users (id, account, name, password_hash) VALUES (${id}, ${id}, 'x', '')`
        for (const identity of identities)
          await sql`INSERT INTO identities (user_id, org_id, role, subject, stage, ends_on) VALUES (${id}, ${at(places, identity.unit).id}, ${identity.role}, ${identity.subject}, ${identity.stage}, ${identity.isOver ? '2020-01-01' : null})`
      }
      const planIds = plans.map(() => randomUUID() as LessonPlanId)
      for (const [n, plan] of plans.entries()) {
        const id = planIds[n]!
        const place = at(places, plan.unit)
        await sql`
        INSERT INTO lesson_plans (id, org_id, org_path, owner_id, state, subject, stage, title, deleted_at)
        VALUES (${id}, ${place.id}, ${place.path}, ${at(ids, plan.owner)}, ${plan.state}, ${plan.subject}, ${plan.stage}, 'x', ${plan.isBinned ? new Date() : null})`
        await sql`INSERT INTO collab_documents (name, layout, seq) VALUES (${`lessonPlan:${id}`}, 1, 1) ON CONFLICT DO NOTHING`
        for (const member of plan.members)
          await sql`INSERT INTO lesson_plan_members (plan_id, user_id, role, invited_by) VALUES (${id}, ${at(ids, member.person)}, ${member.role}, ${at(ids, plan.owner)}) ON CONFLICT DO NOTHING`
      }
      for (const userId of ids) {
        const actor = await findActor(sql, userId)
        if (!actor) throw new Error('a person has gone')
        const list = async (bin: boolean) =>
          (await listLessonPlans(sql, actor, { terms: [], bin, after: null, limit: 1000 })).map(
            ({ plan }) => plan.facts.id,
          )
        const readable: LessonPlanId[] = []
        for (const id of planIds) {
          const facts = await findLessonPlanFacts(sql, id, actor.userId)
          if (facts && canLessonPlan(actor, 'read', facts)) readable.push(id)
        }
        // The bin shows only one's own; outside it everything readable is listed.
        expect([...(await list(false)), ...(await list(true))].toSorted()).toEqual(readable.toSorted())
        for (const purpose of ['list', 'search'] as const) {
          const stale = await listStalePlans(sql, actor, purpose, 1000)
          expect(stale.map(({ id }) => id).toSorted()).toEqual(readable.toSorted())
        }
        compared += planIds.length
        visible += readable.length
      }
    }),
    { seed: SEED, numRuns: WORLDS },
  )
  // A generator that makes nothing visible, or everything, would compare nothing.
  expect(visible).toBeGreaterThan(compared / 50)
  expect(visible).toBeLessThan(compared / 2)
  console.info(`seed ${SEED}: ${compared} pairs of person and plan, ${visible} visible`)
}, 120_000)
