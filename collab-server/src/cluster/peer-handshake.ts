import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Changes when servers of different versions could not talk to each other. */
const VERSION = '1'
/** How far two servers' clocks may be apart; for so long a call is remembered, so that none is answered twice. */
const FRESH_MS = 30_000
export const PEER_PATH = '/peer'
export const PEER_HEADER = 'x-gongyan-peer'

const sign = (key: Uint8Array, ...parts: readonly string[]): string =>
  createHmac('sha256', key).update(parts.join('\n')).digest('base64url')

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** How a server introduces itself to another one: the header it sends, and the one it must get back. */
export function callPeer(
  key: Uint8Array,
  { from, to, nowMs }: { readonly from: string; readonly to: string; readonly nowMs: number },
): { readonly header: string; isAnswer(header: unknown): boolean } {
  const call = [VERSION, from, to, String(nowMs), randomBytes(18).toString('base64url')]
  return {
    header: [...call, sign(key, 'call', ...call)].join(' '),
    isAnswer: (header) => typeof header === 'string' && isSame(header, sign(key, 'answer', ...call)),
  }
}

/** Judges calls to this server: the answer to one that is good, fresh and for this server; null for any other. */
export function createCallJudge(key: Uint8Array, me: string): (header: unknown, nowMs: number) => string | null {
  const seen = new Map<string, number>()
  return (header, nowMs) => {
    if (typeof header !== 'string') return null
    const call = header.split(' ')
    const mac = call.pop() ?? ''
    const [version, , to, at, nonce = ''] = call
    if (call.length !== 5 || version !== VERSION || !isSame(mac, sign(key, 'call', ...call))) return null
    if (to !== me || !(Math.abs(nowMs - Number(at)) <= FRESH_MS) || seen.has(nonce)) return null
    for (const [old, seenAt] of seen) {
      if (nowMs - seenAt <= 2 * FRESH_MS) break
      seen.delete(old)
    }
    seen.set(nonce, nowMs)
    return sign(key, 'answer', ...call)
  }
}
