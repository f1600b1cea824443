import type { Context } from '../kernel/ports.ts'
import type { Hex } from '../kernel/units.ts'

/** Everything the market says out loud. */
export type MarketSignals = ReturnType<typeof marketSignals>

/** Signals of one network's market: one call writes the log line and moves the metric. */
export function marketSignals(ctx: Pick<Context, 'log' | 'meter'>, network: string) {
  const labels = { network }
  const logs = ctx.meter.counter('mevd_market_logs_total', 'Logs looked at.', ['network'])
  const updates = ctx.meter.counter('mevd_market_updates_total', 'Pools changed.', ['network'])
  const pools = ctx.meter.gauge('mevd_market_pools', 'Pools tracked.', ['network'])
  const outcasts = ctx.meter.counter('mevd_market_quarantined_total', 'Pools taken out.', [
    'network',
  ])
  return {
    applied(seen: number, touched: number) {
      logs(labels, seen)
      updates(labels, touched)
    },
    opened(count: number, tookMs: number, height: number) {
      pools(count, labels)
      ctx.log.info('market read', { network, pools: count, took_ms: tookMs, height })
    },
    quarantined(pool: Hex, why: string) {
      outcasts(labels)
      ctx.log.error('pool quarantined', { network, pool, why })
    },
  }
}
