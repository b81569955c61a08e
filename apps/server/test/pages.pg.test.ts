import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { createHash } from 'node:crypto'
import { ENDPOINTS, PROBLEMS } from '@gongyan/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addressForBrowser } from '../src/features/media/index.ts'
import { openApiDocument } from '../src/openapi/document.ts'
import { makeHarness } from './harness.ts'
import type { Harness } from './harness.ts'

const SCRIPT = "document.documentElement.dataset.theme='light'"
const PAGE = `<!doctype html><html lang="zh-CN"><head><script>${SCRIPT}</script><script type="module" src="/assets/app-1a2b3c4d.js"></script></head><body>${'课'.repeat(1000)}</body></html>`
const CODE = `console.log(${JSON.stringify('教案'.repeat(2000))})`

let server: Harness
beforeAll(async () => {
  server = await makeHarness({
    LIVEKIT_URL: 'ws://127.0.0.1:7880',
    LIVEKIT_API_KEY: 'k',
    LIVEKIT_API_SECRET: 'x'.repeat(40),
  })
  const web = join(server.deps.config.dataDir, 'web')
  await mkdir(join(web, 'assets'), { recursive: true })
  await writeFile(join(web, 'index.html'), PAGE)
  await writeFile(join(web, 'assets', 'app-1a2b3c4d.js'), CODE)
  await writeFile(join(web, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  await writeFile(join(server.deps.config.dataDir, 'secret.txt'), 'secret')
})
afterAll(() => server?.close())

describe('[WB1] the built app', () => {
  test.each(['/', '/sign-in', '/plans/7f3c?row=2', '/deep/er/address'])(
    '%s is the app’s page, never cached without asking',
    async (path) => {
      const response = await server.request(path)
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
      expect(response.headers.get('cache-control')).toMatch(/^no-(cache|store)$/)
      expect(await response.text()).toBe(PAGE)
    },
  )

  test('files with a hash in their name are cached for ever and sent compressed', async () => {
    for (const [encoding, sent, unpack] of [
      ['gzip, deflate, br', 'br', brotliDecompressSync],
      ['gzip', 'gzip', gunzipSync],
      ['br;q=0, gzip', 'gzip', gunzipSync],
      ['identity', null, (bytes: Buffer) => bytes],
    ] as const) {
      const response = await server.request('/assets/app-1a2b3c4d.js', { headers: { 'accept-encoding': encoding } })
      expect(
        [
          response.status,
          response.headers.get('content-encoding'),
          response.headers.get('cache-control'),
          response.headers.get('vary'),
        ],
        encoding,
      ).toEqual([200, sent, 'public, max-age=31536000, immutable', 'accept-encoding'])
      const bytes = Buffer.from(await response.arrayBuffer())
      expect(Number(response.headers.get('content-length'))).toBe(bytes.byteLength)
      expect(unpack(bytes).toString()).toBe(CODE)
      const etag = response.headers.get('etag') ?? ''
      expect(
        (
          await server.request('/assets/app-1a2b3c4d.js', {
            headers: { 'accept-encoding': encoding, 'if-none-match': etag },
          })
        ).status,
      ).toBe(304)
    }
  })

  test('a file that is not there, or lies outside, is not found', async () => {
    for (const path of [
      '/assets/old-99999999.js',
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '/secret.txt',
      '/assets/%00.js',
      '/%ff.js',
    ]) {
      const response = await server.request(path)
      expect(response.status, path).toBe(404)
      expect(await response.text()).not.toContain('secret\n')
    }
  })

  test('HEAD says what GET would', async () => {
    const response = await server.request('/', { method: 'HEAD' })
    expect([response.status, await response.text()]).toEqual([200, ''])
  })

  test('a new build is served without a restart', async () => {
    const file = join(server.deps.config.dataDir, 'web', 'note.txt')
    await writeFile(file, 'one')
    expect(await (await server.request('/note.txt')).text()).toBe('one')
    await writeFile(file, 'another')
    expect(await (await server.request('/note.txt')).text()).toBe('another')
  })
})

describe('[WB2] pages can run and reach only what is ours', () => {
  test('scripts by our own address or by their hash, sockets to us and to the rooms', async () => {
    const policy =
      (await server.request('/plans', { headers: { host: '10.7.0.2:3000' } })).headers.get('content-security-policy') ??
      ''
    const parts = Object.fromEntries(
      policy.split('; ').map((part) => [part.split(' ')[0] ?? '', part.split(' ').slice(1)]),
    )
    expect(parts['script-src']).toEqual(["'self'", `'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'`])
    expect(parts['connect-src']).toEqual([
      "'self'",
      'ws://10.7.0.2:3000',
      'wss://10.7.0.2:3000',
      'ws://10.7.0.2:7880',
      'http://10.7.0.2:7880',
    ])
    expect([parts['default-src'], parts['frame-ancestors'], parts['base-uri'], parts['object-src']]).toEqual([
      ["'none'"],
      ["'none'"],
      ["'none'"],
      ["'none'"],
    ])
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/)
  })

  test.each(['localhost:3000', '127.0.0.1:3000', '10.7.0.2:3000', '[fd00::7]:3000'])(
    'from %s the page may reach the very address its ticket for the room names',
    async (host) => {
      const policy =
        (await server.request('/plans', { headers: { host } })).headers.get('content-security-policy') ?? ''
      const ticketUrl = addressForBrowser('ws://127.0.0.1:7880', `http://${host}`)
      expect(/connect-src ([^;]*)/.exec(policy)?.[1]?.split(' ')).toContain(ticketUrl)
    },
  )

  test('every answer says what it is and may not be framed', async () => {
    for (const path of ['/', '/api/v1/me', '/healthz', '/api/docs', '/assets/app-1a2b3c4d.js', '/api/v1/nothing']) {
      const { headers } = await server.request(path)
      expect(
        [headers.get('x-content-type-options'), headers.get('x-frame-options'), headers.get('referrer-policy')],
        path,
      ).toEqual(['nosniff', 'DENY', 'same-origin'])
      expect(headers.get('permissions-policy')).toContain('camera=(self)')
    }
  })
})

describe('[OA1] the published description', () => {
  test('is what the endpoints say; the committed file is the same', async () => {
    const committed: unknown = JSON.parse(
      await readFile(resolve(import.meta.dirname, '../../../packages/contract/openapi.json'), 'utf8'),
    )
    const served = (await (await server.request('/api/openapi.json')).json()) as unknown
    expect(served).toEqual(committed)
    expect(JSON.parse(JSON.stringify(openApiDocument()))).toEqual(committed)
  })

  test('is OpenAPI 3.1 and has every operation with its refusals', async () => {
    const document = (await (await server.request('/api/openapi.json')).json()) as {
      openapi: string
      paths: Record<
        string,
        Record<string, { operationId: string; responses: Record<string, { description: string }>; security: unknown[] }>
      >
    }
    expect(document.openapi).toBe('3.1.0')
    const operations = Object.values(document.paths).flatMap((path) => Object.entries(path))
    expect(operations.map(([, { operationId }]) => operationId).toSorted()).toEqual(Object.keys(ENDPOINTS).toSorted())
    for (const [method, operation] of operations) {
      const codes = Object.values(operation.responses)
        .map(({ description }) => description)
        .join(' ')
      if (operation.security.length > 0)
        expect(Object.keys(operation.responses), operation.operationId).toContain('401')
      if (method !== 'get') expect(codes, operation.operationId).toContain('request/cross-site')
      for (const code of ENDPOINTS[operation.operationId as keyof typeof ENDPOINTS].refusals)
        expect(codes, operation.operationId).toContain(code)
    }
  })

  test('is rendered on one page without scripts or other hosts, every problem with an address of its own', async () => {
    const response = await server.request('/api/docs')
    const html = await response.text()
    expect(html).not.toMatch(/<script|https?:\/\/(?!www\.gnu\.org)|@import|url\(/)
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    for (const operationId of Object.keys(ENDPOINTS)) expect(html).toContain(`id="${operationId}"`)
    for (const code of Object.keys(PROBLEMS)) expect(html).toContain(`id="problem-${code.replace('/', '-')}"`)
    for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(html, target).toContain(`id="${target}"`)
  })
})

test('[OP1] numbers for Prometheus have requests by operation and the collaboration server’s own, no addresses or names', async () => {
  await server.call('getMe')
  const text = await (await server.request('/metrics')).text()
  expect(text).toContain('gongyan_http_requests_total{operation="getMe",status="401"}')
  expect(text).toMatch(/^gongyan_collab_documents \d+$/m)
  expect(text).toMatch(/^gongyan_collab_ack_seconds_count \d+$/m)
  for (const line of text.split('\n')) expect(line).toMatch(/^(#.*|[a-zA-Z_:][\w:]*(\{[^}]*\})? [\d.e+-]+(Inf|NaN)?|)$/)
})
