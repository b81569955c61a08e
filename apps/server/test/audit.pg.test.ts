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

test('[LP11] what is no lesson plan is not rebuilt: that is said, and nothing is made', async () => {
  const id = await server.aPlan(owner, school)
  const { seq } = await edit(id, (body) => body.push([new Y.XmlElement('marquee')]))
  const { seq: nested } = await edit(id, (body) => {
    body.delete(body.length - 1, 1)
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlElement('table')])
    body.push([paragraph])
  })
  const plans = async () => (await server.sql`SELECT count(*)::int AS n FROM lesson_plans`)[0]
  const before = await plans()
  for (const [body, field] of [
    [{ seq: Number(seq) }, 'seq'],
    [{ seq: Number(nested) }, 'seq'],
    [{}, 'at'],
  ] as const) {
    const refused = await server.call('rebuildPlan', { as: admin, params: { id }, body })
    expect([refused.status, await refused.json()]).toMatchObject([
      422,
      {
        code: 'request/invalid',
        detail: '那时的教案里有认不出的内容，恢复不成一份教案，也没有建新教案。换早一点或晚一点的时间。',
        errors: [{ pointer: `/${field}` }],
      },
    ])
  }
  expect(await plans()).toEqual(before)
  expect(await actions(id)).toEqual([])
  const earlier = await server.call('rebuildPlan', { as: admin, params: { id }, body: { seq: Number(seq) - 1 } })
  expect(earlier.status).toBe(201)
})

test('[LP13] a past that cannot be read now is said to be so, and one that is missing is not found; nothing is made', async () => {
  const [id, gone] = [await server.aPlan(owner, school), await server.aPlan(owner, school)]
  await addParagraph(id, '一')
  const { seq } = await addParagraph(id, '二')
  await server.sql`DELETE FROM collab_updates WHERE document = ${documentName({ kind: 'lessonPlan', id })} AND seq = 2`
  for (const table of ['collab_updates', 'collab_documents'])
    await server.sql`DELETE FROM ${server.sql(table)} WHERE ${server.sql(table === 'collab_updates' ? 'document' : 'name')} = ${documentName({ kind: 'lessonPlan', id: gone })}`
  const plans = async () => (await server.sql`SELECT count(*)::int AS n FROM lesson_plans`)[0]
  const before = await plans()
  for (const [operation, options] of [
    ['getPlanState', {}],
    ['listPlanChanges', { query: { after: '0' } }],
    ['rebuildPlan', { body: { seq: Number(seq) } }],
  ] as const) {
    const away = await server.call(operation, { as: admin, params: { id }, ...options })
    expect([away.status, await away.json()], operation).toMatchObject([
      503,
      { code: 'server/unavailable', detail: '这份教案过去的改动现在读不出来，教案没有动过。过一会儿再试。' },
    ])
    expect(Number(away.headers.get('retry-after')), operation).toBeGreaterThan(0)
    const missing = await server.call(operation, { as: admin, params: { id: gone }, ...options })
    expect([missing.status, await missing.json()], operation).toMatchObject([404, { code: 'lesson-plan/not-found' }])
  }
  expect(await plans()).toEqual(before)
  expect(await actions(id)).toEqual([])
})

test('[LP13] who wrote and who erased is told: over time, in the text of a moment, and between two moments', async () => {
  const id = await server.aPlan(owner, school, { title: '谁写的', state: 'drafting' })
  const other = await server.aPerson(school, 'teacher', { name: '何晓棠' })
  const { seq: begun } = await addParagraph(id, '第一段')
  await server.collab.edit(documentName({ kind: 'lessonPlan', id }), { authorId: other.id, source: 'test' }, (ydoc) => {
    const run = (ydoc.getXmlFragment('body').toArray().at(-1) as Y.XmlElement).get(0) as Y.XmlText
    run.delete(0, 1)
    run.insert(2, '落改了')
  })
  const state = (await (await server.call('getPlanState', { as: admin, params: { id } })).json()) as {
    authors: { id: string }[]
    spans: { length: number; author: number }[]
  }
  const written = state.spans.map(({ length, author }) => [state.authors[author]?.id, length])
  expect(written.map(([who]) => who)).toEqual([owner.id, other.id])
  expect(written.at(-1)).toEqual([other.id, 3])

  const changes = (await (
    await server.call('listPlanChanges', { as: admin, params: { id }, query: { after: `${begun}` } })
  ).json()) as { items: { kind: string; text: string; person: { id: string }; at: string; lastSeq: number }[] }
  expect(changes.items.map(({ kind, text, person, lastSeq }) => [kind, text, person.id, lastSeq])).toEqual([
    ['deleted', '第', other.id, Number(begun) + 1],
    ['inserted', '落改了', other.id, Number(begun) + 1],
  ])
  const activity = (await (await server.call('getPlanActivity', { as: admin, params: { id } })).json()) as {
    count: number
    lastAt: string
    missingSeq: number | null
    authors: {
      person: { id: string } | null
      written: number
      erased: number
      updates: number
      cells: { index: number; updates: number }[]
    }[]
  }
  expect([activity.count, activity.missingSeq, activity.lastAt]).toEqual([
    Number(begun) + 1,
    null,
    changes.items[0]?.at,
  ])
  const his = activity.authors.find(({ person }) => person?.id === other.id)
  expect(his).toMatchObject({ updates: 1, written: 3, erased: 1 })
  expect(his?.cells).toMatchObject([{ erasedSeq: Number(begun) + 1, erasedAt: activity.lastAt }])
  for (const { updates, cells } of activity.authors)
    expect(cells.reduce((sum, cell) => sum + cell.updates, 0)).toBe(updates)
  const listed = await server.call('listPlanUpdates', { as: admin, params: { id }, query: { limit: '1' } })
  expect(await listed.json()).toMatchObject({ items: [{ written: 3, erased: 1, author: { id: other.id } }] })
  for (const operation of ['getPlanActivity', 'listPlanChanges'] as const)
    expect((await server.call(operation, { as: other, params: { id }, query: { after: '0' } })).status, operation).toBe(
      404,
    )
})

test('[LP13] a hole in the log is told, and what came before it all the same', async () => {
  const id = await server.aPlan(owner, school)
  for (const text of ['一', '二', '三', '四']) await addParagraph(id, text)
  await server.sql`DELETE FROM collab_updates WHERE document = ${documentName({ kind: 'lessonPlan', id })} AND seq = 4`
  const activity = await server.call('getPlanActivity', { as: admin, params: { id } })
  expect(await activity.json()).toMatchObject({ count: 5, missingSeq: 4 })
  const before = await server.call('getPlanState', { as: admin, params: { id }, query: { seq: '3' } })
  expect(JSON.stringify(await before.json())).toContain('二')
})

test('[LP12] an administrator finds a plan by title and by its owner’s name, and takes back a rebuild nobody has written in', async () => {
  const id = await server.aPlan(owner, school, { title: '找得到的草稿', state: 'drafting' })
  const found = async (q: string) =>
    (
      (await (await server.call('listAuditablePlans', { as: admin, query: { q } })).json()) as {
        items: { id: string }[]
      }
    ).items
  expect(await found(`${owner.name} 草稿`)).toMatchObject([{ id, title: '找得到的草稿', mayRead: false }])
  expect(await found('没有这样的课')).toEqual([])
  const rebuild = async () =>
    ((await (await server.call('rebuildPlan', { as: admin, params: { id }, body: {} })).json()) as { id: LessonPlanId })
      .id
  const withdraw = async (rebuiltId: string) =>
    (await server.call('withdrawRebuild', { as: admin, params: { id, rebuiltId } })).status
  const untouched = await rebuild()
  expect(await withdraw(untouched)).toBe(204)
  expect(await server.sql`SELECT deleted_at IS NOT NULL AS binned FROM lesson_plans WHERE id = ${untouched}`).toEqual([
    { binned: true },
  ])
  const written = await rebuild()
  await addParagraph(written, '老师接着写了')
  expect([await withdraw(written), await withdraw(id)]).toEqual([404, 404])
})
