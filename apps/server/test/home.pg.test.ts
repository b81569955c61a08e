import { documentName } from '@gongyan/domain'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { makeHarness } from './harness.ts'
import type { Harness, Person, Place } from './harness.ts'

let server: Harness
let school: Place

beforeAll(async () => {
  server = await makeHarness({ LIMIT_REQUESTS_PER_MINUTE: '1000000' })
  school = await server.aPlace('清河小学', await server.aPlace('县'))
})
afterAll(() => server?.close())

describe('[HM1] the three next things', () => {
  const home = async (as: Person) =>
    (await (await server.call('getHome', { as })).json()) as {
      next: { kind: string; title: string | null; detail: string | null }[]
      plans: { title: string }[]
      colleagues: { person: { name: string }; planTitle: string }[]
    }

  test('begin with a first plan, then ask for what the plans still need', async () => {
    const person = await server.aPerson(school, 'teacher')
    expect(await home(person)).toEqual({
      next: [{ kind: 'createFirst', planId: null, title: null, detail: null, count: null, at: null }],
      plans: [],
      colleagues: [],
    })
    await server.aPlan(person, school, { title: '刚开头' })
    expect((await home(person)).next).toMatchObject([
      { kind: 'fillMissing', title: '刚开头', detail: '目标、学情分析、重难点、教学过程、作业', count: 5 },
    ])
    await server.aPlan(person, school, { title: '上完了', state: 'taught' })
    const colleague = await server.aPerson(school, 'teacher', { name: '马老师' })
    const together = await server.aPlan(colleague, school, {
      title: '一起写',
      state: 'studying',
      members: [[person, 'editor']],
    })
    expect((await home(person)).next.map(({ kind, title }) => [kind, title])).toEqual([
      ['writeReflection', '上完了'],
      ['joinStudying', '一起写'],
      ['fillMissing', '刚开头'],
    ])
    await server.collab.edit(
      documentName({ kind: 'lessonPlan', id: together }),
      { authorId: colleague.id, source: 'test' },
      (ydoc) => {
        ydoc.getXmlFragment('body').insert(1, [new Y.XmlElement('rule')])
      },
    )
    expect((await home(person)).colleagues).toMatchObject([{ person: { name: '马老师' }, planTitle: '一起写' }])
    // Who has moved to another county keeps the invitation and sees nothing of the plan, its title neither.
    const elsewhere = await server.aPlace('邻县')
    await server.sql`UPDATE identities SET org_id = ${elsewhere.id} WHERE user_id = ${person.id}`
    expect((await home(person)).colleagues).toEqual([])
    await server.sql`UPDATE identities SET org_id = ${school.id} WHERE user_id = ${person.id}`
    await server.sql`UPDATE identities SET ends_on = '2020-01-01' WHERE user_id = ${person.id}`
    expect((await home(person)).colleagues).toEqual([])
  })

  test('asks for what is still missing as it is committed now, however often it is looked at', async () => {
    const person = await server.aPerson(school, 'teacher')
    const id = await server.aPlan(person, school, { title: '慢慢写' })
    const count = async () => (await home(person)).next[0]
    expect(await count()).toMatchObject({ kind: 'fillMissing', detail: '目标、学情分析、重难点、教学过程、作业' })
    expect(await count()).toMatchObject({ kind: 'fillMissing', detail: '目标、学情分析、重难点、教学过程、作业' })
    await server.collab.edit(
      documentName({ kind: 'lessonPlan', id }),
      { authorId: person.id, source: 'test' },
      (ydoc) => {
        const paragraph = new Y.XmlElement('paragraph')
        paragraph.setAttribute('section', 'homework')
        paragraph.insert(0, [new Y.XmlText('第12页第3题')])
        ydoc.getXmlFragment('body').push([paragraph])
      },
    )
    expect(await count()).toMatchObject({ kind: 'fillMissing', detail: '目标、学情分析、重难点、教学过程' })
  })

  test('a researcher is asked to read what is being studied in the own subject only', async () => {
    const place = await server.aPlace('另一县')
    const teacher = await server.aPerson(place, 'teacher')
    await server.aPlan(teacher, place, { title: '数学研讨', state: 'studying', subject: '数学' })
    await server.aPlan(teacher, place, { title: '语文研讨', state: 'studying', subject: '语文' })
    await server.aPlan(teacher, place, { title: '还在写', state: 'drafting', subject: '数学' })
    const researcher = await server.aPerson(place, 'researcher', { subject: '数学' })
    expect((await home(researcher)).next.map(({ kind, title }) => [kind, title])).toEqual([
      ['readStudying', '数学研讨'],
      ['createFirst', null],
    ])
  })
})
