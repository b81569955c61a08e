import { networkInterfaces } from 'node:os'

/** Who can reach the rooms: only this machine, or the machines of an intranet under the address given. */
export type LiveKitReach = { kind: 'loopback' } | { kind: 'intranet'; address: string }

export interface LiveKitSettings {
  /** Of signalling (TCP). */
  readonly port: number
  /** Of all media (one UDP port). */
  readonly mediaPort: number
  readonly apiKey: string
  readonly apiSecret: string
  readonly webhookUrl: string
  readonly reach: LiveKitReach
}

// A closed port of this machine. Without it browsers are offered Google's STUN servers; it must not be the media port.
const NO_STUN_SERVER = '127.0.0.1:9'
const PRIVATE_NETWORKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10']

/** LiveKit's configuration file. It names no server of the internet; on loopback it listens nowhere else. */
export function liveKitConfigFile({ port, mediaPort, apiKey, apiSecret, webhookUrl, reach }: LiveKitSettings): string {
  const loopback = reach.kind === 'loopback'
  // YAML reads JSON.
  return JSON.stringify(
    {
      port,
      bind_addresses: loopback ? ['127.0.0.1'] : [],
      rtc: {
        udp_port: mediaPort,
        use_external_ip: false,
        stun_servers: [NO_STUN_SERVER],
        ...(loopback
          ? {
              tcp_port: 0,
              node_ip: '127.0.0.1',
              enable_loopback_candidate: true,
              interfaces: { includes: [loopbackInterface()] },
            }
          : { tcp_port: 7881, node_ip: reach.address }),
      },
      ...(loopback
        ? {}
        : {
            turn: {
              enabled: true,
              udp_port: 3478,
              relay_range_start: 30_000,
              relay_range_end: 30_200,
              allow_restricted_peer_cidrs: PRIVATE_NETWORKS,
            },
          }),
      room: { auto_create: false, empty_timeout: 900, departure_timeout: 300 },
      webhook: {
        api_key: apiKey,
        urls: [webhookUrl],
        // Its own defaults, 30 s and 200, drop attendance while our server restarts.
        resource_url_notifier: { max_age: '10m', max_depth: 20_000 },
      },
      keys: { [apiKey]: apiSecret },
      logging: { level: 'warn', json: true },
    },
    null,
    2,
  )
}

function loopbackInterface(): string {
  const found = Object.entries(networkInterfaces()).find(([, addresses]) => addresses?.some(({ internal }) => internal))
  return found?.[0] ?? 'lo'
}

/** The address other machines reach this one under: `host` itself, or the first of this machine where it names all. */
export function reachOf(host: string, isLoopback: boolean): LiveKitReach {
  if (isLoopback) return { kind: 'loopback' }
  if (host !== '0.0.0.0' && host !== '::') return { kind: 'intranet', address: host }
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  const first = addresses.find(({ family, internal }) => family === 'IPv4' && !internal)
  return first ? { kind: 'intranet', address: first.address } : { kind: 'loopback' }
}
