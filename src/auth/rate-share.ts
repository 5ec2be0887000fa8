/** What a replica allows by itself of a rate that holds for all replicas together, as arithmetic: no clock, no Redis. */
import type { Bucket, BucketOptions } from './token-bucket.ts'

/** What a replica knows of the others. */
export interface ShareState {
  /** Whether the replicas know of each other's use now. */
  readonly isShared: boolean
  /** Live ones, this one with them. */
  readonly replicas: number
}

/** A replica alone, or one that shares nothing. */
export const ALONE: ShareState = { isShared: true, replicas: 1 }

/** A peer is never further in debt than this many bursts (or seconds' worth, when that is more): what as many replicas may give before they know of each other. Whatever Redis says, it is not shut out for longer. */
export const MAX_DEBT_BURSTS = 16

/**
 * How fast the bucket of a peer fills here. While use is shared, replicas at which the peer is active fill its bucket together, and a burst is everyone's until
 * the use of others is known. Else each replica gives its part of both, whatever the others do; a call at a time at least.
 *
 * @param active replicas at which the peer called lately, this one with them
 */
export function localRate ({ perSecond, burst }: BucketOptions, { isShared, replicas }: ShareState, active: number): BucketOptions {
  if (isShared) return { perSecond: perSecond / Math.max(1, active), burst }
  return { perSecond: perSecond / Math.max(1, replicas), burst: Math.max(1, burst / Math.max(1, replicas)) }
}

/**
 * The bucket of a peer here, once the use at all replicas is known: below empty when they gave more than was there, so that what was too much is given back.
 *
 * @param level tokens taken at all replicas and not yet filled up again
 * @param taken tokens taken here since that was asked for
 */
export function sharedBucket (options: BucketOptions, { level, taken }: { readonly level: number, readonly taken: number }, nowMs: number): Bucket {
  const { perSecond, burst } = options
  return { tokens: Math.max(-deepestDebt({ perSecond, burst }), burst - level - taken), atMs: nowMs }
}

/** Tokens below empty at most. */
export function deepestDebt ({ perSecond, burst }: BucketOptions): number {
  return MAX_DEBT_BURSTS * Math.max(perSecond, burst)
}
