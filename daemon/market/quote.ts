import { type PoolTable, readV2, readV3, VENUE } from './pools/table.ts'
import { quoteExactIn } from './venues/uniswap-v2.ts'
import type { V3State } from './venues/uniswap-v3/state.ts'
import { swapExactIn } from './venues/uniswap-v3/swap.ts'
import { ticksBetween } from './venues/uniswap-v3/ticks.ts'

/** One hop of a path with all that its output depends on, immutable: it can be priced anywhere. */
export type HopState =
  | {
      readonly venue: 'uniswap-v2'
      readonly reserveIn: bigint
      readonly reserveOut: bigint
      readonly feePpm: number
    }
  | { readonly venue: 'uniswap-v3'; readonly zeroForOne: boolean; readonly state: V3State }

/** The hop through pool `id` in the given direction, as the pool is now. */
export function hopState(table: PoolTable, id: number, zeroForOne: boolean): HopState {
  if (table.venue[id] === VENUE['uniswap-v2']) {
    const [reserve0, reserve1] = readV2(table, id)
    const fee = zeroForOne ? table.fee01[id] : table.fee10[id]
    return {
      venue: 'uniswap-v2',
      reserveIn: zeroForOne ? reserve0 : reserve1,
      reserveOut: zeroForOne ? reserve1 : reserve0,
      feePpm: fee ?? 0,
    }
  }
  const ticks = table.ticks[id]
  if (!ticks) throw new RangeError(`pool ${id} has no ticks`)
  const state = {
    ...readV3(table, id),
    tickSpacing: table.spacing[id] ?? 1,
    feePpm: table.fee01[id] ?? 0,
    ticks,
  }
  return { venue: 'uniswap-v3', zeroForOne, state }
}

/**
 * Exact output of one hop for an exact input, in smallest units, as the pool's contract computes it.
 *
 * @returns 0 where the pool would revert, pay nothing, or could not take the whole input.
 */
export function quoteHop(hop: HopState, amountIn: bigint): bigint {
  if (hop.venue === 'uniswap-v2') {
    const quote = quoteExactIn(hop.reserveIn, hop.reserveOut, hop.feePpm, amountIn)
    return quote.kind === 'quoted' ? quote.amountOut : 0n
  }
  const swap = swapExactIn(hop.state, hop.zeroForOne, amountIn)
  return swap.amountIn === amountIn ? swap.amountOut : 0n
}

/** Exact output of a path of hops, each fed with what the one before it pays. */
export function quotePath(hops: readonly HopState[], amountIn: bigint): bigint {
  let amount = amountIn
  for (const hop of hops) {
    if (amount === 0n) return 0n
    amount = quoteHop(hop, amount)
  }
  return amount
}

/** The hop with only the ticks that an input of at most `amountIn` can reach, to travel light. */
export function trimmed(hop: HopState, amountIn: bigint): HopState {
  if (hop.venue === 'uniswap-v2') return hop
  const { state } = hop
  const end = swapExactIn(state, hop.zeroForOne, amountIn).tick
  const from = Math.min(end, state.tick) - state.tickSpacing
  const to = Math.max(end, state.tick) + state.tickSpacing
  return { ...hop, state: { ...state, ticks: ticksBetween(state.ticks, from, to) } }
}
