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
