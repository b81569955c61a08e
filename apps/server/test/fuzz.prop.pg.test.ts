import { randomUUID } from 'node:crypto'
import { ENDPOINTS } from '@gongyan/contract'
import type { Endpoint, OperationId } from '@gongyan/contract'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { aForm, makeHarness, PIXEL } from './harness.ts'
import type { Harness, Person, Place } from './harness.ts'
import { aPrepGroup } from './headed.ts'
import { aPlanFile } from './zip.ts'

const SEED = Number(process.env['FC_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
/** Generated requests of each operation. */
const RUNS = Number(process.env['FC_RUNS'] ?? 500)

const ABSENT = ['media/absent', 'media/preparing', 'office/absent']

let server: Harness
let person: Person
let colleague: Person
let school: Place
let planId = ''
let fileId = ''
let importId = ''
let groupId = ''
/** Words that mean something to a server somewhere, beside whatever the generator makes up. */
let words: string[]

beforeAll(async () => {
  // Signing in hashes for tens of milliseconds; the throttle answers most of it, as it should.
  server = await makeHarness({
    LIMIT_REQUESTS_PER_MINUTE: '100000000',
    LIMIT_IMPORTS_PER_PERSON: '100000',
    SOFFICE_PATH: 'absent',
  })
  school = await server.aPlace('校', await server.aPlace('县'))
  person = await server.aPerson(school, 'teacher')
  colleague = await server.aPerson(school, 'teacher')
  groupId = await aPrepGroup(server.sql, school, { name: '备课组', leader: person, members: [colleague] })
  const plan = await server.aPlan(person, school, { members: [[colleague, 'editor']] })
  words = [
    plan,
    colleague.id,
    person.id,
    `lessonPlan:${plan}`,
    `lessonPlan:${plan.toUpperCase()}`,
    `observation:${randomUUID()}`,
    'standard',
    'twinClass',
    'editor',
    'commenter',
    'mark',
    'row.entered',
    'drafting',
    'owned',
    'true',
    '"1"',
    '*',
    '',
    ' ',
    '\u0000',
    '\ud800',
    '﷽',
    '𠮷',
    '%',
    '\\',
    "' OR 1=1 --",
    '../../etc/passwd',
    '9'.repeat(400),
    '1e999',
    '-0',
    'NaN',
    '__proto__',
    'constructor',
    '课'.repeat(300),
    '2026-11-24T00:00:00Z',
    'null',
  ]
})
beforeEach(async () => {
  planId = await server.aPlan(person, school, { members: [[colleague, 'editor']] })
  importId = ((await (await server.call('createImport', { as: person })).json()) as { id: string }).id
  await server.call('uploadImportFile', {
    as: person,
    params: { importId },
    form: aForm('a.docx', aPlanFile(importId)),
  })
  fileId = randomUUID()
  await server.sql`INSERT INTO files (id, sha256, byte_size, media_type, name, document) VALUES (${fileId}, ${await server.deps.files.put(PIXEL)}, ${PIXEL.byteLength}, 'image/png', 'p.png', ${`lessonPlan:${planId}`})`
})
afterAll(() => server?.close())

/** Values that get past the schema, so that what is behind it is reached as well. Read when they are used. */
const VALID: Readonly<Record<string, fc.Arbitrary<() => unknown>>> = {
  id: fc.constant(() => planId),
  userId: fc.constantFrom(
    () => colleague.id,
    () => person.id,
    () => randomUUID(),
  ),
  fileId: fc.constant(() => fileId),
  importId: fc.constant(() => importId),
  position: fc.constant(() => 1),
  page: fc.integer({ min: 1, max: 3 }).map((page) => () => page),
  folder: fc.string({ unit: 'binary', maxLength: 40 }).map((folder) => () => folder.toWellFormed()),
  words: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map((words) => () => words),
  means: fc.constantFrom(
    () => 'teacher',
    () => 'extra',
    () => 'topic',
  ),
  wordings: fc.constant(() => [{ kind: 'column', words: '教', means: 'teacher' }]),
  placements: fc.constant(() => [{ passage: 'a1', section: 'preparation' }]),
  periods: fc.constantFrom(
    () => 'one',
    () => 'each',
  ),
  title: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 }).map((title) => () => title),
  q: fc.string({ unit: 'binary', maxLength: 40 }).map((q) => () => q.toWellFormed()),
  template: fc.constantFrom(
    () => 'standard',
    () => 'twinClass',
    () => 'unit',
  ),
  subject: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).map((word) => () => word),
  stage: fc.constant(() => '小学'),
  grade: fc.constantFrom(
    () => '五年级',
    () => null,
  ),
  periodMinutes: fc.integer({ min: 1, max: 600 }).map((n) => () => n),
  limit: fc.integer({ min: 1, max: 100 }).map((n) => () => n),
  state: fc.constant(() => 'drafting'),
  mine: fc.constantFrom(
    () => 'owned',
    () => 'shared',
  ),
  bin: fc.constant(() => 'true'),
  term: fc.constantFrom(
    () => '2026-1',
    () => '2025-2',
  ),
  unit: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).map((word) => () => word),
  group: fc.constantFrom(
    () => groupId,
    () => randomUUID(),
  ),
  planIds: fc.constant(() => [planId, randomUUID()]),
  list: fc.constantFrom(
    () => ({}),
    () => ({ subject: '数学', group: groupId }),
    () => ({ q: '教案', unit: '第1单元' }),
  ),
  format: fc.constantFrom(
    () => 'pdf',
    () => 'docx',
  ),
  role: fc.constantFrom(
    () => 'editor',
    () => 'commenter',
  ),
  document: fc.constant(() => `lessonPlan:${planId}`),
  room: fc.constant(() => `lessonPlan:${planId}`),
  kind: fc.constantFrom(
    () => 'mark',
    () => 'row.entered',
    () => 'column',
    () => 'header',
  ),
  rowId: fc.string({ unit: 'binary', maxLength: 60 }).map((rowId) => () => rowId),
  serverMs: fc.double({ noNaN: true }).map((ms) => () => ms),
  'if-match': fc.constantFrom(
    () => '*',
    () => '"1"',
  ),
  account: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 90 }).map((account) => () => account),
  password: fc.string({ unit: 'binary', minLength: 8, maxLength: 100 }).map((password) => () => password),
  remember: fc.boolean().map((remember) => () => remember),
  code: fc.string({ minLength: 1, maxLength: 20 }).map((code) => () => code),
  countyName: fc.constant(() => '县'),
  name: fc.constant(() => '王老师'),
  device: fc.string({ maxLength: 20 }).map((device) => () => device),
}
const lazily = (arbitrary: fc.Arbitrary<unknown>) => arbitrary.map((value) => () => value)

const leaf = () =>
  fc.oneof(
    fc.nat({ max: 1000 }).map((n) => words[n % words.length] ?? ''),
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.string({ maxLength: 20 }),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom(0, 1, 40, 600, 1e308, -1, Number.MAX_SAFE_INTEGER, 1_800_000_000_000),
  )
const anyJson = () =>
  fc.oneof({ weight: 3, arbitrary: leaf() }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) })
/** An object with the operation's own names, some left out, some of the wrong kind, some added. */
const fieldsOf = (names: readonly string[], wrong: () => fc.Arbitrary<unknown>, fewest = names.length - 1) =>
  fc
    .record(
      Object.fromEntries(
        names.map((name) => [
          name,
          fc.oneof(
            { weight: 20, arbitrary: VALID[name] ?? lazily(wrong()) },
            { weight: 1, arbitrary: lazily(wrong()) },
          ),
        ]),
      ),
      { noNullPrototype: true },
    )
    .chain((fields) =>
      fc
        .subarray(Object.keys(fields), { minLength: Math.min(names.length, Math.max(0, fewest)) })
        .map((kept) => () => Object.fromEntries(kept.map((name) => [name, fields[name]?.()]))),
    )
const bodyFor = (names: readonly string[]) =>
  fc.oneof(
    { weight: 8, arbitrary: fieldsOf(names, anyJson) },
    { weight: 1, arbitrary: lazily(fc.dictionary(fc.string({ maxLength: 10 }), anyJson(), { maxKeys: 4 })) },
    { weight: 1, arbitrary: lazily(anyJson()) },
  )
const raw = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '',
    '{',
    '[[[[',
    '{"a":',
    '"\\u0000"',
    `${'['.repeat(5000)}${']'.repeat(5000)}`,
    '{"__proto__":{"x":1}}',
    '\ufeff{}',
  ),
)
const shapeOf = (schema: unknown): string[] =>
  typeof schema === 'object' && schema !== null && 'shape' in schema ? Object.keys(schema.shape as object) : []
const text = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
const header = (value: string): string => value.replace(/[^\x20-\x7e]/g, '').slice(0, 300)
const fileBytes = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  fc
    .constantFrom(
      'PK\u0003\u0004',
      '\u0089PNG\r\n\u001a\n',
      'GIF89a',
      'RIFFxxxxWEBPVP8X',
      '\u00ff\u00d8\u00ff',
      '<svg xmlns="http://www.w3.org/2000/svg"/>',
    )
    .chain((magic) =>
      fc.uint8Array({ maxLength: 200 }).map((rest) => Buffer.concat([Buffer.from(magic, 'latin1'), rest])),
    ),
)

const operations = (Object.keys(ENDPOINTS) as OperationId[]).filter((operationId) => operationId !== 'signOut')
test.each(operations)(
  `[HT7] whatever is sent to %s, it is answered and never a fault (seed ${SEED})`,
  async (operationId) => {
    const endpoint: Endpoint = ENDPOINTS[operationId]
    const { request } = endpoint
    // Each starts a thread that reads a file: a quarter of a second of work, or a second where there is something in it.
    const reads = operationId === 'correctImportItem' || operationId === 'readImportItem'
    const begins = operationId === 'importLessonPlan'
    const hashes = operationId === 'signIn' || operationId === 'setUpInstallation'
    const seen = new Map<number, number>()
    await fc.assert(
      fc.asyncProperty(
        fieldsOf(shapeOf(request.params), leaf, 2),
        fieldsOf(shapeOf(request.query), leaf),
        fieldsOf(shapeOf(request.headers), leaf),
        bodyFor(shapeOf(request.json)),
        raw,
        fileBytes,
        fc.string({ unit: 'binary', maxLength: 20 }),
        fc.nat({ max: 9 }),
        fc.boolean(),
        async (makeParams, makeQuery, makeHeaders, makeBody, rawBody, bytes, fileName, choice, isSignedIn) => {
          const [params, query, headers, body] = [makeParams(), makeQuery(), makeHeaders(), makeBody()]
          const path = endpoint.path.replace(
            /\{(\w+)\}/g,
            (_, name: string) => encodeURIComponent(text(params[name]).toWellFormed()) || 'x',
          )
          const search = new URLSearchParams(
            Object.entries(query).map(([name, value]) => [name, text(value).toWellFormed()]),
          ).toString()
          let sent: BodyInit | null = null
          const given: Record<string, string> = Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [name, header(text(value))]),
          )
          if (request.json) {
            sent = choice === 0 ? rawBody : (JSON.stringify(body) ?? 'null')
            given['content-type'] = choice === 1 ? header(fileName) || 'text/plain' : 'application/json'
          } else if (request.multipart) {
            if (choice < 2) {
              sent = rawBody
              given['content-type'] = choice === 0 ? 'multipart/form-data' : 'multipart/form-data; boundary=x'
            } else {
              const form = new FormData()
              form.append(
                choice === 2 ? 'other' : 'file',
                choice === 3 ? fileName : new File([new Uint8Array(bytes)], fileName),
              )
              sent = form
            }
          }
          const response = await server.request(`/api/v1${path}${search && `?${search}`}`, {
            method: endpoint.method.toUpperCase(),
            headers: given,
            ...(sent === null ? {} : { body: sent }),
            as: isSignedIn || choice > 2 ? person : null,
          })
          const status = response.status
          seen.set(status, (seen.get(status) ?? 0) + 1)
          const type = response.headers.get('content-type') ?? ''
          if (status >= 400) expect(type).toMatch(/^application\/problem\+json/)
          // Rooms and LibreOffice are absent here: what needs them says so.
          const answer = status >= 500 ? await response.text() : ''
          expect(status === 503 && ABSENT.some((code) => answer.includes(`"${code}"`)) ? '' : answer).toBe('')
        },
      ),
      {
        seed: SEED,
        numRuns: hashes ? Math.max(RUNS, 500) : reads ? Math.min(RUNS, 30) : begins ? Math.min(RUNS, 120) : RUNS,
      },
    )
    console.info(
      `${operationId}: ${[...seen]
        .toSorted(([a], [b]) => a - b)
        .map(([status, count]) => `${count}×${status}`)
        .join(' ')}`,
    )
  },
  120_000,
)
