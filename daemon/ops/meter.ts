import {
  AggregatorRegistry,
  Counter,
  Gauge,
  Histogram,
  type MetricObject,
  Registry,
} from 'prom-client'
import type { Meter } from '../kernel/ports.ts'

/** Samples of one thread, as they are handed to another. */
export type Snapshot = readonly MetricObject[]

/** A meter, and what it has measured. */
export type Metrics = {
  readonly meter: Meter
  /** All samples, to be handed to another thread. */
  readonly snapshot: () => Promise<Snapshot>
}

/** Seconds from 10 µs to 10 s: stages of a trade lie at the low end, nodes at the high. */
const BUCKETS = [
  0.00001, 0.00005, 0.0001, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 10,
]

/** A meter of this thread. Asking twice for one name gives the same metric. */
export function openMeter(): Metrics {
  const registry = new Registry()
  const once = <T>(name: string, make: () => T): T =>
    (registry.getSingleMetric(name) as T | undefined) ?? make()
  return {
    snapshot: () => registry.getMetricsAsJSON() as unknown as Promise<Snapshot>,
    meter: {
      counter(name, help, labelNames = []) {
        const registers = [registry]
        const metric = once(
          name,
          () => new Counter({ name, help, labelNames: [...labelNames], registers }),
        )
        return (labels = {}, by = 1) => metric.inc(labels, by)
      },
      gauge(name, help, labelNames = []) {
        const registers = [registry]
        const metric = once(
          name,
          () => new Gauge({ name, help, labelNames: [...labelNames], registers }),
        )
        return (value, labels = {}) => metric.set(labels, value)
      },
      histogram(name, help, labelNames = []) {
        const registers = [registry]
        const metric = once(
          name,
          () =>
            new Histogram({ name, help, labelNames: [...labelNames], registers, buckets: BUCKETS }),
        )
        return (seconds, labels = {}) => metric.observe(labels, seconds)
      },
    },
  }
}

/** The samples of several threads as one text in Prometheus' exposition format; counts add up. */
export const exposition = (snapshots: readonly Snapshot[]): Promise<string> =>
  AggregatorRegistry.aggregate(snapshots.map((each) => [...each])).metrics()
