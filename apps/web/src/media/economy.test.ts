import { describe, expect, test } from 'vitest'
import { chooseEconomy, startEconomy, stepEconomy, type Economy, type Quality, type Saving } from './economy.ts'

/** Looks at the network every second for a while and says when what changed. */
function watch(
  from: Economy,
  fromMs: number,
  script: readonly (readonly [Quality, number])[],
): { economy: Economy; changes: [number, Saving][]; nowMs: number } {
  let economy = from
  let nowMs = fromMs
  const changes: [number, Saving][] = []
  for (const [quality, seconds] of script) {
    for (let second = 0; second < seconds; second++) {
      nowMs += 1000
      const next = stepEconomy(economy, quality, nowMs)
      if (next.saving !== economy.saving) changes.push([nowMs / 1000, next.saving])
      economy = next
    }
  }
  return { economy, changes, nowMs }
}

describe('on a weak network', () => {
  test('[ME1] first the others’ cameras go, then my own; sound never does', () => {
    expect(watch(startEconomy(0), 0, [['poor', 30]]).changes).toEqual([
      [7, 'others'],
      [15, 'mine'],
    ])
    expect(watch(startEconomy(0), 0, [['lost', 30]]).changes).toEqual([
      [7, 'others'],
      [15, 'mine'],
    ])
  })

  test('[ME1] a hiccup of a few seconds changes nothing', () => {
    expect(
      watch(startEconomy(0), 0, [
        ['poor', 5],
        ['good', 2],
        ['poor', 5],
        ['unknown', 60],
        ['good', 60],
      ]).changes,
    ).toEqual([])
  })

  test('[ME2] the pictures come back when the network has been good for long enough, each time later', () => {
    const first = watch(startEconomy(0), 0, [
      ['poor', 8],
      ['good', 40],
    ])
    expect(first.changes).toEqual([
      [7, 'others'],
      [39, 'none'],
    ])
    const second = watch(first.economy, first.nowMs, [
      ['poor', 8],
      ['good', 70],
    ])
    expect(second.changes.map(([at, saving]) => [at - first.nowMs / 1000, saving])).toEqual([
      [7, 'others'],
      [69, 'none'],
    ])
  })

  test('[ME3] who asked for sound only gets no pictures until they ask again', () => {
    const saving = chooseEconomy(startEconomy(0), true, 0)
    expect(watch(saving, 0, [['good', 600]]).changes).toEqual([])
    expect(chooseEconomy(saving, false, 0)).toMatchObject({ saving: 'none', isChosen: false })
  })
})
