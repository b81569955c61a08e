import type { Api } from '@gongyan/contract/client'
import { createSignal, onCleanup } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import { chooseEconomy, startEconomy, stepEconomy, type Economy, type Quality, type Saving } from './economy.ts'
import { randomId } from '../random-id.ts'
import { failureOf, type DeviceFailure } from './failure.ts'
import { nextLink, waitBeforeAsking, type LinkEvent, type LinkState, type OutsideReason } from './link.ts'
import type { PersonInRoom } from './people.ts'
import type { Devices, MediaSession } from './session.ts'

export type RoomDevice = 'microphone' | 'camera' | 'screen' | 'speaker'

/** How somebody comes in. */
export interface Entrance {
  /** none: only listening, no device is opened. */
  readonly voice: 'on' | 'muted' | 'none'
  readonly camera: boolean
  readonly savesData: boolean
  readonly devices: Devices
}

/** The room as signals. */
export interface RoomView {
  link(): LinkState
  /** Whether this page has been inside since it last joined, so that what follows is a return. */
  hasBeenInside(): boolean
  /** What it waits for in the state `waiting`. */
  waitsFor(): 'service' | 'network'
  outsideReason(): OutsideReason | null
  people: readonly PersonInRoom[]
  me(): PersonInRoom | undefined
  canSpeak(): boolean
  isAudioBlocked(): boolean
  saving(): Saving
  savesByChoice(): boolean
  network(): Quality
  /** Why a device could not be opened, each until it is tried again. */
  deviceFailures(): readonly { readonly device: RoomDevice; readonly failure: DeviceFailure }[]
  join(entrance: Entrance): Promise<void>
  leave(): Promise<void>
  toggleMicrophone(): Promise<void>
  toggleCamera(): Promise<void>
  toggleScreen(): Promise<void>
  chooseDevice(kind: MediaDeviceKind, id: string): Promise<void>
  /** The device in use, or null where that is not known. */
  activeDevice(kind: MediaDeviceKind): string | null
  saveData(save: boolean): void
  unlockAudio(): Promise<void>
  attach(key: string, source: 'camera' | 'screen', video: HTMLVideoElement): () => void
}

const LOOK_MS = 1_000
const REFUSALS: Record<string, OutsideReason> = {
  'permission/denied': 'denied',
  'media/unknown-room': 'unknown',
  'media/full': 'full',
  'media/absent': 'absent',
  'session/required': 'signedOut',
}

/** Of this tab: a reload takes over its own seat instead of leaving a ghost beside it. */
function pageDevice(): string {
  const known = sessionStorage.getItem('gongyan.room.device')
  if (known) return known
  const made = randomId()
  sessionStorage.setItem('gongyan.room.device', made)
  return made
}

/** The room of one document; leaves with its owner. LiveKit's client is fetched when somebody joins, not before. */
export function createRoom(api: Pick<Api, 'createMediaTicket'>, name: string): RoomView {
  const [link, setLink] = createSignal<LinkState>('outside')
  const [hasBeenInside, setHasBeenInside] = createSignal(false)
  const [waitsFor, setWaitsFor] = createSignal<'service' | 'network'>('service')
  const [outsideReason, setOutsideReason] = createSignal<OutsideReason | null>(null)
  const [people, setPeople] = createStore<PersonInRoom[]>([])
  const [facts, setFacts] = createSignal<{ canSpeak: boolean; isAudioBlocked: boolean; network: Quality }>(
    { canSpeak: false, isAudioBlocked: false, network: 'unknown' },
    { equals: (a, b) => a.canSpeak === b.canSpeak && a.isAudioBlocked === b.isAudioBlocked && a.network === b.network },
  )
  const [looks, setLooks] = createSignal(0)
  const [economy, setEconomy] = createSignal<Economy>(startEconomy(0))
  const [deviceFailures, setDeviceFailures] = createSignal<readonly { device: RoomDevice; failure: DeviceFailure }[]>(
    [],
  )
  const speakers = document.createElement('div')
  speakers.hidden = true
  document.body.append(speakers)

  let session: MediaSession | null = null
  let wanted: Entrance | null = null
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Every attempt that is no longer the newest gives way. */
  let attempt = 0

  const step = (event: LinkEvent) => setLink((state) => nextLink(state, event))
  const look = () => {
    if (!session) return
    setPeople(reconcile([...session.people()], { key: 'key' }))
    setFacts({ canSpeak: session.canSpeak(), isAudioBlocked: session.isAudioBlocked(), network: session.myQuality() })
    setLooks((n) => n + 1)
  }
  const moveEconomy = (next: Economy) => {
    const before = economy()
    if (next === before) return
    setEconomy(next)
    if (next.saving === before.saving) return
    session?.setOthersCameras(next.saving === 'none')
    if (next.saving === 'mine') void session?.setCamera(false).catch(() => {})
  }
  const watch = setInterval(() => {
    if (link() === 'inside' && session) moveEconomy(stepEconomy(economy(), session.myQuality(), performance.now()))
  }, LOOK_MS)

  async function closeSession(): Promise<void> {
    const closing = session
    session = null
    setPeople([])
    await closing?.close()
  }
  function goOutside(reason: OutsideReason | null): void {
    attempt++
    clearTimeout(timer)
    wanted = null
    setOutsideReason(reason)
    step(reason === null ? 'leave' : 'expelled')
    void closeSession()
  }
  function waitAndAsk(why: 'service' | 'network', afterMs: number): void {
    setWaitsFor(why)
    timer = setTimeout(() => {
      step('retry')
      void ask()
    }, afterMs)
  }

  async function ask(): Promise<void> {
    const mine = ++attempt
    const reply = await api.createMediaTicket({ body: { room: name, device: pageDevice() } })
    if (mine !== attempt || !wanted) return
    if (!reply.ok) {
      const refusal = REFUSALS[reply.problem.code]
      if (refusal) return goOutside(refusal)
      step('later')
      const isPreparing = reply.problem.code === 'media/preparing'
      const again =
        'retryAfterSeconds' in reply.problem && reply.problem.retryAfterSeconds
          ? reply.problem.retryAfterSeconds * 1000
          : 0
      return waitAndAsk(
        isPreparing ? 'service' : 'network',
        Math.max(again, isPreparing ? 0 : waitBeforeAsking(failures++, Math.random())),
      )
    }
    step('ticket')
    let client: typeof import('./session.ts') | null = null
    try {
      client = await import('./session.ts')
      const opened = await client.openSession(reply.data, wanted.devices, speakers, {
        changed: () => {
          if (mine === attempt) look()
        },
        shaky: () => {
          if (mine === attempt) step('shaky')
        },
        steady: () => {
          if (mine === attempt) step('steady')
        },
        ended: (reason) => {
          if (mine === attempt) void end(reason)
        },
      })
      if (mine !== attempt) return void opened.close()
      session = opened
      failures = 0
      look()
      setHasBeenInside(true)
      step('connected')
      await takeSeat(opened)
    } catch (error) {
      if (mine !== attempt) return
      // The server answers and yet has not the file this page was built with: it has been updated since.
      const refusal = client ? client.refusalOf(error) : 'outdated'
      if (refusal) return goOutside(refusal)
      step('dropped')
      waitAndAsk('network', waitBeforeAsking(failures++, Math.random()))
    }
  }
  async function end(reason: OutsideReason | null): Promise<void> {
    if (reason) return goOutside(reason)
    session = null
    setPeople([])
    step('dropped')
    await ask()
  }
  /** Puts devices and saving as they were wanted, at the first entrance and after every return. */
  async function takeSeat(opened: MediaSession): Promise<void> {
    const entrance = wanted
    if (!entrance) return
    if (economy().saving !== 'none') opened.setOthersCameras(false)
    if (!opened.canSpeak()) return
    const voice = entrance.voice
    if (voice !== 'none') await tryDevice('microphone', () => opened.setMicrophone(voice))
    // Who left while the browser asked for the microphone is not asked for the camera.
    if (session !== opened) return
    if (entrance.camera && economy().saving !== 'mine') await tryDevice('camera', () => opened.setCamera(true))
  }
  /** One thing at a time per device: a switch pressed while the device is still being opened means the state after that. */
  const turns = new Map<RoomDevice, Promise<unknown>>()
  function tryDevice(device: RoomDevice, action: () => Promise<void>): Promise<boolean> {
    const turn = (turns.get(device) ?? Promise.resolve()).then(() => useDevice(device, action))
    turns.set(device, turn)
    return turn
  }
  async function useDevice(device: RoomDevice, action: () => Promise<void>): Promise<boolean> {
    setDeviceFailures((known) => known.filter((failed) => failed.device !== device))
    try {
      await action()
      return true
    } catch (error) {
      const failure = failureOf(error)
      // Closing the browser's own window for choosing a screen is an answer, not a failure.
      if (!(device === 'screen' && failure === 'denied')) setDeviceFailures((known) => [...known, { device, failure }])
      return false
    } finally {
      look()
    }
  }
  const me = () => people.find((person) => person.isMe)

  onCleanup(() => {
    clearInterval(watch)
    goOutside(null)
    speakers.remove()
  })

  return {
    link,
    hasBeenInside,
    waitsFor,
    outsideReason,
    people,
    me,
    deviceFailures,
    canSpeak: () => facts().canSpeak,
    isAudioBlocked: () => facts().isAudioBlocked,
    network: () => facts().network,
    saving: () => economy().saving,
    savesByChoice: () => economy().isChosen,
    async join(entrance) {
      if (link() !== 'outside') return
      wanted = entrance
      failures = 0
      setOutsideReason(null)
      setHasBeenInside(false)
      setDeviceFailures([])
      setEconomy(startEconomy(performance.now(), entrance.savesData))
      if (typeof RTCPeerConnection === 'undefined') return goOutside('incapable')
      step('join')
      await ask()
    },
    async leave() {
      goOutside(null)
    },
    async toggleMicrophone() {
      const to = me()?.voice === 'on' ? 'muted' : 'on'
      const current = session
      if (current && (await tryDevice('microphone', () => current.setMicrophone(to))) && wanted)
        wanted = { ...wanted, voice: to }
    },
    async toggleCamera() {
      const isOn = me()?.camera == null
      const current = session
      if (current && (await tryDevice('camera', () => current.setCamera(isOn))) && wanted)
        wanted = { ...wanted, camera: isOn }
    },
    async toggleScreen() {
      const isOn = me()?.screen == null
      const current = session
      if (current) await tryDevice('screen', () => current.setScreen(isOn))
    },
    async chooseDevice(kind, id) {
      const current = session
      const device = ({ audioinput: 'microphone', videoinput: 'camera', audiooutput: 'speaker' } as const)[kind]
      if (current && (await tryDevice(device, () => current.setDevice(kind, id))) && wanted)
        wanted = { ...wanted, devices: { ...wanted.devices, [device]: id } }
    },
    activeDevice: (kind) => {
      looks()
      return session?.activeDevice(kind) ?? null
    },
    saveData(save) {
      moveEconomy(chooseEconomy(economy(), save, performance.now()))
    },
    async unlockAudio() {
      await session?.unlockAudio()
      look()
    },
    attach: (key, source, video) => session?.attach(key, source, video) ?? (() => {}),
  }
}
