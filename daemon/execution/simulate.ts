import type { Rpc } from '../chains/types.ts'
import { MevdError } from '../kernel/errors.ts'
import { quantity, uintAt } from '../kernel/hex.ts'
import type { Hex } from '../kernel/units.ts'
import type { GasBid } from '../scoring/types.ts'
import type { Plan } from './plan.ts'

/** What the node says the call would do on top of its latest block. */
export type Simulated =
  | { readonly kind: 'pays'; readonly profit: bigint }
  | { readonly kind: 'reverts'; readonly why: string }

/** Runs the exact call data at the node, from the account that will send it, with its gas and fee. */
export async function simulate(rpc: Rpc, from: Hex, plan: Plan, bid: GasBid): Promise<Simulated> {
  try {
    const answer = await rpc.request<Hex>('eth_call', [
      {
        from,
        to: plan.to,
        data: plan.data,
        gas: quantity(bid.limit),
        maxFeePerGas: quantity(bid.maxFee),
        maxPriorityFeePerGas: quantity(bid.priorityFee),
      },
      'latest',
    ])
    if (answer.length < 66) return { kind: 'reverts', why: 'no answer: is the executor deployed?' }
    return { kind: 'pays', profit: uintAt(answer, 0) }
  } catch (error) {
    if (error instanceof MevdError && error.code === 'NODE_ERROR')
      return { kind: 'reverts', why: error.message }
    throw error
  }
}
