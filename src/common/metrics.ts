/** Metrics as a component, in the shape of the Prometheus client. The implementation is `@subnetes/common/prometheus`, reached from a composition root only. */

/** Label values by label name. Values come from closed sets, never peer or job ids. */
export type Labels = Readonly<Record<string, string>>

/** What only grows. */
export interface Counter { inc: (labels?: Labels, value?: number) => void }
/** What goes up and down. */
export interface Gauge { set: (value: number, labels?: Labels) => void, remove: (labels: Labels) => void }
/** Observations sorted into buckets; unit is in the metric's name. */
export interface Histogram { observe: (value: number, labels?: Labels) => void }

/** What a metric is called and means. Names are `subnetes_<process>_<noun>_<unit>`. */
export interface MetricInit { name: string, help: string, labelNames?: readonly string[], buckets?: readonly number[] }

/** Makes metrics; asking for a name twice gives the same metric. */
export interface Metrics {
  counter: (init: MetricInit) => Counter
  gauge: (init: MetricInit) => Gauge
  histogram: (init: MetricInit) => Histogram
}

/** Counts nothing: the default of libraries and tests. */
export const silentMetrics: Metrics = {
  counter: () => ({ inc: () => {} }),
  gauge: () => ({ set: () => {}, remove: () => {} }),
  histogram: () => ({ observe: () => {} })
}
