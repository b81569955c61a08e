import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'

/** A TCP port of that address that was free a moment ago. */
export async function findFreePort(host = '127.0.0.1'): Promise<number> {
  const server = createServer()
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Null where a TCP port can be listened on now, else the error code (`EADDRINUSE`, `EACCES`, `EADDRNOTAVAIL`). */
export async function whyPortIsClosed(port: number, host: string): Promise<string | null> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen(port, host, () => server.close(() => resolve(null)))
  })
}

/** Whether a UDP port of that address can be bound now; with port 0 the answer is the port that was free. */
export async function tryUdpPort(port: number, host = '127.0.0.1'): Promise<number | null> {
  const socket = createSocket('udp4')
  return new Promise((resolve) => {
    socket.once('error', () => resolve(null))
    socket.bind({ port, address: host, exclusive: true }, () => {
      const bound = socket.address().port
      socket.close(() => resolve(bound))
    })
  })
}
