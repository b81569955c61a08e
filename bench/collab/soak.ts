/**
 * `npm run bench:soak`: our whole server process for twenty minutes with everything that happens to one: people write four plans
 * through both doors, reload their pages and show where they are, a guest is let in and out, plans are opened and closed, tickets
 * are refused, a slow reader is cut, states are kept. Every minute all leave, everything must be stored and equal, and it is
 * looked at what the process still holds. Memory and timers are sampled every ten seconds, after collecting garbage.
 * `SOAK_MINUTES` (20), `SOAK_CYCLE` (45) seconds of work between two rests, `SEED`. Ends with 1 where the heap at rest grows by more
 * than the bound, timers or handles at rest grow, copies differ, or anything acknowledged is missing. The compiler's code is printed
 * apart: it grows for as long as functions get hot.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { seeded } from '@gongyan/testing'
import { onStage } from '../stage.ts'
import type { Inside } from './probe.ts'
import { startOurs } from './servers.ts'
import { slopeOf } from './slope.ts'
import { emptyTally, PEOPLE, slowReadersCut, soak, type Tally } from './soaking.ts'

/** Growth of the heap at rest that fails, MB an hour: a day of it would be noticed. Few rests tell nothing about an hour. */
const [MOST_MB_PER_HOUR, LEAST_RESTS] = [5, 5]
/** Timers and handles at rest beyond those at the first rests, most. */
const MOST_MORE = 5
const SAMPLE_MS = 10_000
/** Longer than the server takes to let go of who has left, and of who said nothing. */
const REST_MS = 15_000
const HOUR_MS = 3_600_000

interface Sample extends Inside {
  readonly at: number
  readonly isRest: boolean
}

const minutes = Number(process.env.SOAK_MINUTES ?? 20)
const cycle = Number(process.env.SOAK_CYCLE ?? 45)
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
console.log(`seed ${seed}; ${minutes} minutes, everybody leaves every ${cycle} s`)

const mb = (bytes: number): string => (bytes / 1e6).toFixed(1)
const handles = ({ resources }: Sample): number =>
  Object.entries(resources).reduce((sum, [kind, count]) => sum + (kind === 'AllTimers' ? 0 : count), 0)

function print(sample: Sample): void {
  const { at, isRest, heap, code, rss, resources } = sample
  const kinds = Object.entries(resources)
    .map(([kind, count]) => `${kind} ${count}`)
    .join(', ')
  console.log(
    `${(at / 1000).toFixed(0).padStart(5)} s ${isRest ? 'rest' : '    '}  heap ${mb(heap)} MB, code ${mb(code)}  RSS ${mb(rss)} MB  ${kinds}`,
  )
}

/** The second half of the samples, of which the first is still warming up. */
const later = (samples: readonly Sample[]): Sample[] => samples.slice(Math.floor(samples.length / 2))

function judge(samples: readonly Sample[], tally: Tally, cut: number): boolean {
  console.log(
    `\n${Object.entries(tally)
      .map(([what, count]) => `${what} ${count}`)
      .join(', ')}`,
  )
  const rests = samples.filter(({ isRest }) => isRest)
  const busy = samples.filter(({ isRest }) => !isRest)
  const tell = (what: string, list: readonly Sample[], of: (sample: Sample) => number, unit: string) => {
    const slope = slopeOf(later(list).map((sample) => [sample.at / HOUR_MS, of(sample)]))
    console.log(
      `${what.padEnd(32)}${slope ? `${slope.perUnit.toFixed(2).padStart(9)} ± ${slope.margin.toFixed(2)}` : 'too few samples'} ${unit} an hour`,
    )
    return slope
  }
  console.log('slopes over the second half by least squares, with 95 %:')
  tell('heap while all work', busy, ({ heap }) => heap / 1e6, 'MB')
  tell('RSS while all work', busy, ({ rss }) => rss / 1e6, 'MB')
  tell('RSS at rest', rests, ({ rss }) => rss / 1e6, 'MB')
  tell('timers at rest', rests, ({ resources }) => resources['AllTimers'] ?? 0, '')
  tell('handles at rest', rests, handles, '')
  tell('heap at rest', rests, ({ heap }) => heap / 1e6, 'MB')
  tell('of that code', rests, ({ code }) => code / 1e6, 'MB')
  const kept = tell('heap at rest without code', rests, ({ heap, code }) => (heap - code) / 1e6, 'MB')
  const isJudged = later(rests).length >= LEAST_RESTS
  if (!isJudged) console.log(`fewer than ${LEAST_RESTS} rests in the second half: the slope is not judged`)
  const counts = rests.map((sample) => (sample.resources['AllTimers'] ?? 0) + handles(sample))
  const first = Math.max(...counts.slice(0, 3))
  const most = Math.max(...counts.slice(-3))
  console.log(`timers and handles at rest: ${first} at most at first, ${most} at the end`)
  const verdicts: readonly (readonly [string, boolean])[] = [
    [
      `the heap at rest grows by ${MOST_MB_PER_HOUR} MB an hour at most, code apart`,
      !isJudged || (kept?.perUnit ?? 0) <= MOST_MB_PER_HOUR,
    ],
    ['timers and handles do not grow', most <= first + MOST_MORE],
    ['nothing acknowledged is missing', tally.lost === 0 && tally.acknowledged > 0],
    ['all copies are equal to the log', tally.unequal === 0],
    [`of ${tally.slowReaders} slow readers ${cut} were cut`, cut === tally.slowReaders],
  ]
  for (const [what, isHeld] of verdicts) console.log(`${isHeld ? 'held  ' : 'passed'}  ${what}`)
  return verdicts.every(([, isHeld]) => isHeld)
}

const code = await onStage(false, async ({ closing, databaseUrl, sql }) => {
  const host = await startOurs(databaseUrl, PEOPLE, { PROBE_TIMERS: 'yes' })
  closing.add(() => host.stop())
  const tally = emptyTally()
  const samples: Sample[] = []
  const begun = performance.now()
  let asking = Promise.resolve()
  const look = (isRest: boolean): Promise<void> => {
    asking = asking.then(async () => {
      const sample = { ...(await host.ask('memory')), at: performance.now() - begun, isRest }
      samples.push(sample)
      print(sample)
    })
    return asking
  }
  const timer = setInterval(() => void look(false), SAMPLE_MS)
  closing.add(async () => clearInterval(timer))
  const random = seeded(seed)
  while (performance.now() - begun < minutes * 60_000) {
    await soak({ host, sql, random, tally }, cycle)
    await sleep(REST_MS)
    await look(true)
  }
  clearInterval(timer)
  await asking
  return judge(samples, tally, await slowReadersCut(host)) ? 0 : 1
})
// The official clients may leave a timer behind.
process.exit(code)
