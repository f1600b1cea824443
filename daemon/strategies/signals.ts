import type { Context } from '../kernel/ports.ts'
import type { Batch } from './types.ts'

/** Everything the strategies say out loud. */
export type StrategySignals = ReturnType<typeof strategySignals>

/** Signals of one network's search: one call writes the log line and moves the metric. */
export function strategySignals(ctx: Pick<Context, 'log' | 'meter'>, network: string) {
  const labels = { network }
  const cycles = ctx.meter.gauge('mevd_strategies_cycles', 'Cycles held.', ['network'])
  const found = ctx.meter.counter('mevd_strategies_opportunities_total', 'Opportunities found.', [
    'network',
  ])
  const search = ctx.meter.histogram(
    'mevd_strategies_search_seconds',
    'From state applied to opportunities out.',
    ['network'],
  )
  return {
    enumerated(count: number, truncated: boolean) {
      cycles(count, labels)
      ctx.log.info('cycles enumerated', { network, cycles: count })
      if (truncated)
        ctx.log.warn('the bound on cycles was reached: some are left out', {
          network,
          cycles: count,
        })
    },
    looked({ state, opportunities }: Batch, endUs: number) {
      found(labels, opportunities.length)
      search((endUs - state.stamps.applied) / 1e6, labels)
    },
  }
}
