/**
 * The collaboration server alone in a process of its own, to be killed. Tickets are the ids of people. With
 * `CRASH_AT=kind:n` it kills itself, without a goodbye, at the n-th event of that kind.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createCollabServer } from '@gongyan/collab-server'
import { readConfig } from '@gongyan/config'
import { createSql } from '@gongyan/db'
import { ok } from '@gongyan/domain'

const [kind, nth] = (process.env.CRASH_AT ?? ':').split(':')
let left = Number(nth ?? 0)
const quiet = () => {}

const server = createCollabServer({
  sql: createSql(process.env.DATABASE_URL ?? '', { max: 4 }),
  databaseUrl: process.env.DATABASE_URL ?? '',
  pace: { leastRows: 50 },
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
http.listen(Number(process.env.PORT ?? 0), '127.0.0.1')
await once(http, 'listening')
const address = http.address()
console.log(`listening ${typeof address === 'object' && address ? address.port : ''}`)
