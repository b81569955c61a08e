/**
 * The collaboration server alone in a process of its own, to be killed. Tickets are the ids of people. Told `{ at, nth }` it
 * kills itself, without a goodbye, at the n-th event of that kind from then on. States are kept and old updates packed far
 * more often than in production, so that both happen while it dies.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createCollabServer } from '@gongyan/collab-server'
import { readConfig } from '@gongyan/config'
import { createSql } from '@gongyan/db'
import { ok } from '@gongyan/domain'

let kind = ''
let left = 0
process.on('message', (message: { at: string; nth: number }) => {
  kind = message.at
  left = message.nth
})
process.on('SIGTERM', () => void server.close().then(() => process.exit(0)))
// Without whoever started it nobody would stop it.
process.on('disconnect', () => process.exit(0))
const quiet = () => {}

const databaseUrl = process.env.DATABASE_URL ?? ''
const server = createCollabServer({
  sql: createSql(databaseUrl, { max: 4 }),
  databaseUrl,
  pace: { leastRows: 50, keptRows: 60, leastSealed: 20, sealEveryMs: 200 },
  limits: readConfig({}).limits,
  log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  authorise: async (ticket) => ok({ userId: ticket, name: '教师', sessionId: ticket, canWrite: true }),
  recheck: async () => 'write',
  observe(event) {
    if (event.kind === kind && --left === 0) process.kill(process.pid, 'SIGKILL')
  },
})
const http = createServer((_, response) => void response.writeHead(404).end())
http.on('upgrade', (request, socket, head) => {
  if (!server.handleUpgrade(request, socket, head)) socket.destroy()
})
http.listen(0, '127.0.0.1')
await once(http, 'listening')
const address = http.address()
process.send?.({ type: 'ready', url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : ''}` })
