import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { REPOSITORY } from '../process/index.ts'
import { liveKitConfigFile, liveKitUrl, reachOf } from './index.ts'
import type { LiveKitReach } from './index.ts'

const fileFor = (reach: LiveKitReach): string =>
  liveKitConfigFile({
    port: 7880,
    mediaPort: 7882,
    apiKey: 'k',
    apiSecret: 's',
    webhookUrl: 'http://127.0.0.1:3000/hooks/livekit',
    reach,
  })

/** Whatever looks like the name or address of a machine. */
const addressesIn = (text: string): string[] =>
  [...new Set(text.match(/\b(?:\d{1,3}(?:\.\d{1,3}){3}|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})\b/gi))].toSorted()

describe('the embedded LiveKit', () => {
  test('on loopback names no address but loopback, and opens neither TCP media nor TURN', () => {
    const text = fileFor({ kind: 'loopback' })
    expect(addressesIn(text)).toEqual(['127.0.0.1'])
    expect(JSON.parse(text)).toMatchObject({
      bind_addresses: ['127.0.0.1'],
      rtc: { tcp_port: 0, node_ip: '127.0.0.1' },
    })
    expect(JSON.parse(text)).not.toHaveProperty('turn')
  })

  test('on an intranet names its own address and private networks alone', () => {
    const text = fileFor({ kind: 'intranet', address: '10.1.2.3' })
    expect(addressesIn(text)).toEqual(['10.0.0.0', '10.1.2.3', '100.64.0.0', '127.0.0.1', '172.16.0.0', '192.168.0.0'])
    expect(JSON.parse(text)).toMatchObject({ turn: { enabled: true }, rtc: { node_ip: '10.1.2.3' } })
  })

  test('rooms open only by our server, and webhooks wait for it through a restart', () => {
    expect(JSON.parse(fileFor({ kind: 'loopback' }))).toMatchObject({
      room: { auto_create: false },
      webhook: { api_key: 'k', resource_url_notifier: { max_age: '10m', max_depth: 20_000 } },
    })
  })

  test('is reached under the address that HOST names', () => {
    expect(reachOf('127.0.0.1', true)).toEqual({ kind: 'loopback' })
    expect(reachOf('10.1.2.3', false)).toEqual({ kind: 'intranet', address: '10.1.2.3' })
    const { kind } = reachOf('0.0.0.0', false)
    expect(['intranet', 'loopback']).toContain(kind)
    expect(liveKitUrl({ reach: { kind: 'intranet', address: '10.1.2.3' }, port: 7880 })).toBe('ws://10.1.2.3:7880')
  })

  test('is built from the version whose checksums were compared by hand', () => {
    const sums = readFileSync(join(REPOSITORY, 'tools/livekit/go.sum'), 'utf8').split('\n')
    expect(sums).toContain('github.com/livekit/livekit-server v1.13.5 h1:HWfxfKvi5k1czMVqLV/htGmPgEBhrqHMxpfyMvfhyVo=')
    expect(sums).toContain(
      'github.com/livekit/livekit-server v1.13.5/go.mod h1:yQd3IVqS614rtPuEBsDcyyUmUbehhulqu0FRcqeggkE=',
    )
  })
})
