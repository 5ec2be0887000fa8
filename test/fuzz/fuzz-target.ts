/** Runs one decoder on many inputs: valid ones with bytes changed, added, cut out, doubled or numbers made huge, and noise. */
import { SubnetesError } from '@subnetes/common'
import fc from 'fast-check'
import type { FuzzTarget } from './decoder-kinds.ts'

/** What a run found. */
export interface FuzzReport { readonly cases: number, readonly accepted: number, readonly refused: number, readonly slowestMs: number, readonly grownBytes: number }

/** One input may take so long, each of three times; the decoders need microseconds, the rest is for a busy machine and the collector. */
export const MAX_CASE_MS = 2_000

/** The process may grow so much during a run: garbage that is not collected yet, and no buffer of a size that an input claimed. */
export const MAX_GROWTH_BYTES = 256 * 1024 * 1024

interface Edit { readonly at: number, readonly kind: number, readonly bytes: Uint8Array }

/** Bytes that decoders trip over: the ends of varints, huge lengths, empty and repeated fields. */
const AWKWARD: readonly Uint8Array[] = ['00', '7f', '80', 'ff', '0a00', '0b', '0c', 'ffffffff0f', 'ffffffffffffffffff01', 'ffffffffffffffffffff', '0affffffff07', '7fffffff', 'ffffffff', '27', '5c', '2d31'].map((hex) => Buffer.from(hex, 'hex'))

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(4096),
  kind: fc.nat(4),
  bytes: fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...AWKWARD) }, { weight: 1, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 8 }) })
})

/** Cases between which the event loop has a turn: what they have left to it (timers, microtasks, writes) is done and freed. */
const CASES_A_TURN = 100

/** @throws {Error} with the input (hexadecimal) and fast-check's seed when a decoder throws anything but a SubnetesError, or takes too long or too much memory */
export async function fuzz (target: FuzzTarget, cases: number, seed?: number): Promise<FuzzReport> {
  let [accepted, refused, slowestMs] = [0, 0, 0]
  const before = process.memoryUsage.rss()
  const inputs = fc.oneof(
    { weight: 9, arbitrary: fc.tuple(fc.constantFrom(...target.seeds), fc.array(edit, { minLength: 1, maxLength: 4 })).map(([start, edits]) => edits.reduce(apply, start)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 64 }) }
  )
  const property = fc.property(inputs, (bytes) => {
    const { isRefused, tookMs: firstMs } = readOnce(target, bytes)
    let tookMs = firstMs
    for (let again = 0; again < 2 && tookMs > MAX_CASE_MS; again++) tookMs = readOnce(target, bytes).tookMs
    if (isRefused) refused += 1
    else accepted += 1
    slowestMs = Math.max(slowestMs, tookMs)
    if (tookMs > MAX_CASE_MS) throw new Error(`${target.name}: ${tookMs.toFixed(0)} ms for ${Buffer.from(bytes).toString('hex')}`)
  })
  for (let done = 0; done < cases; done += CASES_A_TURN) {
    fc.assert(property, { numRuns: Math.min(CASES_A_TURN, cases - done), ...(seed === undefined ? {} : { seed: seed + done }) })
    await new Promise((resolve) => { setImmediate(resolve) })
  }
  const grownBytes = process.memoryUsage.rss() - before
  if (grownBytes > MAX_GROWTH_BYTES) throw new Error(`${target.name}: the process grew by ${grownBytes} bytes`)
  return { cases, accepted, refused, slowestMs, grownBytes }
}

function readOnce (target: FuzzTarget, bytes: Uint8Array): { isRefused: boolean, tookMs: number } {
  const start = performance.now()
  let isRefused = false
  try {
    target.read(bytes)
  } catch (error) {
    if (!(error instanceof SubnetesError)) throw new Error(`${target.name}: ${String(error)} for ${Buffer.from(bytes).toString('hex')}`, { cause: error })
    isRefused = true
  }
  return { isRefused, tookMs: performance.now() - start }
}

function apply (bytes: Uint8Array, { at, kind, bytes: added }: Edit): Uint8Array {
  const position = at % (bytes.length + 1)
  const [head, tail] = [bytes.subarray(0, position), bytes.subarray(position)]
  if (kind === 0) return Buffer.concat([head, added, tail.subarray(added.length)])
  if (kind === 1) return Buffer.concat([head, added, tail])
  if (kind === 2) return Buffer.concat([head, tail.subarray(added.length)])
  if (kind === 3) return Buffer.from(head)
  return Buffer.concat([head, bytes, tail])
}
