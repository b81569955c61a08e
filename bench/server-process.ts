import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/** A server in a process of its own that has said where it is. */
export interface ServerProcess {
  readonly child: ChildProcess
  readonly url: string
  readonly exited: Promise<unknown>
}

/** What our server needs to be told to run by itself on a migrated database. */
export const serverEnv = (databaseUrl: string, dataDir: string): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  DATABASE_URL: databaseUrl,
  DATA_DIR: dataDir,
  HOST: '127.0.0.1',
  PORT: '0',
  GONGYAN_SEED: 'empty',
  GONGYAN_LIVEKIT: 'absent',
  LOG_LEVEL: 'error',
})

/** Starts a server script; `before` stands in front of it: options of Node, or a command that starts Node. */
export async function startServerProcess(
  script: string,
  env: Readonly<Record<string, string>>,
  before: readonly string[] = [process.execPath],
): Promise<ServerProcess> {
  const [command = process.execPath, ...args] = before
  const child = spawn(command, [...args, script], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env })
  const exited = once(child, 'exit')
  const url = await new Promise<string>((done, fail) => {
    child.on('message', (message: { type: string; url?: string; message?: string }) => {
      if (message.type === 'ready' && message.url) done(message.url)
      if (message.type === 'fatal') fail(new Error(message.message))
    })
    child.once('exit', (code, signal) => fail(new Error(`${script} ended with ${code ?? signal}`)))
  })
  return { child, url, exited }
}
