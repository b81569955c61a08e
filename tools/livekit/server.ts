import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { STOP_MS } from '@gongyan/config'
import {
  endProcess,
  findFreePort,
  guardedCommand,
  hasEnded,
  readIfPresent,
  tryUdpPort,
  waitUntil,
  whyPortIsClosed,
  writeWhole,
} from '../process/index.ts'
import { liveKitConfigFile } from './settings.ts'
import type { LiveKitReach, LiveKitSettings } from './settings.ts'

export interface LiveKitPorts {
  readonly port: number
  readonly mediaPort: number
}

const USUAL_PORTS: LiveKitPorts = { port: 7880, mediaPort: 7882 }

/** Two ports that are free now: those kept in the file, else the usual ones, else any; the file keeps the answer. */
export async function keepLiveKitPorts(file: string, reach: LiveKitReach): Promise<LiveKitPorts> {
  const host = reach.kind === 'loopback' ? '127.0.0.1' : '0.0.0.0'
  const kept = parsePorts(readIfPresent(file))
  for (const ports of kept ? [kept, USUAL_PORTS] : [USUAL_PORTS]) {
    const [closed, media] = await Promise.all([whyPortIsClosed(ports.port, host), tryUdpPort(ports.mediaPort, host)])
    if (closed === null && media !== null) return keep(file, ports)
  }
  return keep(file, await findLiveKitPorts(host))
}

/** Two ports that are free now. */
export async function findLiveKitPorts(host = '127.0.0.1'): Promise<LiveKitPorts> {
  const [port, mediaPort] = await Promise.all([findFreePort(host), tryUdpPort(0, host)])
  if (mediaPort === null) throw new Error(`no free UDP port on ${host}`)
  return { port, mediaPort }
}

function keep(file: string, ports: LiveKitPorts): LiveKitPorts {
  writeWhole(file, `${JSON.stringify(ports)}\n`, 0o600)
  return ports
}

function parsePorts(text: string | null): LiveKitPorts | null {
  try {
    const { port, mediaPort } = JSON.parse(text ?? 'null') as Partial<LiveKitPorts>
    return Number.isInteger(port) && Number.isInteger(mediaPort)
      ? { port: Number(port), mediaPort: Number(mediaPort) }
      : null
  } catch {
    return null
  }
}

export interface RunningLiveKit {
  /** Where clients and our server reach it. */
  readonly url: string
  readonly process: ChildProcess
  /** Ends it in at most `withinMs`, also while rooms have people. */
  stop(withinMs?: number): Promise<void>
}

/** Writes the configuration (it holds the secret), starts the server and resolves when it answers. */
export async function startLiveKit(
  binary: string,
  settings: LiveKitSettings,
  files: { config: string; log: string },
  abort?: AbortSignal,
): Promise<RunningLiveKit> {
  writeWhole(files.config, liveKitConfigFile(settings), 0o600)
  const { command, args } = guardedCommand({ command: binary, args: ['--config', files.config] }, 'SIGKILL')
  const log = openSync(files.log, 'a', 0o600)
  const child = spawn(command, args, { detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  child.on('error', () => undefined)
  // The first signal lets the people in its rooms finish, the second does not.
  const stop = (withinMs: number = STOP_MS.liveKit): Promise<void> =>
    endProcess(child, [
      ['SIGTERM', 200],
      ['SIGTERM', Math.max(0, withinMs - 400)],
      ['SIGKILL', 200],
    ])
  const onAbort = (): void => void stop()
  abort?.addEventListener('abort', onAbort)
  try {
    await waitUntil('LiveKit to answer', () => answers(child, settings.port), { timeoutMs: 30_000, everyMs: 50 })
  } catch (error) {
    await stop()
    throw error
  } finally {
    abort?.removeEventListener('abort', onAbort)
  }
  return { url: liveKitUrl(settings), process: child, stop }
}

/** Where clients and our server reach a LiveKit with these settings. */
export function liveKitUrl({ reach, port }: Pick<LiveKitSettings, 'reach' | 'port'>): string {
  return `ws://${reach.kind === 'loopback' ? '127.0.0.1' : reach.address}:${port}`
}

async function answers(child: ChildProcess, port: number): Promise<boolean> {
  if (hasEnded(child)) throw new Error(`LiveKit ended while starting (${child.signalCode ?? child.exitCode})`)
  try {
    return (await fetch(`http://127.0.0.1:${port}/`)).ok
  } catch {
    return false
  }
}
