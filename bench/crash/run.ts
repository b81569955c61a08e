import { seeded } from '@gongyan/testing'
import { crash, type CrashResult, type Point } from './history.ts'
import { type Kind, openSite, type Victim } from './hosts.ts'
import { onStage } from '../stage.ts'
import { prepareWeather } from './weather.ts'

/** How many people share a plan; no one has more sockets than a person may. */
const PEOPLE = 8

export interface Crashes {
  readonly kind: Kind
  readonly points: readonly Point[]
  readonly survivors?: number
}

/** Kills servers on a PostgreSQL of its own, one after another: for each entry of `plan` a server at each of its points. */
export async function runCrashes(
  plan: readonly Crashes[],
  { seed, durable, onResult }: { seed: number; durable: boolean; onResult?(kind: Kind, result: CrashResult): void },
): Promise<Map<Kind, CrashResult[]>> {
  const random = seeded(seed)
  const results = new Map<Kind, CrashResult[]>()
  await onStage(durable, async ({ postgres, databaseUrl, sql }) => {
    await prepareWeather(sql)
    for (const { kind, points, survivors } of plan) {
      const site = await openSite(kind, sql, databaseUrl, PEOPLE)
      let [victim, next]: [Victim, Promise<Victim>] = [await site.start(), site.start()]
      try {
        for (const point of points) {
          const result = await crash(
            { site, sql, postgres, random, ...(survivors === undefined ? {} : { survivors }) },
            victim,
            next,
            point,
          )
          results.set(kind, [...(results.get(kind) ?? []), result])
          onResult?.(kind, result)
          victim = await next
          next = site.start()
        }
      } finally {
        victim.kill()
        await next.then((spare) => spare.kill()).catch(() => {})
        await site.close()
      }
    }
  })
  return results
}
