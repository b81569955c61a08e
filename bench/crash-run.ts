import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { createLog, createSql } from '@gongyan/db'
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import WebSocket from 'ws'
import * as Y from 'yjs'

/** Where the server dies. The named points are those of our server's events; the stock server has only moments. */
export const POINTS = [
  'at once',
  'random moment',
  'after leaving',
  'while resending',
  'appended',
  'committing',
  'stored',
  'acknowledged',
  'broadcast',
  'snapshotting',
  'snapshotted',
] as const
export type Point = (typeof POINTS)[number]
export const MOMENTS: readonly Point[] = ['at once', 'random moment', 'after leaving', 'while resending']

/** What one crash cost. */
export interface CrashResult {
  readonly point: Point
  readonly typed: number
  /** Characters their author had been told were stored, before the crash. */
  readonly acknowledged: number
  /** Of those, the ones that a fresh provider does not find on the server started again. */
  readonly lost: number
}

export interface CrashOptions {
  readonly host: 'ours' | 'stock'
  readonly databaseUrl: string
  readonly points: readonly Point[]
  readonly random: () => number
  onResult?(result: CrashResult): void
}

interface Host {
  readonly url: string
  readonly process: ChildProcess
  readonly exited: Promise<unknown>
}

/** A client id and a character's own number: unique in a run, and one character long. */
const token = (index: number): string => String.fromCodePoint(0x4e00 + index)
const TYPED = 30
const WRITERS = 2
const PEOPLE = 2

/** Crashes the server once at every given point, with real providers typing, and counts what was lost. */
export async function runCrashes(options: CrashOptions): Promise<CrashResult[]> {
  const sql = createSql(options.databaseUrl, { max: 2 })
  try {
    const people =
      options.host === 'ours' ? await ensurePeople(sql) : Array.from({ length: PEOPLE }, () => randomUUID())
    const results: CrashResult[] = []
    for (const point of options.points) {
      const document = `lessonPlan:${randomUUID()}`
      if (options.host === 'ours')
        await createLog(sql, {
          name: document,
          layout: 1,
          authorId: null,
          source: 'template',
          at: new Date(),
          bytes: Y.encodeStateAsUpdate(new Y.Doc()),
        })
      const result = await crash(options, people, document, point)
      options.onResult?.(result)
      results.push(result)
    }
    return results
  } finally {
    await sql.end({ timeout: 1 })
  }
}

async function ensurePeople(sql: ReturnType<typeof createSql>): Promise<string[]> {
  const people = Array.from({ length: PEOPLE }, () => randomUUID())
  for (const id of people)
    await sql`INSERT INTO users (id, account, name, password_hash) VALUES (${id}, ${`crash-${id}`}, '教师', 'none')`
  return people
}

async function startHost({ host, databaseUrl }: CrashOptions, crashAt: string): Promise<Host> {
  const script = resolve(import.meta.dirname, host === 'ours' ? 'crash-host.ts' : 'crash-stock-host.ts')
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, DATABASE_URL: databaseUrl, CRASH_AT: crashAt, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  for await (const line of createInterface({ input: child.stdout })) {
    const port = /^listening (\d+)/.exec(line)?.[1]
    if (port) return { url: `ws://127.0.0.1:${port}/collab`, process: child, exited }
  }
  throw new Error(`the ${host} server did not start`)
}

class BrowserWebSocket extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols)
    this.on('error', () => {})
  }
}

interface Writer {
  readonly provider: HocuspocusProvider
  readonly socket: HocuspocusProviderWebsocket
  /** Characters typed so far, and how many of them had been typed when the provider last said that all is stored. */
  readonly typed: string[]
  acknowledged: number
  destroy(): void
}

function join(url: string, document: string, ticket: string): Writer {
  const socket = new HocuspocusProviderWebsocket({
    url,
    WebSocketPolyfill: BrowserWebSocket,
    delay: 5,
    minDelay: 5,
    maxDelay: 10,
  })
  const provider = new HocuspocusProvider({
    websocketProvider: socket,
    name: document,
    document: new Y.Doc(),
    token: ticket,
  })
  const writer: Writer = {
    provider,
    socket,
    typed: [],
    acknowledged: 0,
    destroy() {
      provider.destroy()
      socket.destroy()
    },
  }
  provider.on('unsyncedChanges', () => {
    if (!provider.hasUnsyncedChanges) writer.acknowledged = writer.typed.length
  })
  provider.attach()
  return writer
}

async function crash(
  options: CrashOptions,
  people: readonly string[],
  document: string,
  point: Point,
): Promise<CrashResult> {
  const { random } = options
  const isMoment = MOMENTS.includes(point)
  // There are about as many commits as 20 ms in the typing, and one snapshot.
  const often = point.startsWith('snapshot') ? 1 : point === 'committing' || point === 'stored' ? 6 : 25
  const nth = 1 + Math.floor(random() * often)
  const host = await startHost(options, isMoment ? '' : `${point}:${nth}`)
  const isDead = (): boolean => host.process.exitCode !== null || host.process.signalCode !== null
  const kill = (): void => void host.process.kill('SIGKILL')
  const writers = Array.from({ length: WRITERS }, (_, index) =>
    join(host.url, document, people[index % people.length] ?? ''),
  )
  await until(() => isDead() || writers.every(({ provider }) => provider.isSynced && !provider.hasUnsyncedChanges))

  if (point === 'random moment') setTimeout(kill, random() * 300)
  const dropAt = point === 'while resending' ? 5 + Math.floor(random() * 20) : Infinity
  for (let i = 0; i < TYPED && !isDead(); i++) {
    for (const [index, writer] of writers.entries()) type(writer, token(i * WRITERS + index))
    if (i === dropAt) writers[0]?.socket.webSocket?.close()
    if (random() < 0.5) await sleep(random() * 15)
  }
  if (point === 'while resending') setTimeout(kill, random() * 60)
  else {
    await until(() => isDead() || writers.every(({ provider }) => provider.isSynced && !provider.hasUnsyncedChanges))
    if (point === 'at once') kill()
    else if (point === 'after leaving' || point.startsWith('snapshot')) {
      for (const writer of writers) writer.destroy()
      if (point === 'after leaving') setTimeout(kill, random() * 30)
      else await Promise.race([host.exited, sleep(1500)])
    }
    if (!isDead() && point !== 'after leaving' && point !== 'random moment') kill()
  }
  await host.exited
  // The writers die with the server: what only they still had is gone, what they were told is stored must not be.
  for (const writer of writers) writer.destroy()

  const text = await readAfresh(options, document, people[0] ?? '')
  const told = writers.flatMap(({ typed, acknowledged }) => typed.slice(0, acknowledged))
  return {
    point,
    typed: writers.reduce((sum, { typed }) => sum + typed.length, 0),
    acknowledged: told.length,
    lost: told.filter((character) => !text.includes(character)).length,
  }
}

function type({ provider, typed }: Writer, character: string): void {
  // Counted before it is typed: the provider may only ever say "stored" about what it has been given.
  typed.push(character)
  const text = provider.document.getText('crash')
  text.insert(text.length, character)
}

async function readAfresh(options: CrashOptions, document: string, ticket: string): Promise<string> {
  const host = await startHost(options, '')
  const reader = join(host.url, document, ticket)
  await until(() => reader.provider.isSynced)
  const text = reader.provider.document.getText('crash').toString()
  reader.destroy()
  host.process.kill('SIGKILL')
  await host.exited
  return text
}

async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 20_000
  while (!condition()) {
    if (Date.now() > end) throw new Error('the providers did not get through')
    await sleep(2)
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms))

/** A small seeded generator, so that a run can be told again. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
