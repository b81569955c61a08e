import { BODY, createUpdate, docJsonOf, lessonPlanSchema, plainText, readLessonPlan } from '@gongyan/documents'
import {
  HEADER_FIELDS,
  LESSON_PLAN_STATES,
  PROCESS_FIELDS,
  ROLES,
  SECTIONS,
  canLessonPlan,
  isUuid,
} from '@gongyan/domain'
import type { Actor, LessonPlanFacts, LessonPlanId, OrgId, UserId } from '@gongyan/domain'
import type { DocJson } from '@gongyan/documents'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { DEMO_COUNTY, DEMO_LESSON, DEMO_PLANS, DEMO_SIGN_INS, demoLessonStartedAt } from './index.ts'
import type { DemoPlan } from './index.ts'
import { demoLocalId, demoUuid } from './demo-id.ts'

const { units, people, groups, pairings } = DEMO_COUNTY
const unitIds = new Set(units.map(({ id }) => id))
const personIds = new Set(people.map(({ id }) => id))
const personOf = (account: string) => people.find((person) => person.account === account)
const planOf = (key: string) => DEMO_PLANS.find((plan) => plan.key === key)
const pathOf = (orgId: string) => units.find(({ id }) => id === orgId)?.path ?? []
const nodesOf = (node: DocJson): DocJson[] => [node, ...(node.content ?? []).flatMap(nodesOf)]
const repeated = (values: readonly string[]) => values.filter((value, index) => values.indexOf(value) !== index)

const actorOf = (account: string): Actor => {
  const person = personOf(account)
  return {
    userId: person?.id as UserId,
    identities: (person?.identities ?? []).map(({ role, orgId, subject, stage }) => ({
      role,
      orgId: orgId as OrgId,
      orgPath: pathOf(orgId) as OrgId[],
      orgKind: units.find(({ id }) => id === orgId)?.kind ?? 'external',
      subject,
      stage,
    })),
  }
}
const factsFor = (plan: DemoPlan, account: string): LessonPlanFacts => ({
  id: plan.id as LessonPlanId,
  ownerId: plan.ownerId as UserId,
  orgPath: plan.orgPath as OrgId[],
  state: plan.state,
  subject: plan.subject,
  stage: plan.stage,
  deletedAt: null,
  membership: plan.members.find((member) => member.account === account)?.role ?? null,
})

describe('the county', () => {
  it('has a research office, six schools and more, two of them rural with under 200 pupils, and a teaching point', () => {
    expect(units.some(({ kind, parentId }) => kind === 'researchOffice' && parentId !== null)).toBe(true)
    const schools = units.filter(({ kind }) => kind === 'school')
    expect(schools.length).toBeGreaterThanOrEqual(6)
    expect(
      schools.filter(({ isRural, enrolment }) => isRural && enrolment !== null && enrolment < 200).length,
    ).toBeGreaterThanOrEqual(2)
    const point = units.find(({ kind }) => kind === 'teachingPoint')
    expect(units.find(({ id }) => id === point?.parentId)?.kind).toBe('school')
  })

  it('is one tree, parents first, every path leading from the root to the unit', () => {
    expect(units.filter(({ parentId }) => parentId === null)).toHaveLength(1)
    units.forEach((unit, index) => {
      const before = units.slice(0, index).find(({ id }) => id === unit.parentId)
      expect(unit.path).toEqual(before ? [...before.path, unit.id] : [unit.id])
      if (index > 0) expect(before).toBeDefined()
    })
  })

  it('has 30 teachers and more of all ranks, in every role but the platform’s own', () => {
    const teaching = ['teacher', 'masterTeacher', 'backboneLeader', 'coreReviewer']
    expect(people.length).toBeGreaterThanOrEqual(34)
    expect(
      people.filter(({ identities }) => identities.some(({ role }) => teaching.includes(role))).length,
    ).toBeGreaterThanOrEqual(30)
    expect(new Set(people.map(({ title }) => title))).toEqual(
      new Set(['正高级教师', '高级教师', '一级教师', '二级教师', '三级教师', null]),
    )
    const roles = new Set(people.flatMap(({ identities }) => identities.map(({ role }) => role)))
    expect(ROLES.filter((role) => !roles.has(role))).toEqual(['platformAdmin'])
  })

  it('has the eight accounts of the sign-in page first, each in its role', () => {
    expect(people.slice(0, 8).map(({ account }) => account)).toEqual(DEMO_SIGN_INS.map(({ account }) => account))
    const roles = [
      'orgAdmin',
      'researcher',
      'coreReviewer',
      'masterTeacher',
      'teacher',
      'teacher',
      'leader',
      'supervisor',
    ]
    expect(people.slice(0, 8).map(({ identities }) => identities[0]?.role)).toEqual(roles)
    expect(units.find(({ id }) => id === personOf('jiaoshi')?.identities[0]?.orgId)?.isRural).toBe(true)
  })

  it('gives every person exactly one default identity, and an account in lower case', () => {
    for (const { account, identities } of people) {
      expect(
        identities.filter(({ isDefault }) => isDefault),
        account,
      ).toHaveLength(1)
      expect(account).toBe(account.toLowerCase())
    }
  })

  it('has preparation groups, one and more across schools, and pairings of schools and of teachers', () => {
    expect(groups.length).toBeGreaterThanOrEqual(4)
    const schoolsOf = (id: string) =>
      people.find((person) => person.id === id)?.identities.map(({ orgId }) => orgId) ?? []
    const across = groups.filter(({ memberIds }) => new Set(memberIds.map((id) => schoolsOf(id)[0])).size > 1)
    expect(across.length).toBeGreaterThanOrEqual(1)
    for (const { leaderId, memberIds, name } of groups) expect(memberIds, name).toContain(leaderId)
    expect(new Set(pairings.map(({ kind }) => kind))).toEqual(
      new Set(['schoolSchool', 'schoolPoint', 'teacherTeacher']),
    )
    for (const { startsOn, endsOn, key } of pairings) expect(endsOn > startsOn, key).toBe(true)
  })

  it('pairs people who hold a post in the unit they are paired for', () => {
    for (const { aidUserId, aidOrgId, recipientUserId, recipientOrgId, key } of pairings)
      for (const [user, org] of [
        [aidUserId, aidOrgId],
        [recipientUserId, recipientOrgId],
      ])
        if (user)
          expect(
            people.find(({ id }) => id === user)?.identities.map(({ orgId }) => orgId),
            key,
          ).toContain(org)
  })

  it('names no key and no id twice, and every id is a UUID', () => {
    const ids = [
      ...units.map(({ id }) => id),
      ...people.map(({ id }) => id),
      ...people.flatMap(({ identities }) => identities.map(({ id }) => id)),
      ...groups.map(({ id }) => id),
      ...pairings.map(({ id }) => id),
      ...DEMO_PLANS.map(({ id }) => id),
      ...DEMO_LESSON.events.map(({ id }) => id),
    ]
    expect(repeated(ids)).toEqual([])
    expect(ids.filter((id) => !isUuid(id))).toEqual([])
    for (const keys of [
      units.map(({ key }) => key),
      people.map(({ account }) => account),
      people.map(({ name }) => name),
      groups.map(({ key }) => key),
      DEMO_PLANS.map(({ key }) => key),
    ])
      expect(repeated(keys)).toEqual([])
  })

  it('keeps its ids from one seeding to the next', () => {
    expect(demoUuid('person', 'zhubei')).toBe('2b842ccd-5424-5320-a161-5021bc39d732')
    expect(planOf('parallelogram-area')?.id).toBe('f4c748cb-90b2-5ffe-afde-6c1540745eae')
    expect(demoLocalId('parallelogram-area', 'row', 'explore')).toBe('e2zdsqs9d7erv83m')
  })

  it('refers to units and people that exist', () => {
    for (const { identities } of people) for (const { orgId } of identities) expect(unitIds).toContain(orgId)
    for (const { orgId, memberIds } of groups) {
      expect(unitIds).toContain(orgId)
      for (const id of memberIds) expect(personIds).toContain(id)
    }
    for (const pairing of pairings) {
      for (const id of [pairing.aidOrgId, pairing.recipientOrgId]) expect(unitIds).toContain(id)
      for (const id of [pairing.aidUserId, pairing.recipientUserId]) if (id !== null) expect(personIds).toContain(id)
    }
  })
})

describe.each(DEMO_PLANS.map((plan) => [plan.title, plan] as const))('%s', (_, plan) => {
  const reading = readLessonPlan(plan.doc)
  const nodes = nodesOf(plan.doc)

  it('fits the schema and reads back its title', () => {
    expect(() => lessonPlanSchema.nodeFromJSON(plan.doc).check()).not.toThrow()
    expect(reading.title).toBe(plan.title)
  })

  it('says the same after the journey through its first update', () => {
    const ydoc = new Y.Doc()
    Y.applyUpdate(ydoc, createUpdate(plan.doc))
    expect(ydoc.getXmlFragment(BODY).length).toBe(plan.doc.content?.length)
    expect(readLessonPlan(docJsonOf(ydoc))).toEqual(reading)
    expect(plainText(docJsonOf(ydoc))).toBe(plainText(plan.doc))
  })

  it('has a unique id on every row and objective, and rows point at objectives of the plan', () => {
    const rowIds = nodes.filter(({ type }) => type === 'tableRow').map(({ attrs }) => String(attrs?.['rowId']))
    const objectiveIds = reading.objectives.map(({ objectiveId }) => objectiveId)
    expect(repeated([...rowIds, ...objectiveIds])).toEqual([])
    for (const id of [...rowIds, ...objectiveIds]) expect(id).toMatch(/^[0-9a-z]{16}$/)
    for (const { objectives } of reading.rows) for (const id of objectives) expect(objectiveIds).toContain(id)
  })

  it('fills its period, and no row is without minutes', () => {
    if (plan.template === 'unit') return expect(reading.rows).toEqual([])
    expect(reading.totalMinutes).toBe(plan.periodMinutes)
    expect(reading.rows.filter(({ minutes }) => minutes === null)).toEqual([])
  })

  it('uses the words of the glossary', () => {
    for (const name of Object.keys(reading.header)) expect(Object.values(HEADER_FIELDS)).toContain(name)
    for (const name of Object.keys(reading.sectionLabels)) expect(Object.values(SECTIONS)).toContain(name)
    for (const { columns } of reading.columns)
      for (const { field } of columns) expect(Object.keys(PROCESS_FIELDS)).toContain(field)
    expect(reading.header['学科']).toBe(plan.subject)
    expect(reading.header['年级']).toBe(plan.grade)
  })

  it('leaves none of the builder’s marks in the text', () => {
    expect(nodes.flatMap(({ text }) => text ?? []).filter((text) => /\*\*|\[\[|\]\]|\$|[{}|]/.test(text))).toEqual([])
  })

  it('is owned by someone of the unit and shared inside the tree, never with its owner', () => {
    expect(personOf(plan.ownerAccount)?.identities.map(({ orgId }) => orgId)).toContain(plan.orgId)
    expect(plan.orgPath).toEqual(pathOf(plan.orgId))
    for (const { account, userId, invitedBy } of plan.members) {
      expect(personIds).toContain(userId)
      expect(userId).not.toBe(plan.ownerId)
      expect(invitedBy).toBe(plan.ownerId)
      for (const { orgPath } of actorOf(account).identities) expect(orgPath[0]).toBe(plan.orgPath[0])
    }
    expect(plan.updatedDaysAgo).toBeLessThanOrEqual(plan.createdDaysAgo)
    expect(plan.updatedDaysAgo).toBeGreaterThanOrEqual(0)
  })

  it('says what its state says', () => {
    const reflection = reading.sections['反思'] ?? ''
    if (plan.state === 'reflected' || plan.state === 'archived') expect(reflection).not.toBe('')
    else expect(reflection).toBe('')
    if (plan.state === 'finalized')
      for (const name of ['目标', '教学过程', '作业'])
        if (plan.template !== 'unit') expect(Object.keys(reading.sectionLabels)).toContain(name)
  })
})

describe('the plans', () => {
  it('are in every state of LESSON_PLAN_STATES', () => {
    expect(LESSON_PLAN_STATES.filter((state) => !DEMO_PLANS.some((plan) => plan.state === state))).toEqual([])
  })

  const full: [subject: string, key: string][] = [
    ['语文', 'autumn-evening'],
    ['数学', 'parallelogram-area'],
    ['数学', 'triangle-area'],
    ['数学', 'letters-for-numbers'],
    ['英语', 'weather-twin-class'],
    ['科学', 'pendulum'],
    ['美术', 'old-houses'],
    ['道德与法治', 'advertising'],
  ]
  it.each(full)('have a full one in %s: %s', (subject, key) => {
    const plan = planOf(key)
    expect(plan?.subject).toBe(subject)
    const reading = readLessonPlan(plan?.doc ?? { type: 'doc' })
    expect(plainText(plan?.doc ?? { type: 'doc' }).replace(/\s/g, '').length).toBeGreaterThanOrEqual(1200)
    expect(reading.rows.length).toBeGreaterThanOrEqual(5)
    expect(reading.rows.length).toBeLessThanOrEqual(7)
    expect(reading.objectives.every(({ literacy }) => literacy)).toBe(true)
    for (const row of reading.rows)
      for (const cell of [row.teacher, row.students, row.intent ?? row.assistant]) expect(cell).toBeTruthy()
    expect(reading.rows.every(({ objectives }) => objectives.length > 0)).toBe(true)
    expect(reading.sections['板书']?.split('\n').length).toBeGreaterThanOrEqual(3)
  })

  it('hold formulas, red ink, pinyin, lists, a merged cell and every template', () => {
    const nodes = DEMO_PLANS.flatMap(({ doc }) => nodesOf(doc))
    const marks = new Set(nodes.flatMap((node) => (node.marks ?? []).map(({ type }) => type)))
    for (const mark of ['strong', 'redPen', 'ruby']) expect(marks).toContain(mark)
    for (const type of ['formula', 'orderedList', 'bulletList', 'hardBreak'])
      expect(
        nodes.some((node) => node.type === type),
        type,
      ).toBe(true)
    expect(nodes.some(({ attrs }) => Number(attrs?.['rowspan'] ?? 1) > 1)).toBe(true)
    expect(new Set(DEMO_PLANS.map(({ template }) => template))).toEqual(new Set(['standard', 'twinClass', 'unit']))
  })

  it('let zhubei and jiaoshi of two schools write 《平行四边形的面积》 together, while jyy comments', () => {
    const plan = planOf('parallelogram-area')
    if (!plan) throw new Error('the shared plan is missing')
    expect(plan.ownerAccount).toBe('zhubei')
    const may = (account: string, action: 'edit' | 'comment') =>
      canLessonPlan(actorOf(account), action, factsFor(plan, account))
    expect([may('zhubei', 'edit'), may('jiaoshi', 'edit'), may('jyy', 'edit'), may('jyy', 'comment')]).toEqual([
      true,
      true,
      false,
      true,
    ])
    expect(personOf('zhubei')?.identities[0]?.orgId).not.toBe(personOf('jiaoshi')?.identities[0]?.orgId)
  })

  it('are read by the researchers of the 教研室 as far as their subject goes, with no other post', () => {
    expect(personOf('jyy')?.identities.map(({ unitKey }) => unitKey)).toEqual(['research'])
    for (const plan of DEMO_PLANS.filter(({ state }) => state !== 'drafting' && state !== 'abandoned'))
      expect(canLessonPlan(actorOf('jyy'), 'read', factsFor(plan, 'jyy')), plan.key).toBe(
        (plan.subject === '数学' && plan.stage === '小学') || plan.members.some(({ account }) => account === 'jyy'),
      )
  })

  it('give each of the eight accounts something to read', () => {
    for (const { account } of DEMO_SIGN_INS)
      expect(
        DEMO_PLANS.filter((plan) => canLessonPlan(actorOf(account), 'read', factsFor(plan, account))).length,
        account,
      ).toBeGreaterThan(0)
  })
})

describe('the observed lesson', () => {
  const plan = DEMO_PLANS.find(({ id }) => id === DEMO_LESSON.lessonId)

  it('belongs to a taught plan and stays on its rows', () => {
    expect(plan?.state).toBe('taught')
    const rowIds = readLessonPlan(plan?.doc ?? { type: 'doc' }).rows.map(({ rowId }) => rowId)
    for (const { rowId, key } of DEMO_LESSON.events) expect(rowIds, key).toContain(rowId)
    const entered = DEMO_LESSON.events.filter(({ kind }) => kind === 'row.entered').map(({ rowId }) => rowId)
    expect(entered).toEqual(rowIds)
  })

  it('runs forward on its clock, within the time between two bells, and what is noted lies in the row then taught', () => {
    const times = DEMO_LESSON.events.map(({ tMs }) => tMs)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(times.at(0)).toBeGreaterThanOrEqual(0)
    expect(times.at(-1)).toBeLessThan(45 * 60_000)
    let current: string | null = null
    for (const { kind, rowId, key } of DEMO_LESSON.events) {
      if (kind === 'row.entered') current = rowId
      else if (current !== null) expect(rowId, key).toBe(current)
    }
  })

  it('was noted by people who are members of the plan', () => {
    const members = [plan?.ownerId, ...(plan?.members ?? []).map(({ userId }) => userId)]
    for (const { actorId } of DEMO_LESSON.events) expect(members).toContain(actorId)
    expect(DEMO_LESSON.events.filter(({ kind }) => kind === 'observation.note').length).toBeGreaterThanOrEqual(10)
  })

  it.each([
    '2026-11-24T10:00:00Z',
    '2026-11-26T01:09:00Z',
    '2026-11-25T16:30:00Z',
    '2027-03-01T00:00:00Z',
    '2028-02-29T23:59:59Z',
  ])('began on a Thursday at 9:10, one to two weeks before %s', (now) => {
    const start = demoLessonStartedAt(new Date(now))
    const china = new Date(start.getTime() + 8 * 3600_000)
    expect([china.getUTCDay(), china.getUTCHours(), china.getUTCMinutes()]).toEqual([4, 9, 10])
    const days = (Date.parse(now) - start.getTime()) / (24 * 3600_000)
    expect(days).toBeGreaterThanOrEqual(6)
    expect(days).toBeLessThan(15)
  })
})
