import { isLoopback } from '@gongyan/config'
import type { Config } from '@gongyan/config'
import { buildLiveKit, findLiveKit, keepLiveKitPorts, liveKitUrl, reachOf, startLiveKit } from '../livekit/index.ts'
import type { LiveKitSettings, RunningLiveKit } from '../livekit/index.ts'
import { findOnPath, keepSecret } from '../process/index.ts'
import type { DataFolder } from './data-folder.ts'
import { Keeper } from './keeper.ts'
import type { LiveKitState } from './protocol.ts'
import { words } from './words.ts'

const API_KEY = 'gongyan'

/** LiveKit as this start has it: somebody else's, ours (built or still to be built), or none. */
export interface LiveKitPart {
  /** What the server process needs to know of it. */
  readonly env: Readonly<Record<string, string>>
  readonly state: LiveKitState
  /** Calls back at every change of `state`, from `begin` on. */
  onChange(listener: (state: LiveKitState) => void): void
  /** Starts it, building it first where needed, and returns at once; it is never waited for. */
  begin(): void
  /** Stops it, or the build of it, in at most `withinMs`. */
  stop(withinMs: number): Promise<void>
}

/** Decides where LiveKit comes from: the environment, our own build, the PATH, or nowhere. */
export async function prepareLiveKit(
  config: Config,
  port: number,
  folder: DataFolder,
  say: (line: string) => void,
  abort: AbortSignal,
): Promise<LiveKitPart> {
  if (config.liveKit) {
    const { url, apiKey, apiSecret } = config.liveKit
    say(words.liveKitExternal)
    return standing(
      { state: 'external' },
      {
        GONGYAN_LIVEKIT: 'external',
        LIVEKIT_URL: url,
        LIVEKIT_API_KEY: apiKey,
        LIVEKIT_API_SECRET: apiSecret,
      },
    )
  }
  const supply = findLiveKit()
  if (supply.kind === 'absent') {
    say(words.liveKitAbsent[supply.go])
    return standing({ state: 'absent', reason: words.liveKitAbsent[supply.go] }, { GONGYAN_LIVEKIT: 'absent' })
  }
  const reach = reachOf(config.host, isLoopback(config.host))
  const settings: LiveKitSettings = {
    ...(await keepLiveKitPorts(folder.file('livekit.ports'), reach)),
    apiKey: API_KEY,
    apiSecret: keepSecret(folder.file('livekit.secret')),
    webhookUrl: `http://127.0.0.1:${port}/hooks/livekit`,
    reach,
  }
  return embedded(supply, settings, folder, say, abort)
}

function standing(state: LiveKitState, env: Record<string, string>): LiveKitPart {
  return { env, state, onChange: () => undefined, begin: () => undefined, stop: () => Promise.resolve() }
}

function embedded(
  supply: { kind: 'present'; file: string } | { kind: 'buildable'; go: string },
  settings: LiveKitSettings,
  folder: DataFolder,
  say: (line: string) => void,
  abort: AbortSignal,
): LiveKitPart {
  let state: LiveKitState = { state: 'building' }
  let keeper: Keeper | null = null
  let listener: (state: LiveKitState) => void = () => undefined
  let cancelBuild: () => void = () => undefined
  const change = (next: LiveKitState): void => {
    state = next
    listener(next)
  }
  const provide = async (): Promise<string | null> => {
    if (supply.kind === 'present') return supply.file
    say(words.liveKitBuilding)
    const build = buildLiveKit(supply.go, folder.log('livekit-build'))
    cancelBuild = () => build.cancel()
    const built = await build.done
    if (abort.aborted) return null
    if (built.ok) return built.file
    const other = findOnPath('livekit-server')
    if (other === null) fail(built.reason)
    return other
  }
  const fail = (reason: string): void => {
    say(words.liveKitFailed(reason))
    change({ state: 'failed', reason })
  }
  const run = async (): Promise<void> => {
    const file = await provide()
    if (file === null || abort.aborted) return
    const files = { config: folder.file('livekit.yaml'), log: folder.log('livekit') }
    const start = (): Promise<RunningLiveKit> => startLiveKit(file, settings, files, abort)
    const first = await start()
    keeper = new Keeper({
      start,
      onDeath: (how, delayMs) => {
        change({ state: 'building' })
        say(words.died(words.parts.liveKit, how, String(delayMs / 1000)))
      },
      onBack: () => {
        change({ state: 'ready' })
        say(words.back(words.parts.liveKit))
      },
    })
    keeper.keep(first)
    change({ state: 'ready' })
    say(words.liveKitReady)
  }
  let life: Promise<void> = Promise.resolve()
  return {
    env: {
      GONGYAN_LIVEKIT: 'embedded',
      LIVEKIT_URL: liveKitUrl(settings),
      LIVEKIT_API_KEY: settings.apiKey,
      LIVEKIT_API_SECRET: settings.apiSecret,
    },
    get state() {
      return state
    },
    onChange: (next) => {
      listener = next
    },
    begin: () => {
      life = run().catch((error: unknown) => {
        if (!abort.aborted) fail(error instanceof Error ? error.message : String(error))
      })
    },
    stop: async (withinMs) => {
      cancelBuild()
      await keeper?.stop(withinMs)
      await life
      await keeper?.stop(withinMs)
    },
  }
}
