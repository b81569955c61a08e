/** The stock server as its documentation shows it, with a PostgreSQL store and its default debounce, to be killed. */
import { Server } from '@hocuspocus/server'
import postgres from 'postgres'
import * as Y from 'yjs'

const sql = postgres(process.env.DATABASE_URL ?? '', { max: 4, onnotice: () => {} })
await sql`CREATE TABLE IF NOT EXISTS stock_documents (name text PRIMARY KEY, data bytea NOT NULL)`

const server = new Server({
  quiet: true,
  address: '127.0.0.1',
  port: Number(process.env.PORT ?? 0),
  stopOnSignals: false,
  async onLoadDocument({ documentName, document }) {
    const [row] = await sql<{ data: Uint8Array }[]>`SELECT data FROM stock_documents WHERE name = ${documentName}`
    if (row) Y.applyUpdate(document, row.data)
  },
  async onStoreDocument({ documentName, document }) {
    const data = Buffer.from(Y.encodeStateAsUpdate(document))
    await sql`INSERT INTO stock_documents VALUES (${documentName}, ${data}) ON CONFLICT (name) DO UPDATE SET data = excluded.data`
  },
})
await server.listen()
console.log(`listening ${server.address.port}`)
