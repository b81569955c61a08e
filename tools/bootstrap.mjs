// Plain JavaScript for whatever Node the host has, from 20.19 on: everything else runs on the locked Node.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const REPOSITORY = dirname(dirname(fileURLToPath(import.meta.url)))
const MODULES = join(REPOSITORY, 'node_modules')
const DONE = join(MODULES, '.gongyan-installed')
const UNDER_WAY = join(MODULES, '.gongyan-installing')
const OLDEST_NODE = [20, 19]

/** Whether a version such as `20.19.0` can run this file and npm's install. */
export function isNodeNewEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])
}

/**
 * Installs what is missing, then runs a script of `tools` on the locked Node and ends as it ends. Variables of `envFile`, where
 * there is one, count unless the environment has them.
 */
export function bootstrap(script, { args = [], envFile = '' } = {}) {
  if (!isNodeNewEnough(process.versions.node)) {
    console.error(
      `需要 Node.js ${OLDEST_NODE.join('.')} 以上，这里是 ${process.versions.node}。请升级 Node.js 后再运行`,
    )
    process.exit(1)
  }
  if (process.platform === 'win32') {
    console.error('需要 Linux 或 macOS；在 Windows 上请用 WSL')
    process.exit(1)
  }
  install()
  const options = envFile && existsSync(join(REPOSITORY, envFile)) ? [`--env-file=${envFile}`] : []
  run(lockedNode(), [...options, join('tools', script), ...args])
}

/** Installs from the lock unless that was done for this very lock; an install that was broken off is thrown away first. */
function install() {
  waitForOtherInstall()
  const wanted = hashOfManifests()
  if (existsSync(DONE) && readFileSync(DONE, 'utf8') === wanted && !existsSync(UNDER_WAY)) return
  console.log('安装依赖……')
  if (existsSync(UNDER_WAY)) rmSync(MODULES, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  mkdirSync(MODULES, { recursive: true })
  writeFileSync(UNDER_WAY, String(process.pid))
  const npm = process.env.npm_execpath
  const [command, ...first] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm']
  const { status, error } = spawnSync(command, [...first, 'install', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: REPOSITORY,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NODE_ENV: 'development' },
  })
  if (error || status !== 0) {
    console.error(
      `依赖没有装好（${error?.message ?? `npm install: ${String(status)}`}）。检查网络和磁盘空间后再运行一次`,
    )
    process.exit(1)
  }
  rmSync(UNDER_WAY)
  // npm may have completed the lock for this platform.
  writeFileSync(DONE, hashOfManifests())
}

/** Of two first starts at a time the second waits for the first. */
function waitForOtherInstall() {
  for (let said = false; isInstalling(); said = true) {
    if (!said) console.log('另一个进程正在安装依赖，等它完成……')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500)
  }
}

/** Whether the process that began the install still lives; its number may have been given to another since. */
function isInstalling() {
  try {
    const pid = Number(readFileSync(UNDER_WAY, 'utf8'))
    process.kill(pid, 0)
    return (
      pid !== process.pid &&
      (!existsSync('/proc') || /(start|test)\.mjs/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')))
    )
  } catch {
    return false
  }
}

function hashOfManifests() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`)
  for (const file of ['package-lock.json', 'package.json', ...workspaceManifests(), ...children('patches')])
    hash.update(readFileSync(join(REPOSITORY, file)))
  return hash.digest('hex')
}

function workspaceManifests() {
  const { workspaces } = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8'))
  return workspaces
    .flatMap((pattern) => (pattern.endsWith('/*') ? children(pattern.slice(0, -2)) : [pattern]))
    .map((folder) => `${folder}/package.json`)
    .filter((file) => existsSync(join(REPOSITORY, file)))
    .sort()
}

function children(folder) {
  const path = join(REPOSITORY, folder)
  return existsSync(path) ? readdirSync(path).map((name) => `${folder}/${name}`) : []
}

/** The Node that the lock pins, or this one where it is as new and there is no package of it for this platform. */
function lockedNode() {
  const locked = join(MODULES, '.bin', 'node')
  if (existsSync(locked)) return locked
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  console.error(`没有适合 ${process.platform} ${process.arch} 的内置 Node.js 24。请安装 Node.js 24 后再运行`)
  process.exit(1)
}

/**
 * Stays in front of the real program: passes signals on, ends as it ends, and takes it along when whoever started us is
 * gone (the channel between us closes when we are killed; npm's own death we see by our parent's number).
 */
function run(node, args) {
  const child = spawn(node, args, {
    cwd: REPOSITORY,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: `${join(MODULES, '.bin')}:${process.env.PATH ?? ''}` },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`不能运行 ${node}：${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
  if (process.env.npm_lifecycle_event) {
    const parent = process.ppid
    setInterval(() => {
      if (process.ppid !== parent && child.connected) child.disconnect()
    }, 500).unref()
  }
}
