/** One row of a lesson on the ruler. */
export interface RulerSegment {
  id: string
  label: string
  /** null: not written yet; the row takes no room on the ruler. */
  minutes: number | null
  /** How it went against the plan, in class and in the report. */
  pace?: 'over' | 'squeezed' | undefined
}

export interface RulerPart extends RulerSegment {
  minutes: number
  /** Its place among the segments given, from 1. */
  number: number
  /** Minutes from the start of the lesson. */
  start: number
  end: number
  /** Starts or ends after the period is over. */
  isOverTime: boolean
}

export interface RulerLayout {
  parts: readonly RulerPart[]
  /** Minutes that the whole bar stands for: the period, or the plan if it is longer. */
  scale: number
  total: number
  /** Minutes beyond the period. */
  over: number
  /** Minutes of the period that no row fills. */
  free: number
  /** Cumulative minutes with a tick, ascending and without repeats, from 0 to `scale`. */
  ticks: readonly number[]
}

const round = (minutes: number) => Math.round(minutes * 100) / 100

/** Lays a lesson's rows out along its period (both in minutes). */
export function layOutRuler(segments: readonly RulerSegment[], periodMinutes: number): RulerLayout {
  const parts: RulerPart[] = []
  let at = 0
  segments.forEach((segment, index) => {
    const minutes = segment.minutes ?? 0
    if (!(minutes > 0) || !Number.isFinite(minutes)) return
    const end = round(at + minutes)
    parts.push({
      ...segment,
      minutes,
      number: index + 1,
      start: at,
      end,
      isOverTime: periodMinutes > 0 && end > periodMinutes,
    })
    at = end
  })
  const scale = Math.max(periodMinutes, at, 1)
  return {
    parts,
    scale,
    total: at,
    over: round(Math.max(0, at - periodMinutes)),
    free: round(Math.max(0, periodMinutes - at)),
    ticks: [
      ...new Set([0, ...parts.map((part) => part.end), ...(periodMinutes > 0 ? [periodMinutes] : []), scale]),
    ].sort((a, b) => a - b),
  }
}

/** The ticks whose labels fit side by side: both ends always, then the period, then the others while `gap` pixels lie between. */
export function fittingTicks(layout: RulerLayout, periodMinutes: number, widthPx: number, gap = 22): number[] {
  const place = (minutes: number) => (minutes / layout.scale) * widthPx
  const kept = [0, layout.scale]
  const wanted = layout.ticks.includes(periodMinutes) ? [periodMinutes, ...layout.ticks] : layout.ticks
  for (const tick of wanted) if (kept.every((other) => Math.abs(place(other) - place(tick)) >= gap)) kept.push(tick)
  return kept.sort((a, b) => a - b)
}

/**
 * The minutes of the two rows beside a joint after it is moved to `minute`: what one row gains the other gives, in whole minutes,
 * and neither falls below one minute.
 */
export function moveJoint(left: RulerPart, right: RulerPart, minute: number): { left: number; right: number } {
  const sum = left.minutes + right.minutes
  const wanted = Math.round(minute - left.start)
  const kept = Math.max(1, Math.min(wanted, Math.floor(sum - 1)))
  return sum < 2 ? { left: left.minutes, right: right.minutes } : { left: kept, right: round(sum - kept) }
}

/**
 * Which part is meant by a press at `x`, as an index, or -1 beside them all. A part narrower than `target` is as wide as that
 * for a finger, at its neighbours' cost: of all parts whose target holds the place the one with the nearest middle is meant.
 */
export function partAt(
  parts: readonly { readonly left: number; readonly right: number }[],
  x: number,
  target: number,
): number {
  let meant = -1
  let nearest = Infinity
  for (const [index, { left, right }] of parts.entries()) {
    const distance = Math.abs(x - (left + right) / 2)
    if (distance > Math.max(right - left, target) / 2 || distance >= nearest) continue
    meant = index
    nearest = distance
  }
  return meant
}
