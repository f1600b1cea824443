import type { Rpc } from '../chains/types.ts'
import { MevdError, messageOf } from '../kernel/errors.ts'
import type { Clock } from '../kernel/ports.ts'
import type { Hex, Micros } from '../kernel/units.ts'
import type { Signer } from './chain/signer.ts'
import { signTransaction } from './chain/transaction.ts'
import type { Nonces } from './orders/nonces.ts'
import { type Plan, planOf } from './plan.ts'
import { simulate } from './simulate.ts'
import type { Order, SendStamps, Taken } from './types.ts'

/** Why a trade that policy took was not sent. */
export type Unsent =
  | 'SIMULATION_REVERTED'
  | 'STALE'
  | 'STOPPED'
  | 'SHADOW'
  | 'NONCE_UNKNOWN'
  | 'NODE_REFUSED'
  | 'NODE_UNREACHABLE'

/** How carrying out a trade ended. */
export type Carried =
  | { readonly kind: 'sent'; readonly order: Order; readonly stamps: SendStamps }
  | {
      readonly kind: 'unsent'
      readonly why: Unsent
      readonly detail: string
      readonly simulated: boolean
      /** Set where it was journaled before the send failed: its outcome is to be recorded too. */
      readonly order: Order | null
    }

/** What carrying out a trade needs. */
export type CarryContext = {
  readonly clock: Clock
  readonly rpc: Rpc
  readonly chainId: number
  readonly executor: Hex
  readonly signer: Signer
  readonly nonces: Nonces
  readonly mode: 'shadow' | 'live'
  /** Makes the order durable; nothing is sent before it resolves. */
  readonly journal: (order: Order, taken: Taken) => Promise<void>
  /** The send gate: asked before the order is journaled, and right before the send. Null lets pass. */
  readonly gate: (taken: Taken) => 'STALE' | 'STOPPED' | null
}

/**
 * Carries out a trade that policy took: simulate the very call, sign, journal, send.
 *
 * Never rejects for what the node says: a refusal is an answer. Where the link breaks during the send
 * the order counts as sent, since it may have arrived.
 */
export async function carry(ctx: CarryContext, taken: Taken): Promise<Carried> {
  const plan = planOf(taken.scored, ctx.executor)
  const run = await trial(ctx, plan, taken)
  if (run !== null) return run
  const simulated = ctx.clock.monotonic()
  const closed = ctx.gate(taken)
  if (closed !== null) return unsent(closed, 'after the simulation', true)
  if (ctx.mode === 'shadow') return unsent('SHADOW', 'the pipeline is in shadow mode', true)
  const order = orderOf(ctx, plan, taken)
  if (order === null) return unsent('NONCE_UNKNOWN', 'the chain has not told the nonce', true)
  await ctx.journal(order, taken)
  const shut = ctx.gate(taken)
  if (shut !== null) {
    ctx.nonces.release(order.signer, order.nonce)
    return unsent(shut, 'while it was journaled', true, order)
  }
  return send(ctx, order, { simulated, journaled: ctx.clock.monotonic() })
}

const unsent = (
  why: Unsent,
  detail: string,
  simulated: boolean,
  order: Order | null = null,
): Carried => ({ kind: 'unsent', why, detail, simulated, order })

async function trial(ctx: CarryContext, plan: Plan, taken: Taken): Promise<Carried | null> {
  try {
    const run = await simulate(ctx.rpc, ctx.signer.address, plan, taken.scored.bid)
    return run.kind === 'pays' ? null : unsent('SIMULATION_REVERTED', run.why, false)
  } catch (error) {
    return unsent('NODE_UNREACHABLE', messageOf(error), false)
  }
}

function orderOf(ctx: CarryContext, plan: Plan, taken: Taken): Order | null {
  const { scored } = taken
  const nonce = ctx.nonces.claim(ctx.signer.address)
  if (nonce === null) return null
  const { raw, hash } = signTransaction(
    {
      chainId: ctx.chainId,
      nonce,
      to: plan.to,
      data: plan.data,
      gasLimit: scored.bid.limit,
      maxFee: scored.bid.maxFee,
      priorityFee: scored.bid.priorityFee,
    },
    ctx.signer,
  )
  return {
    id: scored.opportunity.id,
    network: scored.opportunity.network,
    signer: ctx.signer.address,
    nonce,
    hash,
    raw,
    expected: scored.net,
    venues: scored.opportunity.hops.map((hop) => hop.state.venue),
    height: scored.opportunity.block.height,
  }
}

async function send(
  ctx: CarryContext,
  order: Order,
  stamps: { readonly simulated: Micros; readonly journaled: Micros },
): Promise<Carried> {
  const written = ctx.rpc.request<Hex>('eth_sendRawTransaction', [order.raw])
  const sent = ctx.clock.monotonic()
  try {
    await written
    return { kind: 'sent', order, stamps: { ...stamps, sent } }
  } catch (error) {
    if (error instanceof MevdError && error.code === 'NODE_ERROR') {
      ctx.nonces.release(order.signer, order.nonce)
      return unsent('NODE_REFUSED', error.message, true, order)
    }
    return { kind: 'sent', order, stamps: { ...stamps, sent } }
  }
}
