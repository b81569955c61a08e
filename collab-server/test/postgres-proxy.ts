import { type Server, type Socket, connect, createServer } from 'node:net'
import { once } from 'node:events'

/** A door in front of PostgreSQL, or of another server, that a test can shut, slow down or cut. */
export interface PostgresProxy {
  /** Of what is behind it, through the door. */
  readonly url: string
  /** What has gone through in both directions. */
  readonly bytes: number
  /** Cuts every connection and refuses new ones until `heal`. */
  breakDown(): void
  /** Lets nothing through in either direction, without a word, until `heal`. */
  freeze(): void
  /** Never lets anything through on the connections there are, without a word; new ones are served. */
  abandon(): void
  /** Cuts every connection the moment PostgreSQL next answers something that contains `text`, and loses that answer. */
  loseAnswer(text: string): void
  heal(): void
  close(): Promise<void>
}

/** Starts the door; `realUrl` is what is behind it. */
export async function startPostgresProxy(realUrl: string): Promise<PostgresProxy> {
  const target = new URL(realUrl)
  const pairs = new Set<readonly [Socket, Socket]>()
  const abandoned = new Set<readonly [Socket, Socket]>()
  let mode: 'open' | 'broken' | 'frozen' = 'open'
  let losing: Buffer | null = null
  let bytes = 0

  const cutAll = (): void => {
    for (const [client, upstream] of pairs) {
      client.destroy()
      upstream.destroy()
    }
  }
  const server: Server = createServer((client) => {
    if (mode === 'broken') return void client.destroy()
    const upstream = connect(Number(target.port), target.hostname)
    const pair = [client, upstream] as const
    pairs.add(pair)
    const end = (): void => {
      pairs.delete(pair)
      client.destroy()
      upstream.destroy()
    }
    for (const socket of pair) socket.on('error', end).on('close', end)
    if (mode === 'frozen') for (const socket of pair) socket.pause()
    client.on('data', (data) => {
      bytes += data.length
      upstream.write(data)
    })
    upstream.on('data', (data) => {
      bytes += data.length
      if (losing && data.includes(losing)) {
        losing = null
        cutAll()
      } else client.write(data)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = new URL(realUrl)
  url.hostname = '127.0.0.1'
  url.port = String(typeof address === 'object' && address ? address.port : 0)
  return {
    url: url.href,
    get bytes() {
      return bytes
    },
    breakDown() {
      mode = 'broken'
      cutAll()
    },
    freeze() {
      mode = 'frozen'
      for (const pair of pairs) for (const socket of pair) socket.pause()
    },
    abandon() {
      for (const pair of pairs) {
        for (const socket of pair) socket.pause()
        abandoned.add(pair)
      }
    },
    loseAnswer(text) {
      losing = Buffer.from(text)
    },
    heal() {
      mode = 'open'
      for (const pair of pairs) if (!abandoned.has(pair)) for (const socket of pair) socket.resume()
    },
    async close() {
      cutAll()
      server.close()
      await once(server, 'close')
    },
  }
}
