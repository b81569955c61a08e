/** A small seeded generator of numbers in [0, 1), so that a run can be told again. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** As `seeded`, whole numbers from nought up to a bound. */
export function seededBelow(seed: number): (bound: number) => number {
  const random = seeded(seed)
  return (bound) => Math.floor(random() * bound)
}
