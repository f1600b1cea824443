import type { Ticks } from './ticks.ts'

/** Everything that a V3 pool's swap depends on. */
export type V3State = {
  /** √(token1 per token0, in smallest units), Q64.96; 0n before the pool is initialised. */
  readonly sqrtPriceX96: bigint
  /** As slot0 says: on a tick boundary it may be one under that of the price. */
  readonly tick: number
  /** Liquidity in range. */
  readonly liquidity: bigint
  readonly tickSpacing: number
  /** Fee in parts per million, below the whole. */
  readonly feePpm: number
  /** The fee of 1→0 where it is another; `feePpm` is then that of 0→1. */
  readonly feePpm10?: number
  /**
   * Ticks of one bit in the pool's bitmap, a word of which holds 256: it ends a step of a swap.
   *
   * The tick spacing if not said; 0 where ticks are a linked list, so that no word ends.
   */
  readonly bitmapSpacing?: number
  readonly ticks: Ticks
}

const Q96 = 2 ** 96

/**
 * The reserves of the constant-product pool that this one equals within its range, as floats.
 *
 * x = L/√P of token0 and y = L·√P of token1, in smallest units; zeros before initialisation.
 */
export function virtualReserves(state: Pick<V3State, 'sqrtPriceX96' | 'liquidity'>): {
  readonly x: number
  readonly y: number
} {
  if (state.sqrtPriceX96 === 0n) return { x: 0, y: 0 }
  const root = Number(state.sqrtPriceX96) / Q96
  const liquidity = Number(state.liquidity)
  return { x: liquidity / root, y: liquidity * root }
}
