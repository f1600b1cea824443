import type { PipelineConfig } from '../../config/types.ts'
import { type Carried, type CarryContext, carry } from '../../execution/carry.ts'
import { executableVenues } from '../../execution/plan.ts'
import type { Order, Taken } from '../../execution/types.ts'
import type { Clock } from '../../kernel/ports.ts'
import { post } from '../../ledger/books.ts'
import type { Line } from '../../ledger/types.ts'
import { decide, type PolicyContext } from '../../policy/decide.ts'
import type { Rules } from '../../policy/engine.ts'
import type { PolicySignals } from '../../policy/signals.ts'
import type { Verdict } from '../../policy/types.ts'
import { resolveOverlaps } from '../../scoring/resolve.ts'
import { score } from '../../scoring/score.ts'
import type { Scored } from '../../scoring/types.ts'
import type { Findings } from '../../strategies/types.ts'
import type { Desk } from './desk.ts'

/** What trading of one generation stands on, over a desk that outlives it. */
export type TradeContext = {
  readonly clock: Clock
  readonly desk: Desk
  readonly pipeline: PipelineConfig
  readonly rules: Rules
  readonly signals: PolicySignals
}

/** Takes one block's findings through scoring, policy and execution, the best first. */
export async function trade(ctx: TradeContext, findings: Findings): Promise<void> {
  const { funnel } = ctx.desk
  const { claimed, unclaimed } = findings
  funnel.pass('seen', claimed.length)
  for (const [why, count] of Object.entries(unclaimed)) {
    funnel.pass('seen', count)
    funnel.drop('seen', why, count)
  }
  const policy = policyOf(ctx)
  const scored = claimed.map((each) => score(policy.scoring, each, findings.conditions))
  const worth = scored.filter((each) => isWorth(policy, each))
  funnel.drop('seen', 'NET_BELOW_MIN', scored.length - worth.length)
  const { apart, overlapping } = resolveOverlaps(worth)
  funnel.drop('seen', 'OVERLAP', overlapping.length)
  for (const each of apart) await one(ctx, policy, each)
}

const isWorth = (policy: PolicyContext, scored: Scored): boolean =>
  scored.net >= (policy.minProfit(scored.strategy) ?? scored.net + 1n)

function policyOf(ctx: TradeContext): PolicyContext {
  const { clock, desk, pipeline, rules, signals } = ctx
  return {
    clock,
    scoring: { clock, options: pipeline.execution, tuning: () => desk.tuning },
    options: pipeline.policy,
    rules,
    exposure: desk.exposure,
    reservations: desk.reservations,
    signals,
    native: pipeline.markets.native,
    executable: executableVenues,
    minProfit: (name) => pipeline.strategies.find((each) => each.name === name)?.minProfit ?? null,
  }
}

async function one(ctx: TradeContext, policy: PolicyContext, scored: Scored): Promise<void> {
  const { funnel, writer } = ctx.desk
  funnel.pass('priced')
  const verdict = await decide(policy, scored)
  if (verdict.kind === 'skip') {
    funnel.drop('priced', verdict.why)
    writer.note([skipNote(verdict)])
    return
  }
  funnel.pass('decided')
  const carried = await carryOut(ctx, verdict)
  if (carried === null) {
    funnel.drop('decided', 'SIGNER_MISSING')
    ctx.desk.reservations.release(verdict.reservation.id)
    return
  }
  settle(ctx, verdict, carried)
}

const skipNote = (verdict: Extract<Verdict, { kind: 'skip' }>) => ({
  kind: 'skip' as const,
  id: verdict.scored.opportunity.id,
  why: verdict.why,
  detail: verdict.detail,
  body: verdict.grounds,
})

async function carryOut(ctx: TradeContext, taken: Taken): Promise<Carried | null> {
  const { clock, desk, pipeline } = ctx
  if (desk.signer === null) return null
  const carrying: CarryContext = {
    clock,
    rpc: desk.connection,
    chainId: pipeline.chainId,
    executor: pipeline.execution.executor,
    signer: desk.signer,
    nonces: desk.nonces,
    mode: pipeline.execution.mode,
    journal: (order) => journal(desk, order, taken),
    gate: () => gate(ctx, taken),
  }
  return carry(carrying, taken)
}

/**
 * Nothing leaves while the daemon stops, while the state is unknown, or after the price has aged; nor
 * what the newest generation's hard limits no longer allow, whichever generation decided on it.
 */
function gate(
  { desk, clock, pipeline }: TradeContext,
  { scored }: Taken,
): 'STALE' | 'STOPPED' | null {
  if (desk.stopped || !desk.linked || !desk.synced) return 'STOPPED'
  const { policy, strategies, execution } = desk.newest
  const isGone = !strategies.some(({ name }) => name === scored.strategy)
  if (isGone || execution.mode !== pipeline.execution.mode) return 'STOPPED'
  if (scored.input > policy.maxTrade || scored.atRisk > policy.maxLoss) return 'STOPPED'
  const ageUs = clock.monotonic() - scored.opportunity.stamps.received
  return ageUs > policy.stale * 1000 ? 'STALE' : null
}

async function journal(desk: Desk, order: Order, taken: Taken): Promise<void> {
  const { reservation, grounds, scored } = taken
  const { token, input, atRisk, pools } = reservation
  const line: Line = {
    kind: 'order',
    order,
    token,
    input,
    atRisk,
    pools,
    strategy: scored.strategy,
    ...grounds,
  }
  post(desk.books, line)
  await desk.writer.append([{ network: desk.network, ...line }])
}

function settle(ctx: TradeContext, taken: Taken, carried: Carried): void {
  const { desk } = ctx
  if (carried.order !== null) desk.watch.add(carried.order)
  if (carried.kind === 'sent') {
    desk.funnel.pass('simulated')
    desk.funnel.pass('sent')
    time(ctx, taken, carried)
    return
  }
  if (carried.simulated) desk.funnel.pass('simulated')
  desk.funnel.drop(carried.simulated ? 'simulated' : 'decided', carried.why)
  const { id } = taken.reservation
  if (carried.order === null) desk.reservations.release(id)
  desk.writer.note([
    { kind: 'unsent', id, why: carried.why, detail: carried.detail, body: taken.grounds },
  ])
}

function time(ctx: TradeContext, taken: Taken, carried: Extract<Carried, { kind: 'sent' }>): void {
  const { funnel } = ctx.desk
  const { received, found } = taken.scored.opportunity.stamps
  const { simulated, journaled, sent } = carried.stamps
  funnel.time('decision', taken.decidedAt - found)
  funnel.time('simulation', simulated - taken.decidedAt)
  funnel.time('journal', journaled - simulated)
  funnel.time('submission', sent - journaled)
  funnel.time('cycle', sent - received)
}
