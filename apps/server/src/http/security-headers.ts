import { createHash } from 'node:crypto'

const sha256 = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** CSP hashes of the scripts written into a page; there is no other way to run one. */
export const scriptHashes = (html: string): string[] =>
  [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map((match) => sha256(match[1] ?? ''))

/** Our own sockets. Behind a proxy that ends TLS and does not say so we only see http; the browser then asks for wss. */
const ownSockets = (origin: string): string[] => {
  const { protocol, host } = new URL(origin)
  return protocol === 'https:' ? [`wss://${host}`] : [`ws://${host}`, `wss://${host}`]
}

const liveKitOrigins = (url: string): string[] => {
  if (!URL.canParse(url)) return []
  const { protocol, host } = new URL(url)
  const isSecure = protocol === 'https:' || protocol === 'wss:'
  return isSecure ? [`wss://${host}`, `https://${host}`] : [`ws://${host}`, `http://${host}`]
}

/** The policy of our pages: everything from ourselves, sockets to ourselves and to the media server. */
export function contentSecurityPolicy(options: {
  origin: string
  liveKitUrl: string | null
  scriptHashes: readonly string[]
}): string {
  const connect = [
    "'self'",
    ...ownSockets(options.origin),
    ...(options.liveKitUrl ? liveKitOrigins(options.liveKitUrl) : []),
  ]
  return [
    "default-src 'none'",
    `script-src ${["'self'", ...options.scriptHashes].join(' ')}`,
    // KaTeX and ProseMirror place things by style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "media-src 'self' blob: mediastream:",
    `connect-src ${[...new Set(connect)].join(' ')}`,
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
  ].join('; ')
}

/** Headers every reply carries. Camera and microphone are for our own pages only. */
export const securityHeaders = (isSecure: boolean): Record<string, string> => ({
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(self), microphone=(self), display-capture=(self), fullscreen=(self), geolocation=(), payment=(), usb=()',
  ...(isSecure ? { 'strict-transport-security': 'max-age=31536000' } : {}),
})
