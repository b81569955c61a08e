import type { TestServer } from '@gongyan/testing'
import { expect } from 'vitest'
import { WebSocket } from 'ws'

export const json = { 'content-type': 'application/json' }

/** The cookie of a person who has signed in at a real server. */
export async function signIn(server: TestServer, account: string, password = 'gongyan-demo'): Promise<string> {
  const response = await fetch(`${server.url}/api/v1/session`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ account, password }),
  })
  expect(response.status).toBe(200)
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
}

/** Opens the y-websocket door: `open` once the first message came, else the close. */
export const knock = (
  url: string,
): Promise<{ open: true; socket: WebSocket } | { open: false; code: number; reason: string }> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url)
    socket.once('message', () => resolve({ open: true, socket }))
    socket.once('close', (code, reason) => resolve({ open: false, code, reason: reason.toString() }))
    socket.once('error', reject)
  })
/** With what a socket is closed. */
export const gone = (socket: WebSocket): Promise<[number, string]> =>
  new Promise((resolve) => {
    socket.once('close', (code, reason) => resolve([code, reason.toString()]))
  })
