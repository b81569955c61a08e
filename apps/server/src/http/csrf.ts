const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether a request may change something: browsers must say it comes from our own pages. Sec-Fetch-Site cannot be forged
 * by a page; browsers leave it out on plain http, where Origin decides. Programs send neither and carry no ambient cookie.
 */
export function isSameSite(method: string, headers: Headers, origin: string): boolean {
  if (SAFE.has(method)) return true
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin' || site === 'none'
  const from = headers.get('origin')
  if (from === null) return true
  // The scheme may differ behind a proxy that ends TLS and does not say so; the host may not.
  return URL.canParse(from) && new URL(from).host === new URL(origin).host
}
