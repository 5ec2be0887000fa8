/** What a caller does in one round, and what it found. */

/** How a caller reaches the worker: bytes in, bytes out, no decoding, so that callers differ in their wire only. */
export interface EchoCalls {
  unary (request: Uint8Array): Promise<Uint8Array>
  stream (request: Uint8Array): AsyncIterable<Uint8Array>
}

/** Kind of work. A round lasts `seconds`; whatever is under way then is finished. */
export type Workload =
  | { readonly kind: 'unary', readonly payloadBytes: number, readonly inFlight: number, readonly seconds: number }
  | { readonly kind: 'stream', readonly messageBytes: number, readonly seconds: number }

/** One round as the caller saw it. An operation is a call, or a message of a stream. */
export interface RoundResult {
  readonly operations: number
  readonly seconds: number
  /** Of unary calls; 0 for streams. */
  readonly p50Ms: number
  readonly p99Ms: number
}

/** Messages per stream call: enough that opening it does not count. */
const MESSAGES_PER_STREAM = 512

/** The encoded request of a workload; both kinds fit what `echo.proto` says. */
export interface EchoRequests {
  echo (payloadBytes: number): Uint8Array
  flood (messages: number, messageBytes: number): Uint8Array
}

/** Runs one round. @throws whatever a call throws: a benchmark with failing calls measures nothing */
export async function runWorkload (calls: EchoCalls, requests: EchoRequests, workload: Workload): Promise<RoundResult> {
  return workload.kind === 'unary'
    ? await runUnary(calls, requests.echo(workload.payloadBytes), workload.inFlight, workload.seconds)
    : await runStream(calls, requests.flood(MESSAGES_PER_STREAM, workload.messageBytes), workload)
}

async function runUnary (calls: EchoCalls, request: Uint8Array, inFlight: number, seconds: number): Promise<RoundResult> {
  const latencies: number[] = []
  const start = performance.now()
  const end = start + seconds * 1000
  const lane = async (): Promise<void> => {
    for (let begun = performance.now(); begun < end;) {
      const answer = await calls.unary(request)
      if (answer.length !== request.length) throw new Error(`sent ${request.length} bytes, got ${answer.length} back`)
      const now = performance.now()
      latencies.push(now - begun)
      begun = now
    }
  }
  await Promise.all(Array.from({ length: inFlight }, lane))
  const took = (performance.now() - start) / 1000
  latencies.sort((a, b) => a - b)
  return { operations: latencies.length, seconds: took, p50Ms: quantile(latencies, 0.5), p99Ms: quantile(latencies, 0.99) }
}

async function runStream (calls: EchoCalls, request: Uint8Array, { messageBytes, seconds }: { messageBytes: number, seconds: number }): Promise<RoundResult> {
  const start = performance.now()
  const end = start + seconds * 1000
  let operations = 0
  while (performance.now() < end) {
    let messages = 0
    for await (const message of calls.stream(request)) {
      if (message.length < messageBytes) throw new Error(`message ${messages} has ${message.length} bytes, fewer than ${messageBytes}`)
      messages++
    }
    if (messages !== MESSAGES_PER_STREAM) throw new Error(`the stream ended after ${messages} of ${MESSAGES_PER_STREAM} messages`)
    operations += messages
  }
  return { operations, seconds: (performance.now() - start) / 1000, p50Ms: 0, p99Ms: 0 }
}

function quantile (sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}
