import { isIPv6 } from 'node:net'

/** What the socket and the headers say about who asks and how they reached us. */
export interface Peer {
  readonly remoteAddress: string | undefined
  readonly headers: Headers
}

const first = (value: string | null): string | null => value?.split(',')[0]?.trim() || null
const last = (value: string | null): string | null => value?.split(',').at(-1)?.trim() || null

/**
 * The client's address. Behind a trusted proxy the last entry of X-Forwarded-For: the one our own proxy wrote, the ones
 * before it are what the client claims.
 */
export function clientAddress(peer: Peer, trustProxy: boolean): string {
  const forwarded = trustProxy ? last(peer.headers.get('x-forwarded-for')) : null
  return (forwarded ?? peer.remoteAddress ?? 'unknown').replace(/^::ffff:(?=\d+\.)/, '')
}

/** What is counted as one visitor: an IPv6 household has 2^64 addresses. */
export const throttleAddress = (address: string): string =>
  isIPv6(address) ? `${expand(address).slice(0, 4).join(':')}::/64` : address

function expand(address: string): string[] {
  const [head = '', tail = ''] = address.split('%')[0]!.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === '' ? [] : tail.split(':')
  return [...left, ...Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0'), ...right]
}

/** The origin by which browsers reach us: PUBLIC_URL, else what the request (or a trusted proxy) says. */
export function publicOrigin(peer: Peer, config: { publicUrl: string | null; trustProxy: boolean }): string {
  if (config.publicUrl) return config.publicUrl
  const host =
    (config.trustProxy ? first(peer.headers.get('x-forwarded-host')) : null) ?? peer.headers.get('host') ?? 'localhost'
  const protocol = config.trustProxy && first(peer.headers.get('x-forwarded-proto')) === 'https' ? 'https' : 'http'
  return `${protocol}://${/^[\w.:[\]-]+$/.test(host) ? host : 'localhost'}`
}
