import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError, envExample, isLoopback, LIMITS, readConfig, SERVER_STOP_MS, STOP_MS, VARIABLES } from './index.ts'

/** The error that an environment is refused with. */
function refusalOf(env: Record<string, string>): ConfigError {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('it was accepted')
}

test('an empty environment is a machine of its own on loopback', () => {
  const config = readConfig({})
  expect(config).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    dataDir: resolve('.data'),
    publicUrl: null,
    databaseUrl: null,
    redisUrl: null,
    liveKit: null,
    liveKitSource: 'absent',
    s3: null,
    soffice: null,
    seed: 'demo',
    trustProxy: false,
    logLevel: 'info',
  })
  for (const [name, [fallback]] of Object.entries(LIMITS)) expect(config.limits).toHaveProperty(name, fallback)
})

test('the defaults that are written down are the defaults', () => {
  const written = Object.fromEntries(Object.entries(VARIABLES).map(([name, [fallback]]) => [name, fallback]))
  expect(readConfig(written)).toEqual(readConfig({}))
})

describe('the demonstration is for the embedded database on loopback alone', () => {
  test.each([
    [{}, 'demo'],
    [{ HOST: '0.0.0.0' }, 'empty'],
    [{ HOST: '192.168.1.2' }, 'empty'],
    [{ HOST: '::1' }, 'demo'],
    [{ DATABASE_URL: 'postgres://u@db/x' }, 'empty'],
    [{ HOST: '0.0.0.0', GONGYAN_SEED: 'demo' }, 'demo'],
    [{ GONGYAN_SEED: 'empty' }, 'empty'],
  ] as const)('%o: %s', (env, seed) => {
    expect(readConfig(env).seed).toBe(seed)
  })
})

describe('a wrong value names its variable and what is expected', () => {
  test.each([
    [{ PORT: 'abc' }, 'PORT', 'whole number from 0 to 65535'],
    [{ PORT: '65536' }, 'PORT', 'whole number from 0 to 65535'],
    [{ PORT: '3000.5' }, 'PORT', 'whole number'],
    [{ PUBLIC_URL: 'example.cn' }, 'PUBLIC_URL', 'https://'],
    [{ PUBLIC_URL: 'https://gy.example/gongyan' }, 'PUBLIC_URL', 'without a path'],
    [{ PUBLIC_URL: 'https://gy.example/?a' }, 'PUBLIC_URL', 'without a path'],
    [{ PEER_URL: 'http://10.0.0.3:3000' }, 'PEER_URL', 'ws://'],
    [{ PEER_URL: 'ws://10.0.0.3:3000/peer' }, 'PEER_URL', 'without a path'],
    [{ DATABASE_URL: 'mysql://u@db/x' }, 'DATABASE_URL', 'postgres://'],
    [{ REDIS_URL: 'http://r' }, 'REDIS_URL', 'redis://'],
    [{ GONGYAN_SEED: 'yes' }, 'GONGYAN_SEED', 'demo or empty'],
    [{ TRUST_PROXY: 'maybe' }, 'TRUST_PROXY', 'true or false'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL', 'debug or info'],
    [{ LIVEKIT_URL: 'wss://l' }, 'LIVEKIT_API_KEY', 'together with LIVEKIT_URL'],
    [{ LIVEKIT_URL: 'tcp://l', LIVEKIT_API_KEY: 'k', LIVEKIT_API_SECRET: 's' }, 'LIVEKIT_URL', 'wss://'],
    [{ S3_BUCKET: 'b' }, 'S3_ENDPOINT', 'together with S3_BUCKET'],
    [{ LIMIT_UPLOAD_BYTES: '0' }, 'LIMIT_UPLOAD_BYTES', 'whole number from 1'],
    [{ LIMIT_UPLOAD_BYTES: '-1' }, 'LIMIT_UPLOAD_BYTES', 'whole number from 1'],
    [{ LIMIT_UPLOAD_BYTES: '50MB' }, 'LIMIT_UPLOAD_BYTES', 'whole number from 1'],
  ])('%o', (env, variable, expected) => {
    const error = refusalOf(env)
    expect(error.variable).toBe(variable)
    expect(error.message).toContain(variable)
    expect(error.message).toContain(expected)
  })

  test('a secret in a wrong address is not repeated', () => {
    expect(refusalOf({ DATABASE_URL: 'mysql://u:geheim@db/x' }).message).not.toContain('geheim')
  })
})

test('blank counts as absent, spaces around a value do not count, and every limit can be set', () => {
  expect(readConfig({ PORT: ' ', HOST: ' ::1 ' })).toMatchObject({ port: 3000, host: '::1' })
  for (const name of Object.keys(LIMITS)) expect(readConfig({ [name]: '7' }).limits).toHaveProperty(name, 7)
})

test('an address is kept as browsers write it', () => {
  expect(readConfig({ PUBLIC_URL: 'HTTPS://Gy.Example:443/' }).publicUrl).toBe('https://gy.example')
  expect(readConfig({ PUBLIC_URL: 'http://10.0.0.3:3000' }).publicUrl).toBe('http://10.0.0.3:3000')
  expect(readConfig({ PEER_URL: 'ws://10.0.0.3:3000/' }).peerUrl).toBe('ws://10.0.0.3:3000')
})

test('loopback is what only this machine can reach', () => {
  for (const host of ['127.0.0.1', '127.8.8.8', '::1', 'localhost']) expect(isLoopback(host)).toBe(true)
  for (const host of ['0.0.0.0', '::', '10.0.0.1', 'school.example']) expect(isLoopback(host)).toBe(false)
})

test('.env.example lists exactly the variables there are', () => {
  expect(readFileSync(resolve(import.meta.dirname, '../../../.env.example'), 'utf8')).toBe(envExample())
})

test('all parts together stop in less than five seconds, and the server by itself before it is killed', () => {
  expect(Object.values(STOP_MS).reduce<number>((sum, ms) => sum + ms, 0)).toBeLessThan(4_800)
  expect(SERVER_STOP_MS).toBeLessThan(STOP_MS.server)
})
