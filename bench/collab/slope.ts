/** A straight line through points by least squares, and how sure its slope is. */
export interface Slope {
  readonly perUnit: number
  /** Half the width of the interval in which the slope lies in 95 of 100 cases. */
  readonly margin: number
}

/** Of Student's distribution, two-sided 95 %, for 1, 2, … degrees of freedom. */
const QUANTILES = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228]
const NORMAL = 2.1

/** The slope of `points` [x, y]; null where fewer than three leave nothing to judge it by. */
export function slopeOf(points: readonly (readonly [number, number])[]): Slope | null {
  const n = points.length
  if (n < 3) return null
  const mean = (of: 0 | 1): number => points.reduce((sum, point) => sum + point[of], 0) / n
  const [mx, my] = [mean(0), mean(1)]
  const sxx = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0)
  const perUnit = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / sxx
  const rest = points.reduce((sum, [x, y]) => sum + (y - my - perUnit * (x - mx)) ** 2, 0)
  return { perUnit, margin: (QUANTILES[n - 3] ?? NORMAL) * Math.sqrt(rest / (n - 2) / sxx) }
}
