interface Bucket {
  tokens: number
  at: number
}

export interface RateLimiter {
  /** Takes one request from a visitor's bucket; null, or the seconds until there is one again. */
  take(key: string, nowMs: number): number | null
}

/** More visitors than a county has; past it the longest quiet are forgotten, which only gives them a full bucket. */
const MOST_BUCKETS = 50_000

/** A bucket of `perMinute` requests for each visitor, filled evenly. */
export function createRateLimiter(perMinute: number): RateLimiter {
  const buckets = new Map<string, Bucket>()
  const perMs = perMinute / 60_000
  return {
    take(key, nowMs) {
      const bucket = buckets.get(key) ?? { tokens: perMinute, at: nowMs }
      buckets.delete(key)
      bucket.tokens = Math.min(perMinute, bucket.tokens + (nowMs - bucket.at) * perMs)
      bucket.at = nowMs
      buckets.set(key, bucket)
      if (buckets.size > MOST_BUCKETS) {
        const oldest = buckets.keys().next().value
        if (oldest !== undefined) buckets.delete(oldest)
      }
      if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / perMs / 1000))
      bucket.tokens -= 1
      return null
    },
  }
}
