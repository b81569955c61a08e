import { randomUUID } from 'node:crypto'
import type { Sql } from '@gongyan/db'
import type { DocJson } from '@gongyan/documents'
import type { HeaderField } from '@gongyan/domain'
import type { Person, Place } from './harness.ts'

export type Head = Partial<Record<HeaderField | `extra:${string}`, string>>

/** The smallest plan with these lines in its head. */
export const headed = (title: string, head: Head, body: readonly DocJson[] = []): DocJson => ({
  type: 'doc',
  content: [
    { type: 'title', content: [{ type: 'text', text: title }] },
    {
      type: 'header',
      content: Object.entries({ topic: title, ...head }).map(([key, text]) => ({
        type: 'headerField',
        attrs: { key, label: null },
        content: [{ type: 'text', text: text ?? '' }],
      })),
    },
    ...body,
    { type: 'paragraph', content: [{ type: 'text', text: `${title}：正文。` }] },
  ],
})

/** A 备课组 of primary mathematics in the fifth grade. */
export async function aPrepGroup(
  sql: Sql,
  place: Place,
  { name, leader, members }: { name: string; leader: Person; members: readonly Person[] },
): Promise<string> {
  const id = randomUUID()
  await sql`
    INSERT INTO prep_groups (id, org_id, name, subject, stage, grade, leader_id)
    VALUES (${id}, ${place.id}, ${name}, '数学', '小学', '五年级', ${leader.id})`
  for (const member of members)
    await sql`INSERT INTO prep_group_members (group_id, user_id) VALUES (${id}, ${member.id})`
  return id
}
