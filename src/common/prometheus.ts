/** The prom-client implementation of {@link Metrics}. Composition roots only. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { MetricInit, Metrics } from './metrics.ts'

/** Metrics plus the text a scrape gets. */
export interface PrometheusMetrics extends Metrics {
  readonly contentType: string
  /** The exposition text (https://prometheus.io/docs/instrumenting/exposition_formats/). */
  render: () => Promise<string>
}

/** A fresh registry with the process's default metrics (CPU, memory, event loop) in it. */
export function prometheusMetrics (): PrometheusMetrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const made = new Map<string, Counter | Gauge | Histogram>()
  function once<T extends Counter | Gauge | Histogram> (name: string, make: () => T): T {
    const known = made.get(name)
    if (known !== undefined) return known as T
    const fresh = make()
    made.set(name, fresh)
    return fresh
  }
  const options = (init: MetricInit): { name: string, help: string, labelNames: string[], registers: Registry[] } =>
    ({ name: init.name, help: init.help, labelNames: [...init.labelNames ?? []], registers: [registry] })
  return {
    contentType: registry.contentType,
    render: async () => await registry.metrics(),
    counter: (init) => {
      const metric = once(init.name, () => new Counter(options(init)))
      return { inc: (labels, value = 1) => metric.inc(labels ?? {}, value) }
    },
    gauge: (init) => {
      const metric = once(init.name, () => new Gauge(options(init)))
      return { set: (value, labels) => metric.set(labels ?? {}, value), remove: (labels) => metric.remove(labels) }
    },
    histogram: (init) => {
      const metric = once(init.name, () => new Histogram({ ...options(init), ...(init.buckets === undefined ? {} : { buckets: [...init.buckets] }) }))
      return { observe: (value, labels) => metric.observe(labels ?? {}, value) }
    }
  }
}
