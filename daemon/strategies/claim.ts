import type { PipelineConfig } from '../config/types.ts'
import type { Clock } from '../kernel/ports.ts'
import { conditionsAt } from '../market/conditions.ts'
import type { StrategySignals } from './signals.ts'
import type { Batch, Claimed, Findings } from './types.ts'

/** A batch and the stream of the graph that it came out of. */
export type Sighting = { readonly stream: string; readonly batch: Batch }

/**
 * Hands each opportunity to the first strategy, in file order, whose conditions it meets.
 *
 * Gross profit only shrinks on its way to net, so what lies below a strategy's least net is not taken.
 * What two streams find of the same state goes to one strategy once: findings are remembered until
 * the next block.
 */
export function claiming(
  ctx: { readonly clock: Clock; readonly signals: StrategySignals },
  pipeline: PipelineConfig,
  generation: number,
): (sighting: Sighting) => Findings {
  let block = ''
  const taken = new Set<string>()

  return ({ stream, batch }) => {
    const { head } = batch.state
    if (head.id !== block) taken.clear()
    block = head.id
    const conditions = conditionsAt(pipeline.network, head)
    const fresh = batch.opportunities.filter((found) => !taken.has(found.id))
    const claimed: Claimed[] = []
    const unclaimed = { BELOW_MIN_PROFIT: 0, GAS_TOO_DEAR: 0 }
    const takers = pipeline.strategies.filter((each) => each.from === stream)
    for (const opportunity of fresh) {
      const strategy = takers.find(
        (each) => conditions.nextBaseFee <= each.maxGas && opportunity.profit >= each.minProfit,
      )
      if (strategy) {
        taken.add(opportunity.id)
        claimed.push({ strategy: strategy.name, opportunity })
      } else if (takers.some((each) => opportunity.profit >= each.minProfit))
        unclaimed.GAS_TOO_DEAR++
      else unclaimed.BELOW_MIN_PROFIT++
    }
    ctx.signals.looked(batch, ctx.clock.monotonic())
    return {
      network: pipeline.network,
      pipeline: pipeline.name,
      generation,
      conditions,
      stamps: batch.state.stamps,
      claimed,
      unclaimed,
    }
  }
}
