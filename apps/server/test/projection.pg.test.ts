import { findActor } from '@gongyan/db'
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
    collab: {
      ...server.collab,
      // Whenever it is read, the next keystroke is committed before what was read is kept.
      async read(name) {
        reads++
        const committed = await server.collab.read(name)
        await write(`第${reads}句`)
        return committed
      },
    },
  })
  await projector.refreshFor(actor)
  expect(reads).toBe(1)
})

test('[SR6] many who search at the same moment share the reading, and none misses what was committed before', async () => {
  let reads = 0
  const projector = createProjector({
    ...server.deps,
    collab: {
      ...server.collab,
      read(name) {
        reads++
        return server.collab.read(name)
      },
    },
  })
  await write('大家都在找的一句')
  await Promise.all(Array.from({ length: 40 }, () => projector.refreshFor(actor)))
  expect(reads).toBeLessThan(10)
  const found = async (word: string) =>
    (await server.sql`SELECT id FROM lesson_plans WHERE position(${word} IN search_text) > 0`).length
  expect(await found('大家都在找的一句')).toBe(1)
  await write('后来的一句')
  await projector.refreshFor(actor)
  expect(await found('后来的一句')).toBe(1)
})
