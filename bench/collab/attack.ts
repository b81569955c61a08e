import { once } from 'node:events'
import WebSocket from 'ws'
import * as Y from 'yjs'
import { seeded } from '@gongyan/testing'
import { until } from '../crash/history.ts'
import type { Victim } from '../crash/hosts.ts'
import { join } from '../crash/writer.ts'
import { createFuzzer } from './fuzz.ts'
import { wire } from './sinks.ts'

export type Door = 'collab' | 'yjs'

const ATTACKERS = 8

/** Two people on a document: every 20 ms one writes, and how long until the other has it is remembered. */
export async function watch(server: Victim, document: string) {
  const [one, other] = await Promise.all([join(server, document, 10), join(server, document, 11)])
  await until(() => one.isSettled() && other.isSettled(), 'the two are in')
  const delays: number[] = []
  const sentAt: number[] = []
  const text = one.ydoc.getText('watch')
  let seen = 0
  other.ydoc.on('update', () => {
    for (const { length } = other.ydoc.getText('watch'); seen < length; seen++)
      delays.push(performance.now() - (sentAt[seen] ?? Number.NaN))
  })
  const timer = setInterval(() => {
    sentAt.push(performance.now())
    text.insert(text.length, '教')
  }, 20)
  return async () => {
    clearInterval(timer)
    await until(() => one.isSettled() && other.isSettled() && seen === sentAt.length, 'the two have all of each other')
    const isEqual = Buffer.from(Y.encodeStateAsUpdate(one.ydoc)).equals(Y.encodeStateAsUpdate(other.ydoc))
    one.leave()
    other.leave()
    delays.sort((a, b) => a - b)
    const at = (share: number): number => delays[Math.min(delays.length - 1, Math.floor(delays.length * share))] ?? 0
    return { isEqual, p99: at(0.99), longest: at(1) }
  }
}

/** Opens a document through a door on a bare socket. */
export async function enter(server: Victim, document: string, client: number, door: Door): Promise<WebSocket> {
  const { url, ticket } = await server.enter(document, client)
  const ws = new WebSocket(door === 'collab' ? url : `${url.replace('/collab', '/yjs')}/${document}?ticket=${ticket}`, {
    perMessageDeflate: false,
  })
  ws.on('error', () => {})
  await once(ws, 'open')
  if (door === 'collab') ws.send(wire(document, 2, 0, ticket))
  await Promise.race([once(ws, 'message'), once(ws, 'close')])
  return ws
}

export interface Fuzzed {
  readonly sockets: number
  readonly isAlive: boolean
  /** Whether two people who wrote in the same document meanwhile hold the same bytes. */
  readonly areEqual: boolean
  readonly p99: number
  readonly longest: number
}

/** Sends so many nearly right messages through a door; a socket that is closed for one is followed by another. */
export async function fuzz(
  server: Victim,
  document: string,
  door: Door,
  frames: number,
  seed: number,
): Promise<Fuzzed> {
  const over = await watch(server, document)
  let left = frames
  let sockets = 0
  await Promise.all(
    Array.from({ length: ATTACKERS }, async (_, attacker) => {
      const next = createFuzzer(door === 'collab' ? document : '', seeded(seed + attacker))
      while (left > 0 && !server.isDead()) {
        const ws = await enter(server, document, attacker, door)
        sockets += 1
        const closed = new Promise<void>((resolve) => void ws.once('close', () => resolve()))
        // What is sent behind a bad frame is not read any more, so each waits for what came of the one before.
        while (ws.readyState === ws.OPEN && left > 0) {
          left -= 1
          ws.send(next())
          ws.ping()
          await Promise.race([new Promise<void>((resolve) => void ws.once('pong', () => resolve())), closed])
        }
        ws.terminate()
      }
    }),
  )
  const { isEqual, p99, longest } = await over()
  return { sockets, isAlive: !server.isDead(), areEqual: isEqual, p99, longest }
}
