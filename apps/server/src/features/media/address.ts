import { isLoopback } from '@gongyan/config'

/**
 * Where a browser reaches LiveKit, given the address our server uses and the origin the browser used to reach us. A
 * LiveKit known to us by loopback is on our machine, so another machine finds it under our name.
 */
export function addressForBrowser(liveKitUrl: string, origin: string): string {
  const url = new URL(liveKitUrl.replace(/^http/, 'ws'))
  const ours = new URL(origin)
  if (isLoopback(bare(url.hostname)) && !isLoopback(bare(ours.hostname))) url.hostname = ours.hostname
  return url.href.replace(/\/$/, '')
}

const bare = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, '$1')
