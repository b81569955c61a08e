/** Sound before everything: what is given up, in this order, on a network that cannot carry all of it. */
export type Saving =
  /** Everything is shown. */
  | 'none'
  /** The others' cameras are off; sound and shared screens stay. */
  | 'others'
  /** My own camera is off as well. */
  | 'mine'

export type Quality = 'good' | 'poor' | 'lost' | 'unknown'

export interface Economy {
  readonly saving: Saving
  /** The person asked to save; then nothing is switched back on without them. */
  readonly isChosen: boolean
  /** Since when the network has been as it is, and whether that is good. */
  readonly isGood: boolean
  readonly sinceMs: number
  /** How often saving has begun by itself; each time it takes longer to believe in the network again. */
  readonly relapses: number
}

export const POOR_BEFORE_OTHERS_MS = 6_000
export const POOR_BEFORE_MINE_MS = 8_000
export const GOOD_BEFORE_NONE_MS = 30_000
const LONGEST_GOOD_MS = 300_000

export const startEconomy = (nowMs: number, isChosen = false): Economy => ({
  saving: isChosen ? 'others' : 'none',
  isChosen,
  isGood: true,
  sinceMs: nowMs,
  relapses: 0,
})

/** The economy after looking at the network; called every second or two. Unknown quality changes nothing. */
export function stepEconomy(now: Economy, quality: Quality, nowMs: number): Economy {
  if (quality === 'unknown') return now
  const isGood = quality === 'good'
  if (isGood !== now.isGood) return { ...now, isGood, sinceMs: nowMs }
  const lasted = nowMs - now.sinceMs
  if (!isGood && now.saving === 'none' && lasted >= POOR_BEFORE_OTHERS_MS)
    return { ...now, saving: 'others', sinceMs: nowMs, relapses: now.relapses + 1 }
  if (!isGood && now.saving === 'others' && lasted >= POOR_BEFORE_MINE_MS)
    return { ...now, saving: 'mine', sinceMs: nowMs }
  const believe = Math.min(GOOD_BEFORE_NONE_MS * 2 ** Math.max(0, now.relapses - 1), LONGEST_GOOD_MS)
  if (isGood && now.saving !== 'none' && !now.isChosen && lasted >= believe)
    return { ...now, saving: 'none', sinceMs: nowMs }
  return now
}

/** The person's own word: save from now on, or show everything again. */
export const chooseEconomy = (now: Economy, save: boolean, nowMs: number): Economy => ({
  ...now,
  saving: save ? (now.saving === 'none' ? 'others' : now.saving) : 'none',
  isChosen: save,
  sinceMs: nowMs,
})
