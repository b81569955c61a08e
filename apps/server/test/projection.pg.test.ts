import { findActor, listStalePlans } from '@gongyan/db'
import type { Actor, LessonPlanId } from '@gongyan/domain'
import { documentName } from '@gongyan/domain'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { createProjector } from '../src/features/lesson-plan/index.ts'
import { makeHarness } from './harness.ts'
import type { Harness, Person } from './harness.ts'

let server: Harness
let owner: Person
let actor: Actor
let planId: LessonPlanId

beforeAll(async () => {
  server = await makeHarness()
  const place = await server.aPlace('县')
  owner = await server.aPerson(place, 'teacher')
  planId = await server.aPlan(owner, place)
  const found = await findActor(server.sql, owner.id)
  if (!found) throw new Error('nobody')
  actor = found
})
afterAll(() => server?.close())

const write = (text: string) =>
  server.collab.edit(
    documentName({ kind: 'lessonPlan', id: planId }),
    { authorId: owner.id, source: 'test' },
    (ydoc) => {
      const paragraph = new Y.XmlElement('paragraph')
      paragraph.insert(0, [new Y.XmlText(text)])
      ydoc.getXmlFragment('body').push([paragraph])
    },
  )

test('[SR6] a plan in which somebody keeps writing does not keep a search from being answered', async () => {
  let reads = 0
  const projector = createProjector({
    ...server.deps,
    plans: {
      ...server.deps.plans,
      // Whenever it is read, the next keystroke is committed before what was read is kept.
      async readCommitted(id) {
        reads++
        const committed = await server.deps.plans.readCommitted(id)
        await write(`第${reads}句`)
        return committed
      },
    },
  })
  await projector.refreshForSearch(actor)
  expect(reads).toBe(1)
})

test('[SR6] many who search at the same moment share the reading, and none misses what was committed before', async () => {
  let reads = 0
  const projector = createProjector({
    ...server.deps,
    plans: {
      ...server.deps.plans,
      readCommitted(id) {
        reads++
        return server.deps.plans.readCommitted(id)
      },
    },
  })
  await write('大家都在找的一句')
  await Promise.all(Array.from({ length: 40 }, () => projector.refreshForSearch(actor)))
  expect(reads).toBeLessThan(10)
  const found = async (word: string) =>
    (await server.sql`SELECT plan_id FROM lesson_plan_texts WHERE position(${word} IN search_text) > 0`).length
  expect(await found('大家都在找的一句')).toBe(1)
  await write('后来的一句')
  await projector.refreshForSearch(actor)
  expect(await found('后来的一句')).toBe(1)
})

test('[SR6] nobody pays for a search that nobody makes: the text is brought up when enough was written, or when it is asked for', async () => {
  const projector = createProjector(server.deps)
  const everybody = new AbortController().signal
  await write('长'.repeat(4_000))
  await projector.refreshForSearch(actor)
  const kept = async () =>
    (
      await server.sql<{ text: number; facts: number; head: number }[]>`
        SELECT t.seq AS text, p.projected_seq AS facts, d.seq AS head FROM lesson_plans p JOIN lesson_plan_texts t ON t.plan_id = p.id
        JOIN collab_documents d ON d.name = 'lessonPlan:' || p.id WHERE p.id = ${planId}`
    )[0]
  const before = await kept()
  await write('一个字')
  await projector.refreshAll(everybody)
  await projector.refreshFor(actor)
  expect(await kept()).toEqual({ text: before?.text, facts: (before?.head ?? 0) + 1, head: (before?.head ?? 0) + 1 })
  const search = await server.call('listLessonPlans', { as: owner, query: { q: '一个字' } })
  expect(((await search.json()) as { items: { id: string }[] }).items.map(({ id }) => id)).toEqual([planId])
  const after = await kept()
  expect(after?.text).toBe(after?.head)
  // As many updates as make it worth while, all at once.
  await server.sql`UPDATE lesson_plan_texts SET seq = 1 WHERE plan_id = ${planId}`
  await server.sql`UPDATE collab_documents SET seq = seq + 7000 WHERE name = ${documentName({ kind: 'lessonPlan', id: planId })}`
  expect(await listStalePlans(server.sql, null, 'background', 10)).toEqual([{ id: planId, isTextDue: true }])
})
