import { randomUUID } from 'node:crypto'
import { documentName } from '@gongyan/domain'
import type { LessonPlanId } from '@gongyan/domain'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { makeHarness, PIXEL } from './harness.ts'
import type { Harness, Person, Place } from './harness.ts'

let server: Harness
let school: Place
let owner: Person
let admin: Person

beforeAll(async () => {
  server = await makeHarness()
  const county = await server.aPlace('县')
  school = await server.aPlace('校', county)
  owner = await server.aPerson(school, 'teacher')
  admin = await server.aPerson(county, 'orgAdmin')
})
afterAll(() => server?.close())

const edit = (id: LessonPlanId, change: (body: Y.XmlFragment) => void) =>
  server.collab.edit(documentName({ kind: 'lessonPlan', id }), { authorId: owner.id, source: 'test' }, (ydoc) =>
    change(ydoc.getXmlFragment('body')),
  )
const addParagraph = (id: LessonPlanId, text: string) =>
  edit(id, (body) => {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText(text)])
    body.push([paragraph])
  })
const actions = async (id: LessonPlanId) =>
  server.sql<{ action: string; actorId: string; detail: Record<string, unknown> }[]>`
    SELECT action, actor_id AS "actorId", detail FROM audit_log
    WHERE subject = ${documentName({ kind: 'lessonPlan', id })} AND actor_id = ${admin.id} ORDER BY at, id`

test('[LP11] a teacher’s lost words are found, as they were, and given back to the teacher in a new plan; every look is on record', async () => {
  const id = await server.aPlan(owner, school, { state: 'drafting' })
  const fileId = randomUUID()
  await server.sql`
    INSERT INTO files (id, sha256, byte_size, media_type, name, document)
    VALUES (${fileId}, ${await server.deps.files.put(PIXEL)}, ${PIXEL.byteLength}, 'image/png', 'p.png', ${documentName({ kind: 'lessonPlan', id })})`
  await addParagraph(id, '辛苦写了一上午的导入')
  await edit(id, (body) => {
    const image = new Y.XmlElement('image')
    image.setAttribute('fileId', fileId)
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [image])
    body.push([paragraph])
  })
  const { seq } = await addParagraph(id, '最后一段')
  await edit(id, (body) => body.delete(body.length - 3, 3))

  const updates = await server.call('listPlanUpdates', { as: admin, params: { id } })
  expect(updates.status).toBe(200)
  const { items } = (await updates.json()) as {
    items: { seq: number; author: { id: string } | null; at: string; byteSize: number }[]
  }
  expect(items[0]).toMatchObject({ seq: Number(seq) + 1, author: { id: owner.id } })
  expect(items.every(({ byteSize, at }) => byteSize > 0 && !Number.isNaN(Date.parse(at)))).toBe(true)

  const before = await server.call('getPlanState', { as: admin, params: { id }, query: { seq: `${seq}` } })
  const state = (await before.json()) as { seq: number; at: string; doc: unknown }
  expect(state).toMatchObject({ seq: Number(seq), at: items[1]?.at })
  expect(JSON.stringify(state.doc)).toContain('辛苦写了一上午的导入')
  const byTime = await server.call('getPlanState', {
    as: admin,
    params: { id },
    query: { at: '2000-01-01T00:00:00.000Z' },
  })
  expect(await byTime.json()).toMatchObject({ seq: 0, at: null })

  const rebuilt = await server.call('rebuildPlan', { as: admin, params: { id }, body: { seq: Number(seq) } })
  expect(rebuilt.status).toBe(201)
  const made = (await rebuilt.json()) as { id: LessonPlanId; title: string }
  expect(made.title).toMatch(/（恢复到.*\d\d:\d\d:\d\d）$/u)
  const own = await server.call('getLessonPlanDocument', { as: owner, params: { id: made.id } })
  const text = JSON.stringify(await own.json())
  for (const words of ['辛苦写了一上午的导入', '最后一段', made.title]) expect(text).toContain(words)
  // The picture is the new plan's own: the old one may be erased.
  expect(text).not.toContain(fileId)
  expect(
    await server.sql`SELECT count(*)::int AS n FROM files WHERE document = ${documentName({ kind: 'lessonPlan', id: made.id })}`,
  ).toEqual([{ n: 1 }])
  // It is the owner's; the administrator has no more of it than of any draft.
  expect((await server.call('getLessonPlan', { as: admin, params: { id: made.id } })).status).toBe(404)

  expect((await actions(id)).map(({ action, detail }) => [action, detail])).toEqual([
    ['lessonPlan.updatesListed', { count: items.length }],
    ['lessonPlan.stateRead', { seq: Number(seq) }],
    ['lessonPlan.stateRead', { seq: 0 }],
    ['lessonPlan.rebuilt', { seq: Number(seq), planId: made.id }],
  ])
})

test('[LP11] from before its first word nothing is rebuilt, and a title stays within its length', async () => {
  const id = await server.aPlan(owner, school)
  const early = await server.call('rebuildPlan', {
    as: admin,
    params: { id },
    body: { at: '2000-01-01T00:00:00.000Z' },
  })
  expect(early.status).toBe(422)
  await edit(id, (body) => {
    const title = body.get(0)
    const run = title instanceof Y.XmlElement ? title.get(0) : null
    if (run instanceof Y.XmlText) run.insert(0, '长'.repeat(500))
    else {
      const text = new Y.XmlText('长'.repeat(500))
      if (title instanceof Y.XmlElement) title.insert(0, [text])
    }
  })
  const made = await server.call('rebuildPlan', { as: admin, params: { id }, body: {} })
  const { title } = (await made.json()) as { title: string }
  expect([...title].length).toBe(server.deps.config.limits.LIMIT_TITLE_CHARACTERS)
  expect(title.endsWith('）')).toBe(true)
})
