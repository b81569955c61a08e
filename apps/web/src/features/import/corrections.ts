import type { Corrections, WordingKind } from './answers.ts'

type Wording = Corrections['wordings'][number]

/** The corrections with one more; what was said of the same words before is forgotten. */
export const withWording = (now: Corrections, wording: Wording): Corrections => ({
  ...now,
  wordings: [...now.wordings.filter(({ kind, words }) => kind !== wording.kind || words !== wording.words), wording],
})

/** The corrections with a leftover put somewhere. */
export const withPlacement = (now: Corrections, passage: string, section: string): Corrections => ({
  ...now,
  placements: [...now.placements.filter((one) => one.passage !== passage), { passage, section }],
})

/** What the person said of these words, if anything. */
export const wordingOf = (now: Corrections, kind: WordingKind, words: string): Wording | undefined =>
  now.wordings.find((one) => one.kind === kind && one.words === words)

/** What a school took words for before it was taught the wording of this id, to be taught again; null where it had none for them. */
export function formerWording(known: readonly (Wording & { readonly id: string })[], id: string): Wording | null {
  const former = known.find((one) => one.id === id)
  return former ? { kind: former.kind, words: former.words, means: former.means } : null
}

/** Without the step from `before` to `next`, whatever else has been corrected since. */
export function takenBack(now: Corrections, before: Corrections, next: Corrections): Corrections {
  return {
    ...now,
    wordings: without(wordingKey, now.wordings, before.wordings, next.wordings),
    placements: without(placementKey, now.placements, before.placements, next.placements),
    periods: now.periods === next.periods ? before.periods : now.periods,
    periodMinutes: now.periodMinutes === next.periodMinutes ? before.periodMinutes : now.periodMinutes,
  }
}

/** A list without what a step has added, and with what it has taken away. */
function without<T>(key: (one: T) => string, now: readonly T[], before: readonly T[], next: readonly T[]): T[] {
  const [nowKeys, beforeKeys, nextKeys] = [now, before, next].map((list) => new Set(list.map(key)))
  return [
    ...now.filter((one) => beforeKeys?.has(key(one)) || !nextKeys?.has(key(one))),
    ...before.filter((one) => !nextKeys?.has(key(one)) && !nowKeys?.has(key(one))),
  ]
}
const wordingKey = ({ kind, words, means }: Wording) => JSON.stringify([kind, words, means])
const placementKey = ({ passage, section }: Corrections['placements'][number]) => JSON.stringify([passage, section])
