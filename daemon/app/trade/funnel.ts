import { type Series, seriesOf } from '../../ops/quantiles.ts'

/** Stages that an opportunity passes, in order. */
export const stages = [
  'seen',
  'priced',
  'decided',
  'simulated',
  'sent',
  'landed',
  'succeeded',
] as const

/** A stage of the funnel. */
export type Stage = (typeof stages)[number]

/** Spans whose length is measured, in the order of a cycle. */
export const spans = [
  'detection',
  'analysis',
  'decision',
  'simulation',
  'journal',
  'submission',
  'cycle',
] as const

/** A span of the cycle. */
export type Span = (typeof spans)[number]

/** What came of the opportunities of one pipeline since the daemon started. */
export type Funnel = {
  readonly pass: (stage: Stage, count?: number) => void
  /** Counts those that left after `stage`, and why. */
  readonly drop: (stage: Stage, why: string, count?: number) => void
  readonly time: (span: Span, us: number) => void
  readonly report: () => FunnelReport
}

/** The funnel at one moment: plain data. */
export type FunnelReport = {
  readonly counts: Readonly<Record<Stage, number>>
  /** Drops as `stage/WHY`: how many left after that stage for that reason. */
  readonly drops: Readonly<Record<string, number>>
  /** Microseconds; a span that was never measured is left out. */
  readonly latencyUs: Readonly<Partial<Record<Span, Quantiles>>>
}

/** Median and 99th percentile, in microseconds, of the last 10,000 measured. */
export type Quantiles = { readonly p50: number; readonly p99: number }

/** A funnel that nothing has passed yet. */
export function openFunnel(): Funnel {
  const counts = Object.fromEntries(stages.map((stage) => [stage, 0])) as Record<Stage, number>
  const drops: Record<string, number> = {}
  const series = Object.fromEntries(spans.map((span) => [span, seriesOf()])) as Record<Span, Series>
  return {
    pass(stage, count = 1) {
      counts[stage] += count
    },
    drop(stage, why, count = 1) {
      if (count > 0) drops[`${stage}/${why}`] = (drops[`${stage}/${why}`] ?? 0) + count
    },
    time: (span, us) => series[span].add(us),
    report() {
      const latencyUs: Partial<Record<Span, Quantiles>> = {}
      for (const span of spans) {
        const found = series[span].at([0.5, 0.99])
        if (found)
          latencyUs[span] = { p50: Math.round(found[0] ?? 0), p99: Math.round(found[1] ?? 0) }
      }
      return { counts: { ...counts }, drops: { ...drops }, latencyUs }
    },
  }
}
