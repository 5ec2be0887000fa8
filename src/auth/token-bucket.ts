/** Calls per second with bursts, as arithmetic: no clock, no timer. */

/** How fast a bucket fills and how much it holds. */
export interface BucketOptions {
  readonly perSecond: number
  readonly burst: number
}

/** Tokens at a moment, epoch milliseconds. */
export interface Bucket {
  readonly tokens: number
  readonly atMs: number
}

/** A bucket as it is before the first call. */
export function fullBucket ({ burst }: BucketOptions, nowMs: number): Bucket {
  return { tokens: burst, atMs: nowMs }
}

/** The bucket as it is now. A clock that went back gives nothing and takes nothing. */
export function refill ({ tokens, atMs }: Bucket, { perSecond, burst }: BucketOptions, nowMs: number): Bucket {
  const gained = Math.max(0, nowMs - atMs) * perSecond / 1000
  return { tokens: Math.min(burst, tokens + gained), atMs: nowMs }
}

/** Takes one token if there is one. @returns the bucket afterwards, and how long until a token is there: 0 when one was taken */
export function take (bucket: Bucket, options: BucketOptions, nowMs: number): { bucket: Bucket, waitMs: number } {
  const filled = refill(bucket, options, nowMs)
  if (filled.tokens >= 1) return { bucket: { tokens: filled.tokens - 1, atMs: nowMs }, waitMs: 0 }
  return { bucket: filled, waitMs: Math.ceil((1 - filled.tokens) * 1000 / options.perSecond) }
}
