import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { STOP_MS } from '@gongyan/config'
import { endProcess, guardedCommand, REPOSITORY } from '../process/index.ts'
import { tailOf } from './data-folder.ts'
import type { FromServer, LiveKitState, ToServer } from './protocol.ts'
import { StartRefused } from './refusal.ts'

export interface RunningServer {
  readonly url: string
  readonly process: ChildProcess
  tell(state: LiveKitState): void
  /** Ends it in at most `withinMs`; it ends by itself sooner. */
  stop(withinMs?: number): Promise<void>
}

/** Starts the server process and resolves when it is ready; throws StartRefused where it says that it cannot run. */
export async function startServer({
  entry,
  env,
  logFile,
  liveKit,
  onMessage,
  abort,
}: {
  entry: string
  env: NodeJS.ProcessEnv
  logFile: string
  liveKit: LiveKitState
  onMessage: (message: FromServer) => void
  abort: AbortSignal
}): Promise<RunningServer> {
  const { command, args } = guardedCommand({ command: process.execPath, args: [entry] }, 'SIGKILL')
  const log = openSync(logFile, 'a', 0o600)
  const child = spawn(command, args, { cwd: REPOSITORY, env, detached: true, stdio: ['ignore', log, log, 'ipc'] })
  closeSync(log)
  const stop = (withinMs: number = STOP_MS.server): Promise<void> =>
    endProcess(child, [
      ['SIGTERM', Math.max(0, withinMs - 100)],
      ['SIGKILL', 100],
    ])
  // A message to a process that is just ending is lost, and need not arrive.
  const tell = (state: LiveKitState): void => {
    if (child.connected) child.send({ type: 'livekit', ...state } satisfies ToServer, () => undefined)
  }
  tell(liveKit)
  const onAbort = (): void => void stop()
  abort.addEventListener('abort', onAbort)
  try {
    const url = await new Promise<string>((resolve, reject) => {
      child.on('message', (message: FromServer) => {
        if (message.type === 'ready') resolve(message.url)
        else if (message.type === 'fatal') reject(new StartRefused(message.message, message.remedy))
        else onMessage(message)
      })
      child.once('error', reject)
      child.once('exit', (code, signal) =>
        reject(new Error(`the server ended while starting (${signal ?? code})\n${tailOf(logFile)}`)),
      )
    })
    return { url, process: child, tell, stop }
  } catch (error) {
    await stop()
    throw error
  } finally {
    abort.removeEventListener('abort', onAbort)
  }
}
