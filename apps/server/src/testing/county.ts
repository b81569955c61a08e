import { randomUUID } from 'node:crypto'
import type { Sql } from '@gongyan/db'
import type { LessonPlanState, MemberRole, Role, UserId } from '@gongyan/domain'

export type PersonKey = 'owner' | 'editor' | 'commenter' | 'researcher' | 'colleague' | 'stranger' | 'foreigner'
const PEOPLE: Record<PersonKey, { role: Role; tree: 'here' | 'elsewhere' }> = {
  owner: { role: 'teacher', tree: 'here' },
  editor: { role: 'teacher', tree: 'here' },
  commenter: { role: 'teacher', tree: 'here' },
  researcher: { role: 'researcher', tree: 'here' },
  colleague: { role: 'leader', tree: 'here' },
  stranger: { role: 'teacher', tree: 'here' },
  foreigner: { role: 'researcher', tree: 'elsewhere' },
}

export interface TestCounty {
  readonly people: Readonly<Record<PersonKey, UserId>>
  readonly planId: string
  setState(state: LessonPlanState): Promise<void>
  setMember(person: PersonKey, role: MemberRole | null): Promise<void>
  setBinned(isBinned: boolean): Promise<void>
}

/** Two trees, seven people, and one plan of `owner` with an editor, a commenter and an editor by mistake from elsewhere. */
export async function makeTestCounty(sql: Sql): Promise<TestCounty> {
  const units = { here: randomUUID(), elsewhere: randomUUID() }
  for (const id of Object.values(units))
    await sql`INSERT INTO org_units (id, path, kind, level, name, short_name) VALUES (${id}, ${[id]}::uuid[], 'eduBureau', 'county', '县', '县')`
  const people = Object.fromEntries(Object.keys(PEOPLE).map((key) => [key, randomUUID()])) as Record<PersonKey, UserId>
  for (const [key, { role, tree }] of Object.entries(PEOPLE)) {
    const id = people[key as PersonKey]
    await sql`INSERT INTO users (id, account, name, password_hash) VALUES (${id}, ${`${key.toLowerCase()}-${id}`}, ${`${key}老师`}, '')`
    await sql`INSERT INTO identities (user_id, org_id, role, is_default) VALUES (${id}, ${units[tree]}, ${role}, true)`
  }
  const planId = randomUUID()
  await sql`INSERT INTO lesson_plans (id, org_id, org_path, owner_id, title) VALUES (${planId}, ${units.here}, ${[units.here]}::uuid[], ${people.owner}, '圆的面积')`
  const county: TestCounty = {
    people,
    planId,
    async setState(state) {
      await sql`UPDATE lesson_plans SET state = ${state} WHERE id = ${planId}`
    },
    async setMember(person, role) {
      await sql`DELETE FROM lesson_plan_members WHERE plan_id = ${planId} AND user_id = ${people[person]}`
      if (role)
        await sql`INSERT INTO lesson_plan_members (plan_id, user_id, role, invited_by) VALUES (${planId}, ${people[person]}, ${role}, ${people.owner})`
    },
    async setBinned(isBinned) {
      await sql`UPDATE lesson_plans SET deleted_at = ${isBinned ? new Date() : null} WHERE id = ${planId}`
    },
  }
  await county.setMember('editor', 'editor')
  await county.setMember('commenter', 'commenter')
  await county.setMember('foreigner', 'editor')
  return county
}
