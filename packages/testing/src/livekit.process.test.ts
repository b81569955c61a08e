import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { waitUntil } from '@gongyan/tools/process'
import { describe, expect, test } from 'vitest'
import { hasTool, startTestLiveKit } from './index.ts'

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

function token(apiKey: string, apiSecret: string, video: object): string {
  const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ iss: apiKey, sub: 'test', exp: Math.floor(Date.now() / 1000) + 60, video })}`
  return `${body}.${createHmac('sha256', apiSecret).update(body).digest('base64url')}`
}

/** Where our LiveKit process listens for TCP or has bound UDP, as `protocol address:port` in the kernel's notation. */
function listeners(): string[] {
  const pid = readdirSync('/proc').find((name) => /^\d+$/.test(name) && isOurLiveKit(name))
  const sockets = readdirSync(`/proc/${pid}/fd`).map((name) => readlinkSync(`/proc/${pid}/fd/${name}`))
  return (['tcp', 'tcp6', 'udp', 'udp6'] as const).flatMap((protocol) =>
    readFileSync(`/proc/${pid}/net/${protocol}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => sockets.includes(`socket:[${fields[9]}]`))
      .filter(([, , , state]) => protocol.startsWith('udp') || state === '0A')
      .map(([, local]) => `${protocol} ${local}`),
  )
}

function isOurLiveKit(pid: string): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.includes('(livekit-server)') && Number(stat.split(') ')[1]?.split(' ')[1]) === process.pid
  } catch {
    return false
  }
}

describe.skipIf(!hasTool('livekit'))('a throw-away LiveKit', () => {
  test('makes rooms, sends webhooks, takes no other secret, and listens on loopback only', async () => {
    const events: string[] = []
    const hooks = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        events.push((JSON.parse(body) as { event: string }).event)
        response.end()
      })
    })
    await new Promise<void>((resolve) => hooks.listen(0, '127.0.0.1', resolve))
    const liveKit = await startTestLiveKit({ webhookUrl: `http://127.0.0.1:${(hooks.address() as AddressInfo).port}/` })
    try {
      const create = (secret: string): Promise<Response> =>
        fetch(`${liveKit.url.replace('ws:', 'http:')}/twirp/livekit.RoomService/CreateRoom`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${token(liveKit.apiKey, secret, { roomCreate: true })}`,
          },
          body: JSON.stringify({ name: 'lessonPlan:1' }),
        })
      expect((await create('x'.repeat(43))).status).toBe(401)
      expect((await create(liveKit.apiSecret)).status).toBe(200)
      await waitUntil('the webhook', () => events.includes('room_started'))
      expect(
        listeners()
          .map((line) => line.replace(/:.*/, ''))
          .toSorted(),
      ).toEqual(['tcp 0100007F', 'udp 0100007F'])
    } finally {
      await liveKit.stop()
      hooks.close()
    }
  })

  test('stops within seconds while somebody is in a room', async () => {
    const liveKit = await startTestLiveKit({ webhookUrl: 'http://127.0.0.1:9/' })
    const call = (method: string, video: object, body: object): Promise<Response> =>
      fetch(`${liveKit.url.replace('ws:', 'http:')}/twirp/livekit.RoomService/${method}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token(liveKit.apiKey, liveKit.apiSecret, video)}`,
        },
        body: JSON.stringify(body),
      })
    await call('CreateRoom', { roomCreate: true }, { name: 'r' })
    const socket = new WebSocket(
      `${liveKit.url}/rtc?protocol=9&access_token=${token(liveKit.apiKey, liveKit.apiSecret, { roomJoin: true, room: 'r' })}`,
    )
    await new Promise((resolve, reject) => {
      socket.addEventListener('message', resolve)
      socket.addEventListener('error', reject)
    })
    const listed = (await (await call('ListParticipants', { roomAdmin: true, room: 'r' }, { room: 'r' })).json()) as {
      participants: object[]
    }
    expect(listed.participants).toHaveLength(1)
    const since = performance.now()
    await liveKit.stop()
    expect(performance.now() - since).toBeLessThan(3500)
  })
})
