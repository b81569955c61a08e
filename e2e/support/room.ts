import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { findFreePort, waitUntil } from '@gongyan/tools/process'
import { findLiveKit, findLiveKitPorts, startLiveKit } from '@gongyan/tools/livekit'
import { openPerson, startTestServer, type TestServer } from '@gongyan/testing'
import type { Browser, Page } from 'playwright-core'

/** A server with a LiveKit beside it that can be taken away and brought back on the same ports. */
export interface RoomPlace {
  readonly server: TestServer
  stopLiveKit(): Promise<void>
  startLiveKit(): Promise<void>
  stop(): Promise<void>
}

/** Starts our server with the demonstration county and a real LiveKit that sends it its notices. */
export async function startRoomPlace(env: Record<string, string> = {}): Promise<RoomPlace> {
  const supply = findLiveKit()
  if (supply.kind !== 'present') throw new Error('LiveKit is not built: npm test builds it where Go is installed')
  const folder = await mkdtemp(join(tmpdir(), 'gongyan-room-'))
  const port = await findFreePort()
  const ports = await findLiveKitPorts()
  const settings = {
    ...ports,
    apiKey: 'test',
    apiSecret: randomBytes(32).toString('base64url'),
    webhookUrl: `http://127.0.0.1:${port}/hooks/livekit`,
    reach: { kind: 'loopback' } as const,
  }
  const start = () =>
    startLiveKit(supply.file, settings, { config: join(folder, 'livekit.yaml'), log: join(folder, 'livekit.log') })
  let running = await start()
  const server = await startTestServer({
    env: {
      GONGYAN_SEED: 'demo',
      PORT: String(port),
      LIVEKIT_URL: running.url,
      LIVEKIT_API_KEY: settings.apiKey,
      LIVEKIT_API_SECRET: settings.apiSecret,
      ...env,
    },
  })
  return {
    server,
    stopLiveKit: () => running.stop(),
    startLiveKit: async () => {
      running = await start()
    },
    stop: async () => {
      await server.stop()
      await running.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Keeps every connection a page makes, so that a test can ask what came over it. */
export const KEEP_CONNECTIONS = `{
  const Real = RTCPeerConnection
  globalThis.connections = []
  globalThis.RTCPeerConnection = new Proxy(Real, { construct(target, args, self) {
    const made = Reflect.construct(target, args, self)
    globalThis.connections.push(made)
    return made
  } })
}`

declare global {
  var connections: RTCPeerConnection[]
}

export interface Received {
  /** Pictures decoded since the page began, of all pictures. */
  readonly frames: number
  /** Energy of all sound heard since the page began. */
  readonly energy: number
  /** Widest picture that is being decoded. */
  readonly widest: number
}

/** What a page has received over all its connections until now. */
export const received = (page: Page): Promise<Received> =>
  page.evaluate(async () => {
    const sum = { frames: 0, energy: 0, widest: 0 }
    for (const connection of globalThis.connections) {
      const stats = await connection.getStats()
      stats.forEach((entry: Record<string, unknown>) => {
        if (entry.type !== 'inbound-rtp') return
        sum.frames += Number(entry.framesDecoded ?? 0)
        sum.energy += Number(entry.totalAudioEnergy ?? 0)
        sum.widest = Math.max(sum.widest, Number(entry.frameWidth ?? 0))
      })
    }
    return sum
  })

export interface Somebody {
  readonly page: Page
  readonly id: string
  readonly name: string
  /** A request as this person. */
  api<T>(method: string, path: string, body?: unknown): Promise<T>
}

/** A person of the demonstration county, signed in, in a browser of their own. */
export async function signIn(
  browser: Browser,
  place: RoomPlace,
  account: string,
  options: { baseURL?: string; phone?: boolean; init?: string } = {},
): Promise<Somebody> {
  const baseURL = options.baseURL ?? place.server.url
  const context = options.phone
    ? await browser.newContext({
        baseURL,
        locale: 'zh-CN',
        viewport: { width: 390, height: 844 },
        hasTouch: true,
        isMobile: true,
        permissions: ['camera', 'microphone'],
      })
    : await openPerson(browser, baseURL)
  const page = await context.newPage()
  await page.addInitScript(KEEP_CONNECTIONS)
  if (options.init) await page.addInitScript(options.init)
  await page.goto('/sign-in')
  const api = <T>(method: string, path: string, body?: unknown): Promise<T> =>
    page.evaluate(
      async ([m, p, b]) => {
        const response = await fetch(`/api/v1${p}`, {
          method: m,
          ...(b === undefined ? {} : { body: JSON.stringify(b), headers: { 'content-type': 'application/json' } }),
        })
        if (!response.ok) throw new Error(`${m} ${p}: ${response.status} ${await response.text()}`)
        return response.status === 204 ? null : response.json()
      },
      [method, path, body] as const,
    ) as Promise<T>
  const me = await api<{ id: string; name: string }>('POST', '/session', { account, password: 'gongyan-demo' })
  return { page, id: me.id, name: me.name, api }
}

/** Opens a plan beside which there is a room. */
export async function openBeside({ page }: Pick<Somebody, 'page'>, planId: string): Promise<void> {
  await page.goto(`/plans/${planId}`)
  await page.getByRole('button', { name: '进研讨室' }).waitFor()
}

/** Goes into the room through the check of the devices. */
export async function joinRoom(
  { page }: Somebody,
  how: { camera?: boolean; enter?: '进去' | '静音进去' | '进去听' } = {},
): Promise<void> {
  await page.getByRole('button', { name: '进研讨室' }).click()
  const dialog = page.getByRole('dialog')
  // The check remembers how this person came in the last time.
  if (how.enter !== '进去听')
    await dialog.getByRole('radio', { name: how.enter === '静音进去' ? '先静音' : '开着话筒' }).check()
  if (how.camera !== undefined) await dialog.getByRole('checkbox', { name: '带上画面' }).setChecked(how.camera)
  await dialog.getByRole('button', { name: how.enter ?? '进去', exact: true }).click()
  await page.locator('[data-link=inside]').waitFor()
}

export const leaveRoom = ({ page }: Somebody) => page.getByRole('button', { name: '离开', exact: true }).click()
export const tileOf = (page: Page, who: Somebody) => page.locator(`.room-tile[data-person^="u:${who.id}"]`)

/** Waits until something a page receives has grown by so much. */
export async function grows(page: Page, what: 'frames' | 'energy', by: number): Promise<void> {
  const before = (await received(page))[what]
  await waitUntil(`${what} to grow`, async () => (await received(page))[what] > before + by, {
    timeoutMs: 30_000,
    everyMs: 250,
  })
}
