import type { Pool } from '../types.ts'

/**
 * A pool as a recording holds it, as it was at the end of block `height`; bigints become strings there.
 *
 * @returns null for a pool of a venue that is not discovered on a chain yet.
 */
export function recordOf(pool: Pool, height: number): Readonly<Record<string, unknown>> | null {
  const { address, tokens, dex } = pool
  if (pool.venue === 'uniswap-v2') {
    const [fee01, fee10] = pool.feePpm
    return {
      t: 'pool',
      type: pool.venue,
      address,
      dex,
      tokens,
      fee_ppm: fee01 === fee10 ? fee01 : [fee01, fee10],
      reserves: pool.reserves,
      block: height,
    }
  }
  if (pool.venue !== 'uniswap-v3') return null
  const { state } = pool
  return {
    t: 'pool',
    type: pool.venue,
    address,
    dex,
    tokens,
    fee_ppm: state.feePpm,
    tick_spacing: state.tickSpacing,
    sqrt_price_x96: state.sqrtPriceX96,
    liquidity: state.liquidity,
    tick: String(state.tick),
    ticks: [...state.ticks.index].map((index, i) => [String(index), state.ticks.net[i]]),
    tick_gross: state.ticks.gross,
    block: height,
  }
}
