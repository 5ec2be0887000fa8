/**
 * A round as a TypeScript caller runs it: `inFlight` lanes, each with one call after the other. `python/caller.py` does
 * the same for the Python caller.
 */
import { SubnetesError } from '@subnetes/common'
import type { RoundResult, Workload } from './work.ts'

/** How a caller reaches the worker: bytes in, bytes out, no decoding, so that callers differ in their wire only. */
export interface EchoCalls {
  unary (request: Uint8Array): Promise<Uint8Array>
  stream (request: Uint8Array): AsyncIterable<Uint8Array>
}

/** Encoded requests of a workload. */
export interface EchoRequests {
  echo (payloadBytes: number): Uint8Array
  flood (workload: Workload): Uint8Array
}

/** How long calls under way at the end of a round may still take. */
const GRACE_MS = 20_000
/** Pause after a failed call, so that an unreachable server is no busy loop. */
const FAILURE_PAUSE_MS = 50

/** What the lanes of a round fill in. */
class Tally {
  operations = 0
  errors = 0
  firstError: string | undefined
  readonly latencies: number[] = []
  readonly gaps: number[] = []

  fail (text: string): void {
    this.errors += 1
    this.firstError ??= text
  }
}

type Call = (tally: Tally) => Promise<void>

/** Runs one round. It never throws: failed calls are counted in the result. */
export async function runWorkload (calls: EchoCalls, requests: EchoRequests, workload: Workload): Promise<RoundResult> {
  const tally = new Tally()
  const start = performance.now()
  const end = start + workload.seconds * 1000
  const call = workload.shape === 'unary' ? unaryCall(calls, requests, workload) : streamCall(calls, requests, workload)
  let running = workload.inFlight
  const lane = async (index: number): Promise<void> => {
    // Paced streams do not start together: their messages would come in bursts.
    if (workload.intervalMs > 0) await pause(index * workload.intervalMs / workload.inFlight)
    while (performance.now() < end) {
      try {
        await call(tally)
      } catch (error) {
        tally.fail(SubnetesError.from(error).message)
        await pause(FAILURE_PAUSE_MS)
      }
    }
    running -= 1
  }
  const overdue = AbortSignal.timeout(workload.seconds * 1000 + GRACE_MS)
  await Promise.race([
    Promise.all(Array.from({ length: workload.inFlight }, async (_, index) => { await lane(index) })),
    new Promise((resolve) => { overdue.addEventListener('abort', resolve, { once: true }) })
  ])
  for (; running > 0; running -= 1) tally.fail(`no answer within ${GRACE_MS / 1000} s after the end of the round`)
  return resultOf(tally, (performance.now() - start) / 1000)
}

function unaryCall (calls: EchoCalls, requests: EchoRequests, { payloadBytes }: Workload): Call {
  const request = requests.echo(payloadBytes)
  return async (tally) => {
    const begun = performance.now()
    const answer = await calls.unary(request).finally(() => tally.latencies.push(performance.now() - begun))
    if (answer.length !== request.length) throw new Error(`sent ${request.length} bytes, got ${answer.length} back`)
    tally.operations += 1
  }
}

function streamCall (calls: EchoCalls, requests: EchoRequests, workload: Workload): Call {
  const { messages, payloadBytes } = workload
  const request = requests.flood(workload)
  return async (tally) => {
    let last = performance.now()
    let received = 0
    for await (const message of calls.stream(request)) {
      const now = performance.now()
      ;(received > 0 ? tally.gaps : tally.latencies).push(now - last)
      if (message.length < payloadBytes) throw new Error(`message ${received} has only ${message.length} bytes`)
      last = now
      received += 1
      tally.operations += 1
    }
    if (received !== messages) throw new Error(`the stream ended after ${received} of ${messages} messages`)
  }
}

function resultOf ({ operations, errors, firstError, latencies, gaps }: Tally, seconds: number): RoundResult {
  return {
    operations,
    errors,
    ...firstError === undefined ? {} : { firstError },
    seconds,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    ...gaps.length === 0 ? {} : { gapP50Ms: quantile(gaps, 0.5), gapP99Ms: quantile(gaps, 0.99) }
  }
}

function quantile (values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}

async function pause (ms: number): Promise<void> {
  await new Promise((resolve) => { setTimeout(resolve, ms) })
}
