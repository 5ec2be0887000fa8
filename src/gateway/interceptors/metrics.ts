/** Counts and times calls. Labels come from closed sets: protocols and methods the operator assigned, error codes. */
import type { MetricInit, Metrics } from '@subnetes/common'
import type { CallObserver } from './observe.ts'

/** Seconds: a cached answer to a long generation. */
const BUCKETS: readonly number[] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300]

const ACTIVE: MetricInit = { name: 'subnetes_gateway_calls_active', help: 'Calls from peers that run or wait now', labelNames: ['protocol'] }

/** Takes the present values of a protocol that is gone out of the metrics; its counters stay, as what has happened has happened. */
export function forgetProtocol (metrics: Metrics, protocol: string): void {
  metrics.gauge(ACTIVE).remove({ protocol })
}

/** An observer that writes `subnetes_gateway_calls_total`, `_call_seconds`, `_calls_active` and `_response_messages_total` for one protocol. */
export function metricsObserver (metrics: Metrics, protocol: string): CallObserver {
  const calls = metrics.counter({ name: 'subnetes_gateway_calls_total', help: 'Calls from peers that have ended, by outcome', labelNames: ['protocol', 'method', 'code'] })
  const seconds = metrics.histogram({ name: 'subnetes_gateway_call_seconds', help: 'Duration of calls from peers, from arrival to the last message', labelNames: ['protocol', 'method'], buckets: BUCKETS })
  const active = metrics.gauge(ACTIVE)
  const messages = metrics.counter({ name: 'subnetes_gateway_response_messages_total', help: 'Response messages sent to peers', labelNames: ['protocol', 'method'] })
  let running = 0
  return (call) => {
    const labels = { protocol, method: call.method.name }
    active.set(++running, { protocol })
    return (end) => {
      active.set(--running, { protocol })
      calls.inc({ ...labels, code: end.error?.code ?? 'ok' })
      seconds.observe(end.durationMs / 1000, labels)
      if (end.messages > 0) messages.inc(labels, end.messages)
    }
  }
}
