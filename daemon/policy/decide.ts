import type { PolicyOptions } from '../config/types.ts'
import type { Clock } from '../kernel/ports.ts'
import { type Hex, least, ppm, share, type Wei } from '../kernel/units.ts'
import { rescore, type ScoringContext } from '../scoring/score.ts'
import type { Scored } from '../scoring/types.ts'
import type { Rules } from './engine.ts'
import { factsOf } from './facts.ts'
import type { Reservations } from './reservations.ts'
import type { PolicySignals } from './signals.ts'
import type { Denial, Exposure, Grounds, Verdict } from './types.ts'

/** What a decision rests on. */
export type PolicyContext = {
  readonly clock: Clock
  readonly scoring: ScoringContext
  readonly options: PolicyOptions
  readonly rules: Rules
  readonly exposure: Exposure
  readonly reservations: Reservations
  readonly signals: PolicySignals
  /** The token that gas is paid in at par. */
  readonly native: Hex
  /** Venues that execution can trade on. */
  readonly executable: ReadonlySet<string>
  /** Least net profit of a strategy; null where the strategy is gone. */
  readonly minProfit: (strategy: string) => Wei | null
}

/** A shrunk trade is decided again; this many times, then it is refused. */
const MAX_ROUNDS = 4

/**
 * Decides on one scored opportunity: hard limits, then rules, then the reservation.
 *
 * What is too large is shrunk, priced exactly at its new size, and decided again. A `take` holds its
 * reservation; whoever gets it must release it.
 */
export async function decide(ctx: PolicyContext, first: Scored): Promise<Verdict> {
  const verdict = await settle(ctx, first)
  ctx.signals.decided(verdict)
  return verdict
}

async function settle(ctx: PolicyContext, first: Scored): Promise<Verdict> {
  const whole = withinLimits(ctx, first)
  let scored = whole
  let grounds: Grounds | null = null
  const no = (why: Denial, detail: string): Verdict => ({
    kind: 'skip',
    why,
    detail,
    scored,
    grounds,
    decidedAt: ctx.clock.monotonic(),
  })
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const refusal = hardLimit(ctx, scored)
    if (refusal) return no(...refusal)
    const facts = factsOf(scored, ctx.exposure)
    if (facts === null) return no('RULES_FAILED', 'a fact is unknown')
    const ruling = await ctx.rules.ask(facts)
    if (ruling.kind === 'failed') return no('RULES_FAILED', ruling.why)
    grounds = { facts, fired: ruling.fired, revision: ctx.rules.revision }
    if (ruling.denied.length > 0) return no('RULE', ruling.denied.join(', '))
    const size = share(whole.input, ppm(ruling.factorPpm))
    if (size >= scored.input) return reserve(ctx, scored, grounds, no)
    scored = rescore(ctx.scoring, scored, size)
  }
  return no('RULE', 'the rules shrink it again at every size')
}

/** The trade at no more than the hard limit and the capital that is free. */
function withinLimits(ctx: PolicyContext, scored: Scored): Scored {
  const free = ctx.reservations.free(scored.opportunity.input.token) ?? 0n
  const most = least(ctx.options.maxTrade, free)
  return scored.input > most && most > 0n ? rescore(ctx.scoring, scored, most) : scored
}

function hardLimit(ctx: PolicyContext, scored: Scored): [Denial, string] | null {
  const ageUs = ctx.clock.monotonic() - scored.opportunity.stamps.received
  if (ageUs > ctx.options.stale * 1000) return ['STALE', `${Math.round(ageUs)} µs old`]
  const closed = scored.opportunity.hops.find(({ state }) => !ctx.executable.has(state.venue))
  if (closed) return ['NOT_EXECUTABLE', `the executor cannot trade on ${closed.state.venue}`]
  if (scored.opportunity.input.token !== ctx.native)
    return ['NOT_NATIVE', 'gas cannot be set against a profit in another token']
  const least = ctx.minProfit(scored.strategy)
  if (least === null) return ['STOPPED', `${scored.strategy} is no longer in the pipeline`]
  if (scored.net < least) return ['NET_BELOW_MIN', `${scored.net} wei after gas`]
  if (scored.atRisk > ctx.options.maxLoss) return ['MAX_LOSS', `${scored.atRisk} wei at risk`]
  if (scored.input > ctx.options.maxTrade) return ['CAPITAL', `${scored.input} units to put in`]
  return null
}

function reserve(
  ctx: PolicyContext,
  scored: Scored,
  grounds: Grounds,
  no: (why: Denial, detail: string) => Verdict,
): Verdict {
  const { id, hops, input } = scored.opportunity
  const reservation = {
    id,
    token: input.token,
    input: scored.input,
    atRisk: scored.atRisk,
    pools: hops.map((hop) => hop.pool),
  }
  const taken = ctx.reservations.take(reservation)
  if (taken !== 'taken') return no(taken, `${scored.input} units wanted`)
  return { kind: 'take', scored, reservation, grounds, decidedAt: ctx.clock.monotonic() }
}
