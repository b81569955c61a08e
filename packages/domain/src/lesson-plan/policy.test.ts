import { describe, expect, test } from 'vitest'
import type { Actor, Identity, Role } from '../org/actor.ts'
import type { LessonPlanId, OrgId, UserId } from '../shared/ids.ts'
import { LESSON_PLAN_STATES } from './model.ts'
import type { LessonPlanFacts, LessonPlanState, MemberRole } from './model.ts'
import {
  canAuditLessonPlan,
  canCreateLessonPlan,
  canLessonPlan,
  LESSON_PLAN_POLICY,
  lessonPlanAbilities,
} from './policy.ts'
import type { LessonPlanAction } from './policy.ts'

/** One sign for each thing a person may do, in the order of the columns below. */
const SIGNS: readonly (readonly [sign: string, action: LessonPlanAction])[] = [
  ['读', 'read'],
  ['改', 'edit'],
  ['评', 'comment'],
  ['出', 'export'],
  ['请', 'invite'],
  ['删', 'delete'],
  ['取', 'restore'],
  ['进', 'joinRoom'],
  ['讲', 'speakInRoom'],
  ['钟', 'startClock'],
]

/**
 * 读 看教案 · 改 写教案 · 评 提意见 · 出 导出 Word · 请 请人来写 · 删 放进回收站 · 取 从回收站取回 · 进 进会议房间 · 讲 在房间里发言 · 钟 开始上课计时。
 * 一份小学数学教案，主人是清河小学的老师。· 表示不能。
 */
const MATRIX: Readonly<Record<LessonPlanState | '回收站', string>> = {
  drafting: `
    主人           读改评出请删·进讲钟
    请来写的       读改评出···进讲钟
    请来评的       读·评出···进··
    同校教师       ··········
    外校教师       ··········
    本校名师       ··········
    本校校长       ··········
    备课组长       ··········
    数学教研员     ··········
    语文教研员     ··········
    核心组审核员   ··········
    县管理员       ··········
    督导           ··········
    平台管理员     ··········
    邻县教研员     ··········`,
  studying: `
    主人           读改评出请删·进讲钟
    请来写的       读改评出···进讲钟
    请来评的       读·评出···进··
    同校教师       ··········
    外校教师       ··········
    本校名师       ··········
    本校校长       读··出······
    备课组长       读·评出······
    数学教研员     读·评出···进··
    语文教研员     ··········
    核心组审核员   读·评出······
    县管理员       读··出······
    督导           读··出······
    平台管理员     ··········
    邻县教研员     ··········`,
  finalized: `
    主人           读·评出请删·进讲钟
    请来写的       读·评出···进讲钟
    请来评的       读·评出···进··
    同校教师       读··出······
    外校教师       ··········
    本校名师       读··出······
    本校校长       读··出······
    备课组长       读·评出······
    数学教研员     读·评出···进··
    语文教研员     ··········
    核心组审核员   读·评出······
    县管理员       读··出······
    督导           读··出······
    平台管理员     ··········
    邻县教研员     ··········`,
  secondPrep: `
    主人           读改评出请删·进讲钟
    请来写的       读改评出···进讲钟
    请来评的       读·评出···进··
    同校教师       ··········
    外校教师       ··········
    本校名师       ··········
    本校校长       读··出······
    备课组长       读·评出······
    数学教研员     读·评出···进··
    语文教研员     ··········
    核心组审核员   读·评出······
    县管理员       读··出······
    督导           读··出······
    平台管理员     ··········
    邻县教研员     ··········`,
  taught: `
    主人           读改评出请删·进讲钟
    请来写的       读改评出···进讲钟
    请来评的       读·评出···进··
    同校教师       读··出······
    外校教师       ··········
    本校名师       读··出······
    本校校长       读··出······
    备课组长       读·评出······
    数学教研员     读·评出···进··
    语文教研员     ··········
    核心组审核员   读·评出······
    县管理员       读··出······
    督导           读··出······
    平台管理员     ··········
    邻县教研员     ··········`,
  reflected: `
    主人           读·评出请删·进讲钟
    请来写的       读·评出···进讲钟
    请来评的       读·评出···进··
    同校教师       读··出······
    外校教师       ··········
    本校名师       读··出······
    本校校长       读··出······
    备课组长       读·评出······
    数学教研员     读·评出···进··
    语文教研员     ··········
    核心组审核员   读·评出······
    县管理员       读··出······
    督导           读··出······
    平台管理员     ··········
    邻县教研员     ··········`,
  archived: `
    主人           读·评出请删·进讲钟
    请来写的       读·评出···进讲钟
    请来评的       读·评出···进··
    同校教师       读··出······
    外校教师       ··········
    本校名师       读··出······
    本校校长       读··出······
    备课组长       读·评出······
    数学教研员     读·评出···进··
    语文教研员     ··········
    核心组审核员   读·评出······
    县管理员       读··出······
    督导           读··出······
    平台管理员     ··········
    邻县教研员     ··········`,
  abandoned: `
    主人           读·评出请删·进讲钟
    请来写的       读·评出···进讲钟
    请来评的       读·评出···进··
    同校教师       ··········
    外校教师       ··········
    本校名师       ··········
    本校校长       ··········
    备课组长       ··········
    数学教研员     ··········
    语文教研员     ··········
    核心组审核员   ··········
    县管理员       ··········
    督导           ··········
    平台管理员     ··········
    邻县教研员     ··········`,
  回收站: `
    主人           读··出··取···
    请来写的       ··········
    请来评的       ··········
    同校教师       ··········
    外校教师       ··········
    本校名师       ··········
    本校校长       ··········
    备课组长       ··········
    数学教研员     ··········
    语文教研员     ··········
    核心组审核员   ··········
    县管理员       ··········
    督导           ··········
    平台管理员     ··········
    邻县教研员     ··········`,
}

const [COUNTY, SCHOOL, OTHER_SCHOOL, OTHER_COUNTY, OFFICE] = [
  'county',
  'school',
  'otherSchool',
  'otherCounty',
  'office',
] as OrgId[] as [OrgId, OrgId, OrgId, OrgId, OrgId]
const PATHS: Readonly<Record<string, readonly OrgId[]>> = {
  county: [COUNTY],
  // 县教研室, attached to the county's 教育局
  office: [COUNTY, OFFICE],
  // 教研室 of one school
  schoolOffice: [COUNTY, SCHOOL, OFFICE],
  // 教研室 that is attached to nothing
  loneOffice: [OFFICE],
  school: [COUNTY, SCHOOL],
  otherSchool: [COUNTY, OTHER_SCHOOL],
  otherCounty: [OTHER_COUNTY],
}
const who = (userId: string, role: Role, org: keyof typeof PATHS, subject: string | null = null): Actor => {
  const orgPath = PATHS[org] ?? []
  const orgId = orgPath.at(-1) ?? COUNTY
  const orgKind = orgId === OFFICE ? 'researchOffice' : orgPath.length > 1 ? 'school' : 'eduBureau'
  const identity: Identity = { role, orgId, orgPath, orgKind, subject, stage: subject ? '小学' : null }
  return { userId: userId as UserId, identities: [identity] }
}
const PEOPLE: Readonly<Record<string, readonly [Actor, MemberRole | null]>> = {
  主人: [who('owner', 'teacher', 'school', '数学'), null],
  请来写的: [who('e', 'teacher', 'otherSchool'), 'editor'],
  请来评的: [who('c', 'teacher', 'otherSchool'), 'commenter'],
  同校教师: [who('1', 'teacher', 'school'), null],
  外校教师: [who('2', 'teacher', 'otherSchool', '数学'), null],
  本校名师: [who('3', 'masterTeacher', 'school', '数学'), null],
  本校校长: [who('4', 'leader', 'school'), null],
  备课组长: [who('5', 'backboneLeader', 'school', '数学'), null],
  数学教研员: [who('6', 'researcher', 'office', '数学'), null],
  语文教研员: [who('7', 'researcher', 'office', '语文'), null],
  核心组审核员: [who('8', 'coreReviewer', 'county', '数学'), null],
  县管理员: [who('9', 'orgAdmin', 'county'), null],
  督导: [who('10', 'supervisor', 'county'), null],
  平台管理员: [who('11', 'platformAdmin', 'county'), null],
  邻县教研员: [who('12', 'researcher', 'otherCounty', '数学'), null],
}
const aPlan = (change: Partial<LessonPlanFacts> = {}): LessonPlanFacts => ({
  id: 'plan' as LessonPlanId,
  ownerId: 'owner' as UserId,
  orgPath: [COUNTY, SCHOOL],
  state: 'studying',
  subject: '数学',
  stage: '小学',
  deletedAt: null,
  membership: null,
  ...change,
})

describe.each(Object.entries(MATRIX))('[LP1] who may do what: %s', (state, table) => {
  const rows = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/) as [string, string])
  test('everybody has a row', () => {
    expect(rows.map(([name]) => name)).toEqual(Object.keys(PEOPLE))
  })
  test.each(rows)('%s %s', (name, expected) => {
    const [actor, membership] = PEOPLE[name] ?? []
    if (!actor) throw new Error(name)
    const plan = aPlan(
      state === '回收站'
        ? { deletedAt: new Date(0), membership: membership ?? null }
        : { state: state as LessonPlanState, membership: membership ?? null },
    )
    expect(SIGNS.map(([sign, action]) => (canLessonPlan(actor, action, plan) ? sign : '·')).join('')).toBe(expected)
  })
})

test('[LP1] the table speaks of every state and every action', () => {
  expect(Object.keys(MATRIX)).toEqual([...LESSON_PLAN_STATES, '回收站'])
  expect(SIGNS.map(([, action]) => action).toSorted()).toEqual(Object.keys(LESSON_PLAN_POLICY).toSorted())
})

describe('[LP1] how far a role reaches', () => {
  const researcher = who('r', 'researcher', 'county', '数学')
  test.each([
    ['a plan of another subject', aPlan({ subject: '英语' }), false],
    ['a plan of another stage', aPlan({ stage: '初中' }), false],
    ['a plan whose stage nobody has said', aPlan({ stage: null }), true],
    ['a plan whose subject nobody has said', aPlan({ subject: null }), false],
    ['a plan of a unit below the school', aPlan({ orgPath: [COUNTY, SCHOOL, 'point' as OrgId] }), true],
  ])('%s', (_, plan, expected) => {
    expect(canLessonPlan(researcher, 'read', plan)).toBe(expected)
  })
  test.each([
    ['a researcher of the county’s 教研室', 'researcher', 'office', true, true],
    ['a core reviewer of the county’s 教研室', 'coreReviewer', 'office', true, true],
    ['a researcher of one school’s 教研室', 'researcher', 'schoolOffice', true, false],
    ['a researcher of a 教研室 attached to nothing', 'researcher', 'loneOffice', false, false],
    // The office has no schools of its own: its head and its administrator belong to it alone.
    ['the head of the county’s 教研室', 'leader', 'office', false, false],
    ['the administrator of the county’s 教研室', 'orgAdmin', 'office', false, false],
    ['a teacher at the county’s 教研室', 'teacher', 'office', false, false],
  ] as const)('%s', (_, role, org, here, nextDoor) => {
    const actor = who('o', role, org)
    expect(canLessonPlan(actor, 'read', aPlan({ state: 'finalized' }))).toBe(here)
    expect(canLessonPlan(actor, 'read', aPlan({ state: 'finalized', orgPath: [COUNTY, OTHER_SCHOOL] }))).toBe(nextDoor)
  })
  test('a person with two identities has what either gives, and no more', () => {
    const both: Actor = {
      userId: 'b' as UserId,
      identities: [
        ...who('b', 'teacher', 'otherSchool').identities,
        ...who('b', 'researcher', 'county', '数学').identities,
      ],
    }
    expect(canLessonPlan(both, 'comment', aPlan())).toBe(true)
    expect(canLessonPlan(both, 'edit', aPlan())).toBe(false)
  })
})

test('[LP11] administrators whose role reaches a plan may look into its log, whatever its state, and nobody else', () => {
  for (const deletedAt of [null, new Date(0)])
    for (const state of LESSON_PLAN_STATES) {
      const mayLook = Object.entries(PEOPLE).filter(([, [actor, membership]]) =>
        canAuditLessonPlan(actor, aPlan({ state, deletedAt, membership })),
      )
      expect(mayLook.map(([name]) => name)).toEqual(['县管理员', '平台管理员'])
    }
  const ofSchool = who('a', 'orgAdmin', 'school')
  expect(canAuditLessonPlan(ofSchool, aPlan())).toBe(true)
  expect(canAuditLessonPlan(ofSchool, aPlan({ orgPath: [COUNTY, OTHER_SCHOOL] }))).toBe(false)
  expect(canAuditLessonPlan(who('a', 'orgAdmin', 'otherCounty'), aPlan())).toBe(false)
})

test('[LP2] whoever has a place in a unit may begin a plan', () => {
  expect(canCreateLessonPlan(who('x', 'teacher', 'school'))).toBe(true)
  expect(canCreateLessonPlan({ userId: 'x' as UserId, identities: [] })).toBe(false)
})

test('[LP1] the abilities that go out with a plan are the answers of the policy', () => {
  for (const [actor, membership] of Object.values(PEOPLE))
    for (const state of LESSON_PLAN_STATES) {
      const plan = aPlan({ state, membership })
      for (const [action, allowed] of Object.entries(lessonPlanAbilities(actor, plan)))
        expect(canLessonPlan(actor, action as LessonPlanAction, plan)).toBe(allowed)
    }
})
