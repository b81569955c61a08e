import { findActor, listStalePlans } from '@gongyan/db'
import type { Actor, LessonPlanId } from '@gongyan/domain'
import { documentName } from '@gongyan/domain'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { createProjector } from '../src/features/lesson-plan/index.ts'
import { MOST_AWAITED } from '../src/features/lesson-plan/projection.ts'
import { makeHarness } from './harness.ts'
import type { Harness, Person, Place } from './harness.ts'

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

/** A projector that writes down what it reads; a gate holds the readings up until it is opened. */
function watched(gate: Promise<void> = Promise.resolve()) {
  const read: string[] = []
  const projector = createProjector({
    ...server.deps,
    plans: {
      ...server.deps.plans,
      async readCommitted(id) {
        read.push(id)
        await gate
        return server.deps.plans.readCommitted(id)
      },
    },
  })
  return { projector, read }
}
const rowsOf = async (ids: readonly LessonPlanId[]) =>
  server.sql<{ id: LessonPlanId; seq: number; minutes: number }[]>`
    SELECT id, projected_seq AS seq, total_minutes AS minutes FROM lesson_plans WHERE id = ANY(${[...ids]}::uuid[])`
const actorOf = async ({ id }: Person) => {
  const found = await findActor(server.sql, id)
  if (!found) throw new Error('nobody')
  return found
}
const aShelf = async (who: Person, place: Place, count: number) => {
  const ids: LessonPlanId[] = []
  for (let n = 0; n < count; n++) ids.push(await server.aPlan(who, place, { title: `第${n}份` }))
  return ids
}

test('[SR6] a plan that is being written is brought up unasked after five hundred updates, or once nobody writes it', async () => {
  const place = await server.aPlace('一位老师的学校')
  const writer = await server.aPerson(place, 'teacher')
  const id = await server.aPlan(writer, place, { title: '正在写的一份' })
  const name = documentName({ kind: 'lessonPlan', id })
  const one = await actorOf(writer)
  const due = async () => (await listStalePlans(server.sql, one, 'background', 10)).map((stale) => stale.id)
  await createProjector(server.deps).refreshForSearch(one)
  expect(await due()).toEqual([])
  await server.collab.edit(name, { authorId: writer.id, source: 'test' }, (ydoc) => {
    ydoc.getXmlFragment('body').push([new Y.XmlElement('paragraph')])
  })
  expect(await due()).toEqual([])
  await server.sql`UPDATE lesson_plans SET updated_at = now() - interval '46 seconds' WHERE id = ${id}`
  expect(await due()).toEqual([id])
  await server.sql`UPDATE lesson_plans SET updated_at = now() WHERE id = ${id}`
  await server.sql`UPDATE collab_documents SET seq = seq + 500 WHERE name = ${name}`
  expect(await due()).toEqual([id])
  await server.sql`UPDATE collab_documents SET seq = seq - 500 WHERE name = ${name}`
  // Whoever looks at a list has it as it is now.
  await createProjector(server.deps).refreshFor(one)
  await server.sql`UPDATE lesson_plans SET updated_at = now() - interval '1 day' WHERE id = ${id}`
  expect(await due()).toEqual([])
})

test('[LP16] a list reads a bounded number of plans, whatever has to be read anew; the others are shown as they were', async () => {
  const place = await server.aPlace('藏书多的学校')
  const many = await server.aPerson(place, 'teacher')
  const ids = await aShelf(many, place, MOST_AWAITED + 25)
  const reader = await actorOf(many)
  const { projector, read } = watched()
  await projector.refreshAll(new AbortController().signal)
  expect(new Set(await rowsOf(ids).then((rows) => rows.map(({ seq }) => seq)))).toEqual(new Set([1]))

  // A release that reads something new of every plan.
  await server.sql`UPDATE lesson_plans SET projected_seq = 0, total_minutes = 77 WHERE id = ANY(${ids}::uuid[])`
  const newest = ids[7] as LessonPlanId
  await server.sql`UPDATE lesson_plans SET updated_at = now() + interval '1 minute' WHERE id = ${newest}`
  read.length = 0
  await projector.refreshFor(reader)
  expect(read).toHaveLength(MOST_AWAITED)
  expect(read[0]).toBe(newest)
  const listed = await server.call('listLessonPlans', { as: many, query: { limit: '100' } })
  const { items } = (await listed.json()) as { items: { id: string; totalMinutes: number }[] }
  expect(items.map(({ id }) => id).toSorted()).toEqual(ids.toSorted())

  // Search compares texts, and of those none has changed.
  await server.sql`UPDATE lesson_plans SET projected_seq = 0 WHERE id = ANY(${ids}::uuid[])`
  read.length = 0
  await projector.refreshForSearch(reader)
  expect(read).toHaveLength(MOST_AWAITED)

  await projector.refreshAll(new AbortController().signal)
  expect((await rowsOf(ids)).filter(({ seq, minutes }) => seq !== 1 || minutes === 77)).toEqual([])
  read.length = 0
  await projector.refreshFor(reader)
  expect(read).toEqual([])
})

test('[LP16] while everything is read anew, whoever asks for a list comes next', async () => {
  const place = await server.aPlace('两个人的学校')
  const [many, one] = [await server.aPerson(place, 'teacher'), await server.aPerson(place, 'teacher')]
  const shelf = await aShelf(many, place, 60)
  const [mine] = await aShelf(one, place, 1)
  const reader = await actorOf(one)
  // Last of all in the order of the rounds.
  await server.sql`UPDATE lesson_plans SET updated_at = '2020-01-01' WHERE id = ${mine as string}`
  let open = () => {}
  const { projector, read } = watched(
    new Promise((resolve) => {
      open = resolve
    }),
  )
  const rounds = projector.refreshAll(new AbortController().signal)
  await expect.poll(() => read.length).toBeGreaterThan(0)
  const begun = read.length
  const list = projector.refreshFor(reader)
  open()
  await list
  // What had begun, and what may have begun before the question which plans are stale was answered.
  expect(read.slice(0, begun + 12)).toContain(mine)
  await rounds
  expect(new Set(read).size).toBeGreaterThan(shelf.length)
})
