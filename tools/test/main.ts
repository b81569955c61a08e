import { spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildLiveKit, findLiveKit } from '../livekit/index.ts'
import { guardedCommand, readIfPresent, REPOSITORY } from '../process/index.ts'
import { provideHostTools } from './host-tools.ts'
import { isGood, sum, summaryOf, tallyOfCommand, tallyOfVitest } from './tally.ts'
import type { Tally } from './tally.ts'

/** Scripts of package.json that pass or fail as a whole. */
const CHECKS = ['types', 'lint', 'format:check', 'unused']
/** The vitest projects of one run each: the journeys come last, alone, since they first build the web app. */
const RUNS = [['unit', 'pg', 'process'], ['e2e']]
const BIN = join(REPOSITORY, 'node_modules', '.bin')
const CACHE = join(REPOSITORY, '.cache')

const say = (line: string): void => console.log(line)
const heading = (title: string): void => say(`\n── ${title} ──`)

/** Runs a command to its end with our own output; resolves with its exit code. */
function run(command: string, args: readonly string[]): Promise<number> {
  const guarded = guardedCommand({ command, args }, 'SIGKILL')
  const child = spawn(guarded.command, guarded.args, {
    cwd: REPOSITORY,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }) },
  })
  return new Promise((resolve) => {
    child.once('error', () => resolve(127))
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

/** Runs a script of package.json; each counts as one check. */
async function check(script: string): Promise<Tally> {
  heading(script)
  const code = await run('npm', ['run', '--silent', script])
  say(code === 0 ? `${script}: passed` : `${script}: failed`)
  return tallyOfCommand(code)
}

async function vitest(projects: readonly string[], filters: readonly string[]): Promise<Tally> {
  heading(`tests: ${projects.join(', ')}`)
  const report = join(CACHE, `vitest-${process.pid}.json`)
  const code = await run(join(BIN, 'vitest'), [
    'run',
    ...projects.map((project) => `--project=${project}`),
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...filters,
  ])
  const tally = tallyOfVitest(readIfPresent(report), code)
  rmSync(report, { force: true })
  return tally
}

/** Starts the build of LiveKit where it is missing and Go is there; resolves when rooms can be tested or cannot be. */
async function provideLiveKit(): Promise<string | null> {
  const supply = findLiveKit()
  if (supply.kind === 'present') return null
  if (supply.kind === 'absent') return '没有 LiveKit，需要它的测试会跳过。补上：安装 Go 1.26 以上'
  const built = await buildLiveKit(supply.go, join(CACHE, 'livekit-build.log')).done
  return built.ok ? null : `LiveKit 没有构建成功，需要它的测试会跳过：${built.reason}`
}

mkdirSync(CACHE, { recursive: true })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130))
process.on('disconnect', () => process.exit(130))

const filters = process.argv.slice(2)
const hints = [provideHostTools(say)]
const liveKit = provideLiveKit()
const tallies: Tally[] = []
if (filters.length === 0) for (const script of CHECKS) tallies.push(await check(script))
hints.push(await liveKit)
for (const projects of RUNS) tallies.push(await vitest(projects, filters))
for (const hint of hints) if (hint !== null) say(hint)
const total = sum(tallies)
say(`\n${summaryOf(total)}`)
process.exit(isGood(total) ? 0 : 1)
