import { spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { buildLiveKit, findLiveKit } from '../livekit/index.ts'
import { guardedCommand, readIfPresent, REPOSITORY } from '../process/index.ts'
import { provideHostTools } from './host-tools.ts'
import { JOURNEYS, LAWS } from './lanes.ts'
import type { Lane } from './lanes.ts'
import { failedFiles, isGood, isWorthAnother, sum, summaryOf, tallyOfCommand, tallyOfVitest } from './tally.ts'
import type { Tally } from './tally.ts'

/** Scripts of package.json that pass or fail as a whole. */
const CHECKS = ['types', 'lint', 'format:check', 'unused']
const BIN = join(REPOSITORY, 'node_modules', '.bin')
const CACHE = join(REPOSITORY, '.cache')

const say = (line: string): void => console.log(line)
const heading = (title: string): void => say(`\n── ${title} ──`)

/** Runs a command to its end with our own output, or with its lines after `mark`; resolves with its exit code. */
function run(command: string, args: readonly string[], mark: string | null = null): Promise<number> {
  const guarded = guardedCommand({ command, args }, 'SIGKILL')
  const output = mark === null ? 'inherit' : 'pipe'
  const child = spawn(guarded.command, guarded.args, {
    cwd: REPOSITORY,
    stdio: ['ignore', output, output],
    env: { ...process.env, ...(process.stdout.isTTY && mark === null ? {} : { NO_COLOR: '1' }) },
  })
  for (const input of [child.stdout, child.stderr])
    if (input) createInterface({ input }).on('line', (line) => say(`${mark} ${line}`))
  return new Promise((resolve) => {
    child.once('error', () => resolve(127))
    child.once('close', (code) => resolve(code ?? 1))
  })
}

/** Runs a script of package.json; each counts as one check. */
async function check(script: string): Promise<Tally> {
  heading(script)
  const code = await run('npm', ['run', '--silent', script])
  say(code === 0 ? `${script}: passed` : `${script}: failed`)
  return tallyOfCommand(code)
}

interface Run {
  readonly report: string | null
  readonly code: number
}

async function vitest(lane: Lane, filters: readonly string[], mark: string | null = null): Promise<Run> {
  heading(`tests: ${lane.join(', ')}`)
  const report = join(CACHE, `vitest-${process.pid}-${lane.join('-')}.json`)
  const code = await run(
    join(BIN, 'vitest'),
    [
      'run',
      ...lane.map((project) => `--project=${project}`),
      '--passWithNoTests',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...filters,
    ],
    mark,
  )
  const text = readIfPresent(report)
  rmSync(report, { force: true })
  return { report: text, code }
}

/** The laws, step by step, the lanes of each step side by side. */
async function laws(filters: readonly string[]): Promise<Tally> {
  const tallies: Tally[] = []
  for (const lanes of LAWS) {
    const runs = await Promise.all(
      lanes.map((lane) => vitest(lane, filters, lanes.length > 1 ? `${lane.join('+')} │` : null)),
    )
    tallies.push(...runs.map(({ report, code }) => tallyOfVitest(report, code)))
  }
  return sum(tallies)
}

/**
 * Journeys go through real browsers, media servers and clocks beside each other on one machine. One that failed is walked once
 * more by itself and counted by that, and is named at the end all the same: a second failure is one, and unsteady is not good.
 * Laws are never tried again: theirs are random, and the seed that failed is the finding.
 */
async function journeys(filters: readonly string[]): Promise<{ tally: Tally; unsteady: readonly string[] }> {
  const first = await vitest(JOURNEYS, filters)
  const failed = failedFiles(first.report)
  if (!isWorthAnother(failed)) return { tally: tallyOfVitest(first.report, first.code), unsteady: [] }
  const second = await vitest(JOURNEYS, failed)
  const still = failedFiles(second.report)
  return {
    tally: sum([tallyOfVitest(first.report, first.code, failed), tallyOfVitest(second.report, second.code)]),
    unsteady: failed.filter((file) => !still.includes(file)),
  }
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
tallies.push(await laws(filters))
const { tally, unsteady } = await journeys(filters)
tallies.push(tally)
for (const hint of hints) if (hint !== null) say(hint)
for (const file of unsteady) say(`unsteady: ${relative(REPOSITORY, file)} failed, and passed when it was walked again`)
const total = sum(tallies)
say(`\n${summaryOf(total)}`)
process.exit(isGood(total) ? 0 : 1)
