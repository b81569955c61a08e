import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import {
  guardedCommand,
  readIfPresent,
  REPOSITORY,
  takeExclusiveLock,
  waitUntil,
  writeWhole,
} from '../process/index.ts'

const WEB = join(REPOSITORY, 'apps', 'web')
const BUILT = join(WEB, 'dist', 'index.html')
const CACHE = join(REPOSITORY, '.cache')
const MARK = join(CACHE, 'web-build')
const NO_INPUT = new Set(['node_modules', 'dist', '.cache'])

export type WebBuild = { ok: true; built: boolean } | { ok: false; log: string }

/** Builds the web app unless the last complete build was made of the same files. Of two at a time the second waits. */
export async function buildWebApp({
  onStart = () => undefined,
  abort,
}: { onStart?: () => void; abort?: AbortSignal } = {}): Promise<WebBuild> {
  mkdirSync(CACHE, { recursive: true })
  const lock = await waitUntil('another build of the web app', () => takeExclusiveLock(`${MARK}.lock`), {
    timeoutMs: 300_000,
    everyMs: 100,
  })
  try {
    const inputs = hashInputs()
    if (existsSync(BUILT) && readIfPresent(MARK) === inputs) return { ok: true, built: false }
    onStart()
    rmSync(MARK, { force: true })
    const failure = await runVite(abort)
    if (failure !== null) return { ok: false, log: failure }
    writeWhole(MARK, inputs)
    return { ok: true, built: true }
  } finally {
    lock.release()
  }
}

/** Null where the build went well, else what Vite said. */
async function runVite(abort: AbortSignal | undefined): Promise<string | null> {
  const vite = join(REPOSITORY, 'node_modules', 'vite', 'bin', 'vite.js')
  const { command, args } = guardedCommand(
    { command: process.execPath, args: [vite, 'build', '--logLevel', 'warn'] },
    'SIGKILL',
  )
  const child = spawn(command, args, {
    cwd: WEB,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
    ...(abort ? { signal: abort, killSignal: 'SIGKILL' as const } : {}),
  })
  const output: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk))
  const code = await new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (status, signal) => resolve(status ?? signal ?? 'unknown'))
  })
  return code === 0 ? null : `${Buffer.concat(output).toString('utf8').trim()}\nvite build: ${code}`
}

/** Of every file the bundle may be made of: the app, all packages, and the versions of what is installed. */
function hashInputs(): string {
  const hash = createHash('sha256').update(`${process.version}\n`)
  const files = [join(REPOSITORY, 'package-lock.json'), ...inputFiles(WEB), ...inputFiles(join(REPOSITORY, 'packages'))]
  for (const file of files.toSorted())
    hash.update(`${relative(REPOSITORY, file)}\n`).update(createHash('sha256').update(readFileSync(file)).digest())
  return hash.digest('hex')
}

function inputFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (NO_INPUT.has(entry.name)) return []
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return inputFiles(path)
    return entry.isFile() && !/\.test\.tsx?$/.test(entry.name) ? [path] : []
  })
}
