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

/**
 * The origin by which browsers reach us: PUBLIC_URL, else what the request (or a trusted proxy) says. A page on https is
 * believed that it is, though a proxy that ends TLS does not say so: what it is answered with reaches nobody else.
 */
export function publicOrigin(peer: Peer, config: { publicUrl: string | null; trustProxy: boolean }): string {
  if (config.publicUrl) return config.publicUrl
  const { headers } = peer
  const named =
    (config.trustProxy ? first(headers.get('x-forwarded-host')) : null) ?? headers.get('host') ?? 'localhost'
  const host = /^[\w.:[\]-]+$/.test(named) && URL.canParse(`http://${named}`) ? named : 'localhost'
  const isHttps =
    (config.trustProxy && first(headers.get('x-forwarded-proto')) === 'https') ||
    headers.get('origin') === `https://${host}`
  return `${isHttps ? 'https' : 'http'}://${host}`
}
