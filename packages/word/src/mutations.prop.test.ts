import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { heavyFiles, makeDice, MUTATIONS } from '../test/mutate.ts'
import { SURELY_REFUSED } from '../test/refused.ts'
import { brokenSeeds } from '../test/seed-files.ts'
import type { Watched } from '../test/watched-worker.ts'
import { DEFAULT_LIMITS, IMPORT_REFUSALS, importDocxInWorker } from './index.ts'
import type { ImportLimits } from './index.ts'

const LIMITS: ImportLimits = { ...DEFAULT_LIMITS, unpackedBytes: 30_000_000, seconds: 20, memoryMb: 256 }
const COUNT = 2_100
const FIXTURES = join(import.meta.dirname, '../fixtures/samples')
const seed = Number(process.env['WORD_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const KNOWN = new Set<string>(['ok', ...IMPORT_REFUSALS])

let asked = 0
const decoy = createServer((_, response) => {
  asked++
  response.end()
})
let address = ''
let worker: Worker
beforeAll(async () => {
  await new Promise<void>((resolve) => decoy.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(decoy.address() as AddressInfo).port}`
  worker = new Worker(new URL('../test/watched-worker.ts', import.meta.url), {
    workerData: { limits: LIMITS },
    resourceLimits: { maxOldGenerationSizeMb: LIMITS.memoryMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 8 },
    env: {},
    execArgv: [],
  })
})
afterAll(async () => {
  await worker.terminate()
  decoy.close()
})

/** What the thread says of an order; a thread that dies or does not answer in time is a failure of the file it reads. */
const ask = (order: unknown): Promise<Watched> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(new Error('no answer within the limit'))), LIMITS.seconds * 1000)
    const settle = (end: () => void) => {
      clearTimeout(timer)
      worker.removeAllListeners('message').removeAllListeners('error')
      end()
    }
    worker.once('message', (answer: Watched) => settle(() => resolve(answer)))
    worker.once('error', (error) => settle(() => reject(error)))
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    worker.postMessage(order)
  })

test(`[WD3] ${COUNT} broken files: a plan or a refusal, within the limits, and nothing is opened`, async () => {
  console.log(`broken files: seed ${seed} (WORD_SEED=${seed} repeats them)`)
  const dice = makeDice(seed)
  const samples = readdirSync(FIXTURES)
    .filter((name) => name.endsWith('.docx'))
    .map((name) => new Uint8Array(readFileSync(join(FIXTURES, name))))
  const kinds = Object.keys(MUTATIONS)
  const codes: Record<string, number> = {}
  const alive: number[] = []
  let slowest = { milliseconds: 0, what: '' }
  for (let id = 0; id < COUNT; id++) {
    const kind = kinds[id % kinds.length] as string
    // Two of three from small files that hold one of everything, one of three from a teacher's whole plan.
    const healthy = dice.below(3) > 0 ? dice.pick(brokenSeeds) : dice.pick(samples)
    let bytes = MUTATIONS[kind]?.(healthy, dice, address) as Uint8Array
    const what = `file ${id} (${kind}, seed ${seed})`
    if (bytes.length > LIMITS.fileBytes) bytes = bytes.slice(0, LIMITS.fileBytes)
    const measure = id % 350 === 349
    const answer = await ask({ id, bytes, thorough: id % 7 === 0, measure }).catch((error: unknown) => {
      throw new Error(what, { cause: error })
    })
    expect([answer.code, answer.fault, answer.tried], what).toEqual([answer.code, null, []])
    expect(KNOWN.has(answer.code), `${what}: ${answer.code}`).toBe(true)
    codes[answer.code] = (codes[answer.code] ?? 0) + 1
    if (answer.milliseconds > slowest.milliseconds) slowest = { milliseconds: answer.milliseconds, what }
    if (answer.alive !== null) alive.push(Math.round(answer.alive / 1e6))
  }
  console.log(`broken files: ${JSON.stringify(codes)}, slowest ${slowest.milliseconds.toFixed(0)} ms: ${slowest.what}`)
  console.log(`broken files: MB alive after every 350: ${alive.join(', ')}`)
  expect(asked).toBe(0)
  // Whatever the files were, the reader keeps nothing of them.
  expect((alive.at(-1) ?? 0) - (alive[0] ?? 0)).toBeLessThan(20)
  // The files are broken, not rubbish: many are read. How many kinds of refusal chance brings is its own affair, these it
  // always brings, for whole kinds of breaking lead there; that every gate is reached is the next test's.
  expect(codes['ok'] ?? 0).toBeGreaterThan(COUNT / 10)
  for (const code of ['word/not-a-docx', 'word/damaged', 'word/has-dtd'])
    expect(codes[code] ?? 0, code).toBeGreaterThan(0)
}, 300_000)

test.each(Object.entries(SURELY_REFUSED))(
  '[WD3] every file broken in one way is refused for it: %s',
  async (code, breakIt) => {
    console.log(`${code}: seed ${seed} (WORD_SEED=${seed} repeats it)`)
    const dice = makeDice(seed)
    for (const [id, healthy] of brokenSeeds.entries()) {
      const answer = await ask({ id, bytes: breakIt(healthy, dice, LIMITS), thorough: false, measure: false })
      expect([answer.code, answer.fault, answer.tried], `seed file ${id}, seed ${seed}`).toEqual([code, null, []])
    }
  },
  60_000,
)

test('[WD4] the watch over the ways out sees what tries them', async () => {
  const { tried } = await ask('escape')
  expect(tried).toEqual(['globalThis.fetch', 'fs.readFileSync', 'dns.lookup'])
})

test.each(Object.entries(heavyFiles(makeDice(seed))))(
  '[WD3] a file that takes what it can get is held: %s',
  async (what, bytes) => {
    const before = performance.now()
    const result = await importDocxInWorker(bytes, { ...LIMITS, seconds: 10 })
    const code = result.ok ? 'ok' : result.refusal.code
    console.log(`${what} (${bytes.length} bytes): ${code} in ${(performance.now() - before).toFixed(0)} ms`)
    expect(KNOWN.has(code)).toBe(true)
  },
  60_000,
)
