import { type PoolTable, readState, readV2, readV3 } from './pools/table.ts'
import { type VenueName, venueOf } from './venues/catalogue.ts'
import { quoteExactIn, quoteExactOut } from './venues/uniswap-v2.ts'
import type { V3State } from './venues/uniswap-v3/state.ts'
import { swapExactIn, swapExactOut } from './venues/uniswap-v3/swap.ts'
import { ticksBetween } from './venues/uniswap-v3/ticks.ts'
import type { Moment, Product } from './venues/venue.ts'

/** One hop of a path with all that its output depends on, immutable: it can be priced anywhere. */
export type HopState =
  | {
      readonly venue: 'uniswap-v2'
      readonly reserveIn: bigint
      readonly reserveOut: bigint
      readonly feePpm: number
    }
  | { readonly venue: 'uniswap-v3'; readonly zeroForOne: boolean; readonly state: V3State }
  | {
      readonly venue: Exclude<VenueName, 'uniswap-v2' | 'uniswap-v3'>
      /** Places of the two tokens in the pool. */
      readonly i: number
      readonly j: number
      readonly state: unknown
      readonly at: Moment
    }

/** The hop along one edge of the table, as its pool is now. */
export function hopState(table: PoolTable, edge: number): HopState {
  const { edges } = table
  const id = edges.pool[edge] as number
  const i = edges.i[edge] as number
  const j = edges.j[edge] as number
  const venue = table.venues[id] as VenueName
  if (venue === 'uniswap-v2') {
    const { reserves, feePpm } = readV2(table, id)
    return {
      venue,
      reserveIn: reserves[i] ?? 0n,
      reserveOut: reserves[j] ?? 0n,
      feePpm: feePpm[i] ?? 0,
    }
  }
  if (venue === 'uniswap-v3') return { venue, zeroForOne: i === 0, state: readV3(table, id) }
  return { venue, i, j, state: readState(table, id), at: { time: table.time } }
}

/**
 * Exact output of one hop for an exact input, in smallest units, as the pool's contract computes it.
 *
 * @returns 0 where the pool would revert, pay nothing, or could not take the whole input.
 */
export function quoteHop(hop: HopState, amountIn: bigint): bigint {
  if (hop.venue === 'uniswap-v3') {
    const swap = swapExactIn(hop.state, hop.zeroForOne, amountIn)
    return swap.amountIn === amountIn ? swap.amountOut : 0n
  }
  const quote =
    hop.venue === 'uniswap-v2'
      ? quoteExactIn(hop.reserveIn, hop.reserveOut, hop.feePpm, amountIn)
      : venueOf(hop.venue).quoteIn(hop.state, hop.i, hop.j, amountIn, hop.at)
  return quote.kind === 'quoted' && quote.amountIn === amountIn ? quote.amountOut : 0n
}

/**
 * Least input of one hop for an output, in smallest units, as the pool's contract computes it.
 *
 * @returns 0 where no input gives it, or where the venue has no exact output.
 */
export function askHop(hop: HopState, amountOut: bigint): bigint {
  if (hop.venue === 'uniswap-v3') {
    const swap = swapExactOut(hop.state, hop.zeroForOne, amountOut)
    return swap.amountOut === amountOut ? swap.amountIn : 0n
  }
  const quote =
    hop.venue === 'uniswap-v2'
      ? quoteExactOut(hop.reserveIn, hop.reserveOut, hop.feePpm, amountOut)
      : venueOf(hop.venue).quoteOut?.(hop.state, hop.i, hop.j, amountOut, hop.at)
  return quote?.kind === 'quoted' ? quote.amountIn : 0n
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

/** The constant-product pool that a hop equals within its present range, in floats; null where none does. */
export function productOf(hop: HopState): Product | null {
  if (hop.venue === 'uniswap-v2')
    return {
      x: Number(hop.reserveIn),
      y: Number(hop.reserveOut),
      keep: 1 - hop.feePpm / 1e6,
    }
  if (hop.venue === 'uniswap-v3') {
    const [i, j] = hop.zeroForOne ? [0, 1] : [1, 0]
    return venueOf(hop.venue).product(hop.state, i, j)
  }
  return venueOf(hop.venue).product(hop.state, hop.i, hop.j)
}

/** Whether a hop is one constant-product pool at every size, and not only in a range. */
export const isOneRange = ({ venue }: HopState): boolean =>
  venue === 'uniswap-v2' || venue === 'solidly-volatile' || venue === 'weth-wrap'

/** The hop with only the ticks that an input of at most `amountIn` can reach, to travel light. */
export function trimmed(hop: HopState, amountIn: bigint): HopState {
  if (hop.venue !== 'uniswap-v3') return hop
  const { state } = hop
  const end = swapExactIn(state, hop.zeroForOne, amountIn).tick
  const from = Math.min(end, state.tick) - state.tickSpacing
  const to = Math.max(end, state.tick) + state.tickSpacing
  return { ...hop, state: { ...state, ticks: ticksBetween(state.ticks, from, to) } }
}
