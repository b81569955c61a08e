/**
 * One server of several, in a process of its own, to be killed and stopped. A ticket says itself what it stands for.
 * `PORT` is where it listens; with `REDIS_URL` changes of rights go through Redis.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createBus, createCollabServer, createPostgresLine, createRedisLine } from '@gongyan/collab-server'
import { readConfig } from '@gongyan/config'
import { createSql } from '@gongyan/db'
import { ok, refuse } from '@gongyan/domain'
import type { Grant } from '../src/index.ts'
import { paragraphNode } from './plan.ts'

/** What the test has the server do. */
export type HostCommand =
  | { readonly kind: 'join'; readonly peerUrl: string }
  | { readonly kind: 'edit'; readonly document: string; readonly text: string }
  /** From now on a person has no right to anything; whether this server is the one that tells all. */
  | { readonly kind: 'withdraw'; readonly userId: string; readonly isTold: boolean }

/** What it says of itself. */
export type HostNotice =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'edited'; readonly seq: number | null }
  | { readonly kind: 'warning'; readonly message: string }

const quiet = () => {}
const say = (notice: HostNotice): void => void process.send?.(notice)
const warn = (message: string): void => say({ kind: 'warning', message })
const databaseUrl = process.env.DATABASE_URL ?? ''
const redisUrl = process.env.REDIS_URL
const sql = createSql(databaseUrl, { max: 4 })
const log = { debug: quiet, info: quiet, warn, error: console.error }
const withdrawn = new Set<string>()

const server = createCollabServer({
  sql,
  databaseUrl,
  limits: readConfig(process.env).limits,
  log,
  bus: createBus({
    line: redisUrl === undefined ? createPostgresLine({ sql }) : createRedisLine({ url: redisUrl }),
    log,
  }),
  peerKey: Buffer.from(process.env.PEER_KEY ?? ''),
  authorise: async (ticket) => {
    const grant = JSON.parse(Buffer.from(ticket, 'base64url').toString()) as Grant
    return withdrawn.has(grant.userId) ? refuse('forbidden') : ok(grant)
  },
  recheck: async ({ canWrite, userId }) => (withdrawn.has(userId) ? 'none' : canWrite ? 'write' : 'read'),
})
const http = createServer((_, response) => void response.writeHead(404).end())
http.on('upgrade', (request, socket, head) => {
  if (!server.handleUpgrade(request, socket, head)) socket.destroy()
})
http.listen(Number(process.env.PORT ?? 0), '127.0.0.1')
await once(http, 'listening')
const address = http.address()
say({ kind: 'listening', port: typeof address === 'object' && address ? address.port : 0 })

async function obey(command: HostCommand): Promise<void> {
  switch (command.kind) {
    case 'join':
      return server.join(command.peerUrl)
    case 'withdraw':
      withdrawn.add(command.userId)
      if (command.isTold) await server.accessChanged({ userIds: [command.userId] })
      return
    case 'edit': {
      const edit = server.edit(command.document, { authorId: null, source: 'import' }, (ydoc) => {
        const body = ydoc.getXmlFragment('body')
        body.insert(body.length, [paragraphNode(command.text)])
      })
      say({ kind: 'edited', seq: await edit.then(({ seq }) => Number(seq)).catch(() => null) })
    }
  }
}
process.on('message', (command: HostCommand) => void obey(command))
process.on('SIGTERM', () => void server.close().then(() => process.exit(0)))
