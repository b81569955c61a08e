import { createSql } from '@gongyan/db'
import { startTestServer } from '@gongyan/testing'
import type { TestServer } from '@gongyan/testing'
import { waitUntil } from '@gongyan/tools/process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'

const json = { 'content-type': 'application/json' }
let one: TestServer
let two: TestServer

beforeAll(async () => {
  one = await startTestServer({ env: { GONGYAN_SEED: 'demo' } })
  two = await startTestServer({ databaseUrl: one.databaseUrl })
})
afterAll(async () => {
  await two?.stop()
  await one?.stop()
})

async function signIn(server: TestServer, account: string): Promise<string> {
  const response = await fetch(`${server.url}/api/v1/session`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ account, password: 'gongyan-demo' }),
  })
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

const SYNC = 0
const [STEP1, STEP2, UPDATE] = [0, 1, 2]

function message(step: number, bytes: Uint8Array): Uint8Array {
  const length: number[] = []
  for (let rest = bytes.length; ; rest >>>= 7) {
    if (rest < 128) {
      length.push(rest)
      break
    }
    length.push((rest & 127) | 128)
  }
  return Uint8Array.of(SYNC, step, ...length, ...bytes)
}

/** A client of the y-websocket door that keeps its copy current. */
async function open(server: TestServer, cookie: string, document: string) {
  const response = await fetch(`${server.url}/api/v1/collab-tickets`, {
    method: 'POST',
    headers: { ...json, cookie },
    body: JSON.stringify({ document }),
  })
  const { ticket, yjsUrl } = (await response.json()) as { ticket: string; yjsUrl: string }
  const doc = new Y.Doc()
  const socket = new WebSocket(`${yjsUrl}/${document}?ticket=${ticket}`, { perMessageDeflate: false })
  const client = { doc, socket, closed: null as { code: number; reason: string } | null }
  socket.on('error', () => {})
  socket.on('close', (code, reason) => (client.closed = { code, reason: reason.toString() }))
  socket.on('open', () => socket.send(message(STEP1, Y.encodeStateVector(doc))))
  socket.on('message', (data: Buffer) => {
    if (data[0] !== SYNC) return
    let at = 2
    while ((data[at] ?? 0) >= 128) at += 1
    const bytes = data.subarray(at + 1)
    if (data[1] === STEP1) socket.send(message(STEP2, Y.encodeStateAsUpdate(doc, bytes)))
    else Y.applyUpdate(doc, bytes, 'server')
  })
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'server') socket.send(message(UPDATE, update))
  })
  await waitUntil('the plan to be there', () => doc.getXmlFragment('body').length > 0 || client.closed !== null)
  return client
}

test('[SRV4] two servers as they are deployed: one plan, one owner, a right withdrawn on one ends on both', async () => {
  const cookie = await signIn(one, 'zhubei')
  const api = (server: TestServer, path: string, init: RequestInit = {}) =>
    fetch(`${server.url}/api/v1${path}`, { ...init, headers: { ...json, cookie } })
  const made = await api(one, '/lesson-plans', { method: 'POST', body: '{"title":"两台服务器"}' })
  const { id } = (await made.json()) as { id: string }
  const document = `lessonPlan:${id}`
  const people = (await (await api(one, '/people?q=jiaoshi')).json()) as { items: { id: string }[] }
  const member = `/lesson-plans/${id}/members/${people.items[0]?.id}`
  expect((await api(two, member, { method: 'PUT', body: '{"role":"editor"}' })).status).toBe(200)

  const host = await open(one, cookie, document)
  const guest = await open(two, await signIn(two, 'jiaoshi'), document)
  const title = (doc: Y.Doc) => (doc.getXmlFragment('body').get(0) as Y.XmlElement).get(0) as Y.XmlText
  title(guest.doc).insert(5, '一份教案')
  await waitUntil('the host to see it', () => title(host.doc).toString().includes('一份教案'))
  for (const server of [one, two])
    await waitUntil('both servers to tell what is committed', async () => {
      const plan = (await (await api(server, `/lesson-plans/${id}`)).json()) as { title: string }
      return plan.title === '两台服务器一份教案'
    })
  const sql = createSql(one.databaseUrl, { max: 1 })
  const owners = await sql`
    SELECT s.url, d.fence FROM collab_documents d JOIN collab_servers s ON s.id = d.owner_id WHERE d.name = ${document}`
  await sql.end()
  expect(owners).toEqual([{ url: one.url.replace('http', 'ws'), fence: 1 }])
  const metrics = await (await fetch(`${one.url}/metrics`)).text()
  expect(metrics).toMatch(/^gongyan_collab_neighbour_connections 1$/m)

  expect((await api(one, member, { method: 'DELETE' })).status).toBe(204)
  await waitUntil('the guest to be let go by the other server', () => guest.closed !== null)
  expect(guest.closed).toEqual({ code: 4409, reason: 'access-changed' })
  title(host.doc).insert(0, '还在：')
  await waitUntil('the host to go on', async () => {
    const plan = (await (await api(two, `/lesson-plans/${id}`)).json()) as { title: string }
    return plan.title === '还在：两台服务器一份教案'
  })
  host.socket.close()
})
