/** Metrics and logs of the calls of one protocol. Labels come from closed sets: protocols and methods that the operator assigned, error codes. */
import type { Counter, ErrorCode, Gauge, Histogram, Logger, MetricInit, Metrics, SubnetesError } from '@subnetes/common'
import type { CallFacts } from '@subnetes/rpc'

/** At most one warning per method and code in this time; a broken worker must not fill the disk. */
export const WARN_INTERVAL_MS = 10_000

/** Failures whose cause is on our side of the wire. The rest is the caller's own doing. */
const OUR_FAILURES: ReadonlySet<ErrorCode> = new Set(['unavailable', 'internal', 'unknown', 'data_loss', 'deadline_exceeded', 'resource_exhausted'])

/** Seconds: a cached answer to a long generation. */
const BUCKETS: readonly number[] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

const ACTIVE: MetricInit = { name: 'subnetes_gateway_calls_active', help: 'Calls from peers that run or wait now', labelNames: ['protocol'] }

/** Records how a call ended: without an error when it ended well, `cancelled` when the caller left before the end. */
export type RecordEnd = (error: SubnetesError | undefined, messages: number) => void

/** Where a {@link CallRecorder} writes. */
export interface CallRecorderComponents {
  readonly metrics: Metrics
  readonly logger: Logger
}

/** Writes `subnetes_gateway_calls_total`, `_call_seconds`, `_calls_active` and `_response_messages_total`; logs each call at debug, failures that point at us or at a worker also at warn. */
export class CallRecorder {
  readonly #protocol: string
  readonly #log: Logger
  readonly #now: () => number
  readonly #active: Gauge
  readonly #calls: Counter
  readonly #seconds: Histogram
  readonly #messages: Counter
  readonly #warned = new Map<string, { at: number, suppressed: number }>()
  #running = 0

  /** @param now milliseconds of a clock that never goes back */
  constructor ({ metrics, logger }: CallRecorderComponents, protocol: string, now: () => number = () => performance.now()) {
    this.#protocol = protocol
    this.#log = logger.child({ component: 'calls', protocol })
    this.#now = now
    this.#active = metrics.gauge(ACTIVE)
    this.#calls = metrics.counter({ name: 'subnetes_gateway_calls_total', help: 'Calls from peers that have ended, by outcome', labelNames: ['protocol', 'method', 'code'] })
    this.#seconds = metrics.histogram({ name: 'subnetes_gateway_call_seconds', help: 'Duration of calls from peers, from arrival to the last message', labelNames: ['protocol', 'method'], buckets: BUCKETS })
    this.#messages = metrics.counter({ name: 'subnetes_gateway_response_messages_total', help: 'Response messages sent to peers', labelNames: ['protocol', 'method'] })
  }

  /** A call has arrived. */
  begin (call: CallFacts): RecordEnd {
    const startedAt = this.#now()
    this.#active.set(++this.#running, { protocol: this.#protocol })
    return (error, messages) => {
      const durationMs = this.#now() - startedAt
      this.#count(call, { error, messages, durationMs })
      this.#logEnd(call, { error, messages, durationMs })
    }
  }

  #count ({ method }: CallFacts, { error, messages, durationMs }: CallEnd): void {
    const labels = { protocol: this.#protocol, method: method.name }
    this.#active.set(--this.#running, { protocol: this.#protocol })
    this.#calls.inc({ protocol: this.#protocol, method: method.name, code: error?.code ?? 'ok' })
    this.#seconds.observe(durationMs / 1000, labels)
    if (messages > 0) this.#messages.inc(labels, messages)
  }

  #logEnd (call: CallFacts, { error, messages, durationMs }: CallEnd): void {
    const fields = { handle: call.handle, peerId: call.remotePeer, durationMs: Math.round(durationMs), messages, traceparent: call.traceparent }
    if (error === undefined) {
      this.#log.debug('call ended', fields)
      return
    }
    const failure = { ...fields, code: error.code, error: error.message }
    this.#log.debug('call failed', failure)
    if (OUR_FAILURES.has(error.code)) this.#warn(`${call.method.name} ${error.code}`, { ...failure, cause: error.cause instanceof Error ? error.cause.message : undefined })
  }

  #warn (kind: string, failure: Record<string, unknown>): void {
    const known = this.#warned.get(kind)
    if (known !== undefined && this.#now() - known.at < WARN_INTERVAL_MS) {
      known.suppressed += 1
      return
    }
    this.#log.warn('calls fail', { ...failure, suppressed: known?.suppressed ?? 0 })
    this.#warned.set(kind, { at: this.#now(), suppressed: 0 })
  }
}

interface CallEnd {
  readonly error: SubnetesError | undefined
  readonly messages: number
  readonly durationMs: number
}

/** Takes the present values of a protocol that is gone out of the metrics; its counters stay, as what has happened has happened. */
export function forgetProtocol (metrics: Metrics, protocol: string): void {
  metrics.gauge(ACTIVE).remove({ protocol })
}
