import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import type { CollabServer } from '@gongyan/collab-server'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'

/** A 50 MB file over a village's line of half a megabit a second. */
const REQUEST_MS = 15 * 60_000

/** A request that is no HTTP, or whose head is too large, in the same form as every other refusal. */
const CLIENT_ERRORS: Readonly<Record<string, readonly [string, string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'request/too-large'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'request/malformed'],
}

/** Where other machines, or other processes of this one, reach what listens on `host`. */
function peerUrlOf(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? hostname() : host
  return `ws://${name.includes(':') ? `[${name}]` : name}:${port}`
}

/**
 * One HTTP server for pages, API and the upgrades of both collaboration doors; listening when it resolves, and soon known to the
 * other servers.
 */
export async function listen(
  app: Pick<Hono, 'fetch'>,
  collab: CollabServer,
  options: { readonly port: number; readonly host: string; readonly peerUrl?: string | null },
): Promise<{ server: Server; port: number }> {
  const server = createServer(
    { requestTimeout: REQUEST_MS, headersTimeout: 20_000, keepAliveTimeout: 65_000 },
    getRequestListener(app.fetch, { overrideGlobalObjects: false }),
  )
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    if (!collab.handleUpgrade(request, socket, head))
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') return socket.destroy()
    const [status, code] = CLIENT_ERRORS[error.code ?? ''] ?? ['400 Bad Request', 'request/malformed']
    const body = JSON.stringify({
      type: `/api/docs#problem-${code.replace('/', '-')}`,
      title: status.slice(4),
      status: Number(status.slice(0, 3)),
      code,
      traceId: '',
    })
    socket.end(
      `HTTP/1.1 ${status}\r\ncontent-type: application/problem+json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const { port } = server.address() as AddressInfo
  collab.join(options.peerUrl ?? peerUrlOf(options.host, port))
  return { server, port }
}
