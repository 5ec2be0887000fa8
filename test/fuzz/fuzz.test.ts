import { expect, test } from 'vitest'
import { fuzz } from './fuzz-target.ts'
import { TARGETS } from './targets.ts'

/** Of all decoders together; `npm run fuzz -- 10000000` runs more. */
const CASES = 200_000

test.each(TARGETS.map((target) => [target.name, target] as const))('%s: whatever a peer sends ends in a value or a typed refusal', async (_, target) => {
  const { cases, accepted, refused } = await fuzz(target, Math.ceil(CASES / TARGETS.length))
  expect(accepted + refused).toBe(cases)
}, 120_000)
