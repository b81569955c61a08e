import { expect, test } from 'vitest'
import { clientAddress, publicOrigin, throttleAddress } from './address.ts'

const asked = (headers: Record<string, string>, remoteAddress = '10.0.0.9') => ({
  remoteAddress,
  headers: new Headers(headers),
})
const alone = { publicUrl: null, trustProxy: false }
const behindProxy = { publicUrl: null, trustProxy: true }

test.each([
  [{ host: 'gy.example:3000' }, alone, 'http://gy.example:3000'],
  // A proxy ends TLS and says nothing of it: the page that asks knows.
  [{ host: 'gy.example', origin: 'https://gy.example' }, alone, 'https://gy.example'],
  [{ host: 'gy.example', origin: 'https://elsewhere.example' }, alone, 'http://gy.example'],
  [
    { host: 'gy.example', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example' },
    alone,
    'http://gy.example',
  ],
  [
    { host: '127.0.0.1', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'gy.example' },
    behindProxy,
    'https://gy.example',
  ],
  [{ host: 'a"b' }, alone, 'http://localhost'],
  [{ host: ':::' }, alone, 'http://localhost'],
  [{}, alone, 'http://localhost'],
  [{ host: 'x' }, { publicUrl: 'https://gy.example', trustProxy: false }, 'https://gy.example'],
])('[HT8] %j is reached by %j at %s', (headers, config, origin) => {
  expect(publicOrigin(asked(headers as Record<string, string>), config)).toBe(origin)
})

test('[HT8] an address is the one our own proxy saw, and a household in IPv6', () => {
  const claimed = asked({ 'x-forwarded-for': '1.1.1.1, 2.2.2.2' }, '::ffff:10.0.0.9')
  expect(clientAddress(claimed, false)).toBe('10.0.0.9')
  expect(clientAddress(claimed, true)).toBe('2.2.2.2')
  expect(throttleAddress('2001:db8::1')).toBe('2001:db8:0:0::/64')
  expect(throttleAddress('10.0.0.9')).toBe('10.0.0.9')
})
