/**
 * One server of several, in a process of its own, to be killed and stopped. A ticket says itself what it stands for.
 * `PEER_URL` is where the others reach it; `PORT` where it listens.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createCollabServer } from '@gongyan/collab-server'
import { readConfig } from '@gongyan/config'
import { createSql } from '@gongyan/db'
import { ok } from '@gongyan/domain'
import type { Grant } from '../src/index.ts'
import { paragraphNode } from './plan.ts'

const quiet = () => {}
const tell = process.env.LOG ? console.error : quiet
const databaseUrl = process.env.DATABASE_URL ?? ''
const server = createCollabServer({
  sql: createSql(databaseUrl, { max: 4 }),
  databaseUrl,
  limits: readConfig({}).limits,
  log: { debug: quiet, info: tell, warn: tell, error: console.error },
  peerKey: Buffer.from(process.env.PEER_KEY ?? ''),
  authorise: async (ticket) => ok(JSON.parse(Buffer.from(ticket, 'base64url').toString()) as Grant),
  recheck: async ({ canWrite }) => (canWrite ? 'write' : 'read'),
})
const http = createServer((_, response) => void response.writeHead(404).end())
http.on('upgrade', (request, socket, head) => {
  if (!server.handleUpgrade(request, socket, head)) socket.destroy()
})
http.listen(Number(process.env.PORT ?? 0), '127.0.0.1')
await once(http, 'listening')
const address = http.address()
process.send?.({ port: typeof address === 'object' && address ? address.port : 0 })
process.on('message', (message: { readonly peerUrl?: string; readonly edit?: string; readonly text?: string }) => {
  if (message.peerUrl) server.join(message.peerUrl)
  if (message.edit)
    server
      .edit(message.edit, { authorId: null, source: 'import' }, (ydoc) => {
        const body = ydoc.getXmlFragment('body')
        body.insert(body.length, [paragraphNode(message.text ?? '')])
      })
      .then(
        ({ seq }) => process.send?.({ seq: Number(seq) }),
        (error: unknown) => process.send?.({ error: String(error) }),
      )
})
process.on('SIGTERM', () => void server.close().then(() => process.exit(0)))
