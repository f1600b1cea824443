import type { Market } from '../../daemon/market/market.ts'
import { type PoolTable, readV2, readV3 } from '../../daemon/market/pools/table.ts'
import type { Pool } from '../../daemon/market/types.ts'
import type { Ticks } from '../../daemon/market/venues/uniswap-v3/ticks.ts'

/** Everything of a pool that can move, in a form that can be compared. */
export type Moving = Readonly<Record<string, unknown>>

const entriesOf = ({ index, net, gross }: Ticks): Moving => ({
  index: [...index],
  net: [...net],
  gross: gross && [...gross],
})

/** What can move in a pool, as a read of the chain gives it. */
export const movingOf = (pool: Pool): Moving =>
  pool.venue !== 'uniswap-v3'
    ? { reserves: pool.venue === 'uniswap-v2' ? pool.reserves : pool.state }
    : {
        sqrtPriceX96: pool.state.sqrtPriceX96,
        tick: pool.state.tick,
        liquidity: pool.state.liquidity,
        ticks: entriesOf(pool.state.ticks),
      }

/** What can move in the pool at a place of the table. */
export function movingAt(table: PoolTable, id: number): Moving {
  if (table.venues[id] === 'uniswap-v2') return { reserves: readV2(table, id).reserves }
  const { sqrtPriceX96, tick, liquidity, ticks } = readV3(table, id)
  return { sqrtPriceX96, tick, liquidity, ticks: entriesOf(ticks) }
}

/** What can move in all pools of a market, by address. */
export const movingIn = ({ table }: Market): Moving =>
  Object.fromEntries(table.addresses.map((address, id) => [address, movingAt(table, id)]))

/** The floats that the search reads, which must follow the exact state. */
export const mirrorOf = ({ table: { edges } }: Market): Moving => ({
  rate: [...edges.rate.subarray(0, edges.count)],
})

/** The rates of a pool's two ways. */
export const ratesOf = ({ table: { edges } }: Market, id: number): readonly number[] => [
  ...edges.rate.subarray(edges.start[id], edges.start[id + 1]),
]
