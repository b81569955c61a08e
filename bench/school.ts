import { randomUUID } from 'node:crypto'
import { createLog, createSession, type Sql } from '@gongyan/db'
import { hashSecret, newToken, SESSION_COOKIE } from '../apps/server/src/http/session-cookie.ts'

/** Where a client goes and what it shows there. */
export interface Entrance {
  readonly url: string
  readonly ticket: string
}

/** Somebody who has signed in. */
export interface Colleague {
  readonly id: string
  readonly cookie: string
}

export interface School {
  readonly unit: string
  readonly people: readonly Colleague[]
}

/** Asks a server for the URL and a ticket of a document, as a page does. */
export async function askForTicket(url: string, person: Colleague, document: string): Promise<Entrance> {
  const response = await fetch(`${url}/api/v1/collab-tickets`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: person.cookie },
    body: JSON.stringify({ document }),
  })
  if (response.status !== 201 && response.status !== 200)
    throw new Error(`no ticket: ${response.status} ${await response.text()}`)
  const { collabUrl, ticket } = (await response.json()) as { collabUrl: string; ticket: string }
  return { url: collabUrl, ticket }
}

/** A school with so many people who have signed in. */
export async function makeSchool(sql: Sql, count: number): Promise<School> {
  const unit = randomUUID()
  await sql`
    INSERT INTO org_units (id, path, kind, level, name, short_name)
    VALUES (${unit}, ARRAY[${unit}]::uuid[], 'school', 'school', '柳河镇中心小学', '柳河小学')`
  const people: Colleague[] = []
  for (let index = 0; index < count; index++) {
    const id = randomUUID()
    const token = newToken()
    await sql`INSERT INTO users (id, account, name, password_hash) VALUES (${id}, ${id}, ${`教师${index + 1}`}, 'none')`
    await sql`INSERT INTO identities (user_id, org_id, role, is_default) VALUES (${id}, ${unit}, 'teacher', true)`
    await createSession(sql, {
      id: token.id,
      secretHash: hashSecret(token.secret),
      userId: id as Parameters<typeof createSession>[1]['userId'],
      createdAt: new Date(),
      expiresAt: new Date(Date.now() + 86_400_000),
      remember: false,
    })
    people.push({ id, cookie: `${SESSION_COOKIE}=${token.id}.${token.secret}` })
  }
  return { unit, people }
}

/** A plan of the school's first person that all others may write; `bytes` is its first update. */
export async function createPlan(sql: Sql, { unit, people }: School, bytes: Uint8Array): Promise<string> {
  const id = randomUUID()
  const owner = people[0]?.id ?? ''
  const name = `lessonPlan:${id}`
  await sql.begin(async (tx) => {
    await tx`
      INSERT INTO lesson_plans (id, org_id, org_path, owner_id, title)
      VALUES (${id}, ${unit}, ARRAY[${unit}]::uuid[], ${owner}, '两位数乘两位数')`
    await tx`
      INSERT INTO lesson_plan_members (plan_id, user_id, role, invited_by)
      SELECT ${id}, unnest(${people.slice(1).map((person) => person.id)}::uuid[]), 'editor', ${owner}`
    await createLog(tx, {
      name,
      layout: 1,
      authorId: owner,
      source: 'template',
      at: new Date(),
      bytes,
    })
  })
  return name
}

/** A new document of the stock server with this as its stored state. */
export async function createStored(sql: Sql, state: Uint8Array): Promise<string> {
  const name = `lessonPlan:${randomUUID()}`
  await sql`CREATE TABLE IF NOT EXISTS stock_documents (name text PRIMARY KEY, data bytea NOT NULL)`
  await sql`INSERT INTO stock_documents VALUES (${name}, ${Buffer.from(state)})`
  return name
}
