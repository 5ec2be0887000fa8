/** The work of the benchmark: which calls, how many at once, what one operation is. */

/** What a caller is asked to do in one round. Calls that are under way at the end of a round are finished. */
export interface Workload {
  /** `unary`: one answer per call. `stream`: one request, many answers. */
  readonly shape: 'unary' | 'stream'
  /** Calls at once; each is followed by the next as soon as it ends. */
  readonly inFlight: number
  /** Of a unary call's request and answer, or of one message of a stream. */
  readonly payloadBytes: number
  /** Per stream; 0 for unary calls. */
  readonly messages: number
  /** Pace of a stream; 0 is as fast as it goes. */
  readonly intervalMs: number
  readonly seconds: number
}

/** What a caller found in one round. An operation is a call, a message of a stream, or a job. */
export interface RoundResult {
  /** Those that succeeded. */
  readonly operations: number
  /** Calls that failed or ended wrongly. Their time and CPU stay in all figures. */
  readonly errors: number
  readonly firstError?: string
  readonly seconds: number
  /** Of whole unary calls; of streams until the first message. */
  readonly p50Ms: number
  readonly p99Ms: number
  /** Between two messages of a stream. */
  readonly gapP50Ms?: number
  readonly gapP99Ms?: number
}

/** One row of the plan. */
export interface Work {
  readonly name: string
  readonly title: string
  readonly unit: 'call' | 'message' | 'job'
  /** @param seconds length of the round */
  workload (seconds: number): Workload
}

/** 8 MiB of 64 KiB messages: opening a stream does not count, and a round ends soon after its time. */
const MESSAGES_PER_STREAM = 128
const KIB_64 = 65_536
const TOKEN_INTERVAL_MS = 20

function unary (inFlight: number, payloadBytes: number): Work {
  const [amount, unit] = payloadBytes < 1024 ? [payloadBytes, 'B'] : [payloadBytes / 1024, 'KiB']
  return {
    name: `unary-${amount}${unit}-${inFlight}`,
    title: `unary, ${amount} ${unit}, ${inFlight} in flight`,
    unit: 'call',
    workload: (seconds) => ({ shape: 'unary', inFlight, payloadBytes, messages: 0, intervalMs: 0, seconds })
  }
}

function stream (inFlight: number): Work {
  return {
    name: `stream-64KiB-${inFlight}`,
    title: `server stream of 64 KiB messages, ${inFlight} at once`,
    unit: 'message',
    workload: (seconds) =>
      ({ shape: 'stream', inFlight, payloadBytes: KIB_64, messages: MESSAGES_PER_STREAM, intervalMs: 0, seconds })
  }
}

const TOKENS: Work = {
  name: 'tokens-64',
  title: `token streams of 64 B messages, 64 at once, one message per ${TOKEN_INTERVAL_MS} ms`,
  unit: 'message',
  workload: (seconds) => {
    const messages = Math.ceil(seconds * 1000 / TOKEN_INTERVAL_MS)
    return { shape: 'stream', inFlight: 64, payloadBytes: 64, messages, intervalMs: TOKEN_INTERVAL_MS, seconds }
  }
}

const FIRST_MESSAGE: Work = {
  name: 'first-message',
  title: 'streams of one 64 B message, 1 at once: time to the first message',
  unit: 'message',
  workload: (seconds) => ({ shape: 'stream', inFlight: 1, payloadBytes: 64, messages: 1, intervalMs: 0, seconds })
}

const JOBS_TITLE = 'jobs of 64 B, submit and result, 32 in flight'
const JOBS: Work = { ...unary(32, 64), name: 'jobs-32', title: JOBS_TITLE, unit: 'job' }

/** Calls of the echo service, in the order of the report. */
export const CALL_WORKS: readonly Work[] = [
  ...[1, 32, 256].map((inFlight) => unary(inFlight, 64)),
  ...[1, 32, 256].map((inFlight) => unary(inFlight, KIB_64)),
  ...[1, 8].map(stream),
  TOKENS,
  FIRST_MESSAGE
]

/** Durable jobs. */
export const JOB_WORKS: readonly Work[] = [JOBS]

/** All rounds that can be run. */
export const WORKS: readonly Work[] = [...CALL_WORKS, ...JOB_WORKS]

/** The name under which memory is chosen and reported; it is no round (`memory.ts`). */
export const MEMORY = 'memory'
