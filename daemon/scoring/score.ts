import type { ExecutionOptions } from '../config/types.ts'
import type { Clock } from '../kernel/ports.ts'
import { type Gas, gas, least, type Wei, wei } from '../kernel/units.ts'
import { quotePath } from '../market/quote.ts'
import type { Conditions } from '../market/types.ts'
import type { Claimed, Opportunity } from '../strategies/types.ts'
import type { GasBid, Scored, Tuning } from './types.ts'

/** Over the expected gas by this much before the limit cuts a transaction off, in percent. */
const LIMIT_PERCENT = 150

/** What scoring needs beside the opportunity. */
export type ScoringContext = {
  readonly clock: Clock
  readonly options: Pick<ExecutionOptions, 'priorityFee' | 'maxFee'>
  readonly tuning: () => Tuning
}

/** Gross to net at the size that the search found best. */
export function score(ctx: ScoringContext, claimed: Claimed, conditions: Conditions): Scored {
  const { opportunity, strategy } = claimed
  const bid = bidFor(ctx, opportunity, conditions)
  const { input, output } = opportunity
  return atSize(ctx, { opportunity, strategy, conditions, bid }, input.units, output.units)
}

/** The same opportunity priced again, exactly, at a smaller input. */
export function rescore(ctx: ScoringContext, scored: Scored, input: bigint): Scored {
  const path = scored.opportunity.hops.map((hop) => hop.state)
  return atSize(ctx, scored, input, quotePath(path, input))
}

function atSize(
  ctx: ScoringContext,
  what: Pick<Scored, 'opportunity' | 'strategy' | 'conditions' | 'bid'>,
  input: bigint,
  output: bigint,
): Scored {
  const { bid, conditions } = what
  const gasPrice = least(conditions.nextBaseFee + bid.priorityFee, bid.maxFee)
  const gasCost = wei(bid.expected * gasPrice)
  return {
    opportunity: what.opportunity,
    strategy: what.strategy,
    conditions,
    bid,
    input,
    output,
    gross: output - input,
    gasCost,
    net: wei(output - input - gasCost),
    atRisk: wei(bid.limit * bid.maxFee),
    scoredAt: ctx.clock.monotonic(),
  }
}

/** Room for the base fee to double, within the cap that the pipeline sets. */
function bidFor(ctx: ScoringContext, opportunity: Opportunity, conditions: Conditions): GasBid {
  const { priorityFee, maxFee } = ctx.options
  const expected = gasFor(ctx.tuning(), opportunity)
  const roomy = 2n * conditions.nextBaseFee + priorityFee
  const cap: Wei = wei(least(roomy, maxFee))
  return {
    expected,
    limit: gas((expected * BigInt(LIMIT_PERCENT)) / 100n),
    maxFee: cap,
    priorityFee: wei(least(priorityFee, cap)),
  }
}

function gasFor(tuning: Tuning, opportunity: Opportunity): Gas {
  const hops = opportunity.hops.reduce(
    (sum, hop) => sum + (tuning.gasPerHop[hop.state.venue] ?? 0),
    0,
  )
  return gas(BigInt(Math.ceil(tuning.gasBase + hops)))
}
