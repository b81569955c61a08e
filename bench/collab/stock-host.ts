/**
 * The stock server with its own database extension in a process of its own. Debounce and the rest are its defaults, which its
 * documentation recommends, unless `DEBOUNCE`, `MAX_DEBOUNCE` and `UNLOAD_IMMEDIATELY` say otherwise; `FLUSH_DELAY` is its batch
 * window in ms (0: what its documentation prefers), `STORE_DELAY` what an application does before it stores, ms.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { Database } from '@hocuspocus/extension-database'
import { Server } from '@hocuspocus/server'
import postgres from 'postgres'

const sql = postgres(process.env.DATABASE_URL ?? '', { max: 4, onnotice: () => {} })
await sql`CREATE TABLE IF NOT EXISTS stock_documents (name text PRIMARY KEY, data bytea NOT NULL)`

const server = new Server({
  quiet: true,
  address: '127.0.0.1',
  port: 0,
  stopOnSignals: false,
  flushDelay: Number(process.env.FLUSH_DELAY ?? 0),
  debounce: Number(process.env.DEBOUNCE ?? 2000),
  maxDebounce: Number(process.env.MAX_DEBOUNCE ?? 10_000),
  unloadImmediately: process.env.UNLOAD_IMMEDIATELY !== 'false',
  extensions: [
    new Database({
      async fetch({ documentName }) {
        const [row] = await sql<{ data: Uint8Array }[]>`SELECT data FROM stock_documents WHERE name = ${documentName}`
        return row?.data ?? null
      },
      async store({ documentName, state }) {
        await sleep(Number(process.env.STORE_DELAY ?? 0))
        await sql`
          INSERT INTO stock_documents VALUES (${documentName}, ${state})
          ON CONFLICT (name) DO UPDATE SET data = excluded.data`
      },
    }),
  ],
})
await server.listen()
process.send?.({ type: 'ready', url: `http://127.0.0.1:${server.address.port}` })
process.on('SIGTERM', () => void server.destroy().then(() => process.exit(0)))
// Without whoever started it nobody would stop it.
process.on('disconnect', () => process.exit(0))
