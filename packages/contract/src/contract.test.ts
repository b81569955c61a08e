import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { Endpoint } from './endpoint.ts'
import { ENDPOINTS } from './endpoints/index.ts'
import { PROBLEMS } from './problems.ts'
import { ROUTES } from './routes.ts'

const endpoints = Object.entries(ENDPOINTS) as [string, Endpoint][]

describe('[CT1] the contract', () => {
  test('names each operation once, by its key', () => {
    for (const [key, { operationId }] of endpoints) expect(operationId).toBe(key)
    const addresses = endpoints.map(([, { method, path }]) => `${method} ${path}`)
    expect(new Set(addresses).size).toBe(addresses.length)
  })

  test('has the same routes for browsers, who carry no schemas', () => {
    expect(ROUTES).toEqual(
      Object.fromEntries(endpoints.map(([key, { method, path, reply }]) => [key, { method, path, reply: reply.kind }])),
    )
  })

  test('describes every parameter of a path, and no other', () => {
    for (const [key, { path, request }] of endpoints) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
      expect(Object.keys(request.params?.shape ?? {}).toSorted(), key).toEqual(inPath.toSorted())
    }
  })

  test('has plural kebab nouns in its paths', () => {
    for (const [key, { path }] of endpoints)
      for (const segment of path.split('/').slice(1))
        expect(segment, key).toMatch(/^(\{\w+\}|[a-z]+(-[a-z]+)*(\.(docx|pdf))?)$/)
  })

  test('answers a body or a file, but not both a status without a body and a body', () => {
    for (const [key, { status, reply, method }] of endpoints) {
      expect(status === 204, key).toBe(reply.kind === 'empty')
      expect(method === 'get' ? status : 200, key).toBe(200)
    }
  })

  test('creating operations may be repeated under a key', () => {
    const exceptions = new Set([
      // Tickets, sessions and clocks are meant to be asked for anew; restoring twice is refused by itself.
      'signIn',
      'setUpInstallation',
      'createCollabTicket',
      'createMediaTicket',
      'startLessonClock',
      'restoreLessonPlan',
      'restoreImport',
      'reclaimImport',
      'restoreForm',
    ])
    for (const [key, { method, request }] of endpoints)
      if (method === 'post') expect('idempotency-key' in (request.headers?.shape ?? {}), key).toBe(!exceptions.has(key))
  })

  test('every problem has a status of its kind and a title in Chinese', () => {
    for (const [code, [status, title]] of Object.entries(PROBLEMS)) {
      expect(status, code).toBeGreaterThanOrEqual(400)
      expect(code).toMatch(/^[a-z-]+\/[a-z-]+$/)
      expect(title).toMatch(/\p{Script=Han}/u)
      if (code.endsWith('/not-found')) expect(status, code).toBe(404)
    }
  })

  test('every reply can be written as JSON Schema', () => {
    for (const [key, { reply }] of endpoints)
      if (reply.kind === 'json') expect(() => z.toJSONSchema(reply.schema, { io: 'output' }), key).not.toThrow()
  })
})
