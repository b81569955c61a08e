import { createClient } from '@redis/client'
import type { BusLine } from './bus.ts'

const CHANNEL = 'gongyan:collab'
const CONNECT_MS = 1_500

/** The line over Redis pub/sub at `url` (redis:// or rediss://). */
export function createRedisLine({ url }: { readonly url: string }): BusLine {
  const client = () => {
    const made = createClient({
      url,
      // What is sent while Redis is away is refused rather than kept: the sender tries again and says when it gave up.
      disableOfflineQueue: true,
      socket: { connectTimeout: CONNECT_MS, reconnectStrategy: false },
    })
    // Told by the rejected call or the silence that follows as well.
    made.on('error', () => {})
    return made
  }
  type Client = ReturnType<typeof client>
  let mouth: Promise<Client> | null = null

  async function speaker(): Promise<Client> {
    const current = await mouth?.catch(() => null)
    if (current?.isOpen) return current
    const made = client()
    mouth = made.connect().then(() => made)
    return mouth
  }

  const end = (ended: Client): void => {
    if (ended.isOpen) ended.destroy()
  }

  return {
    async open(onText) {
      const ears = client()
      try {
        await ears.connect()
        await ears.subscribe(CHANNEL, onText)
      } catch (error) {
        end(ears)
        throw error
      }
      return {
        async close() {
          end(ears)
        },
      }
    },
    async send(text) {
      await (await speaker()).publish(CHANNEL, text)
    },
    async close() {
      const last = await mouth?.catch(() => null)
      if (last) end(last)
    },
  }
}
