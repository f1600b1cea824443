import type { Context } from '../kernel/ports.ts'
import type { Batch } from './types.ts'

/** Everything the strategies say out loud. */
export type StrategySignals = ReturnType<typeof strategySignals>

/** Signals of one network's search: one call writes the log line and moves the metric. */
export function strategySignals(ctx: Pick<Context, 'log' | 'meter'>, network: string) {
  const labels = { network }
  const cycles = ctx.meter.gauge('mevd_strategies_cycles', 'Cycles held, at most.', ['network'])
  const cuts = ctx.meter.counter('mevd_strategies_truncations_total', 'Bounds reached.', [
    'network',
  ])
  const found = ctx.meter.counter('mevd_strategies_opportunities_total', 'Opportunities found.', [
    'network',
  ])
  const search = ctx.meter.histogram(
    'mevd_strategies_search_seconds',
    'From state applied to opportunities out.',
    ['network'],
  )
  return {
    enumerated(count: number, halves: number, truncated: boolean) {
      cycles(count, labels)
      ctx.log.info('cycles indexed', { network, cycles: count, halves })
      if (!truncated) return
      cuts(labels)
      ctx.log.warn('the bound on half-paths was reached: cycles are left out', { network, halves })
    },
    cutShort(height: number) {
      cuts(labels)
      ctx.log.warn('more cycles paid than one look may give: the rest is left out', {
        network,
        height,
      })
    },
    looked({ state, opportunities }: Batch, endUs: number) {
      found(labels, opportunities.length)
      search((endUs - state.stamps.applied) / 1e6, labels)
    },
  }
}
