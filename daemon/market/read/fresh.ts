import type { BlockRef, Rpc } from '../../chains/types.ts'
import type { MarketsOptions } from '../../config/types.ts'
import { intAt, uintAt } from '../../kernel/hex.ts'
import type { Pool, V2Pool, V3Pool } from '../types.ts'
import { MAX_TICK, MIN_TICK } from '../venues/uniswap-v3/tick-math.ts'
import { type TickEntry, ticksOf } from '../venues/uniswap-v3/ticks.ts'
import { type Reader, readerAt } from './calls.ts'
import { discoverPools, type PoolSeed } from './discover.ts'

/** Every pool of the pipeline's exchanges, as it was at the end of `block`. */
export async function readMarket(
  rpc: Rpc,
  markets: MarketsOptions,
  block: BlockRef,
): Promise<readonly Pool[]> {
  const seeds = await Promise.all(
    markets.dexes.map((dex) => discoverPools(rpc, dex, markets.fromBlock, block)),
  )
  const read = readerAt(rpc, block)
  return Promise.all(seeds.flat().map((seed) => readPool(read, seed)))
}

/** One pool's whole state, through the contract's own view functions. */
export const readPool = (read: Reader, seed: PoolSeed): Promise<Pool> =>
  seed.venue === 'uniswap-v2' ? readPair(read, seed) : readV3Pool(read, seed)

type Seed<Venue> = Extract<PoolSeed, { venue: Venue }>

async function readPair(read: Reader, seed: Seed<'uniswap-v2'>): Promise<V2Pool> {
  const data = await read(seed.address, 'getReserves()')
  return {
    ...seed,
    feePpm: [seed.feePpm, seed.feePpm],
    reserves: [uintAt(data, 0), uintAt(data, 1)],
  }
}

async function readV3Pool(read: Reader, seed: Seed<'uniswap-v3'>): Promise<V3Pool> {
  const { address, dex, tokens, feePpm, tickSpacing } = seed
  const [slot, liquidity, entries] = await Promise.all([
    read(address, 'slot0()'),
    read(address, 'liquidity()'),
    readTicks(read, seed),
  ])
  const state = {
    sqrtPriceX96: uintAt(slot, 0),
    tick: Number(intAt(slot, 1)),
    liquidity: uintAt(liquidity, 0),
    tickSpacing,
    feePpm,
    ticks: ticksOf(entries),
  }
  return { venue: 'uniswap-v3', address, dex, tokens, state }
}

/** The initialised ticks: every word of the bitmap, then each tick that has its bit set. */
async function readTicks(read: Reader, seed: Seed<'uniswap-v3'>): Promise<readonly TickEntry[]> {
  const { address, tickSpacing } = seed
  const first = Math.floor(MIN_TICK / tickSpacing) >> 8
  const last = Math.floor(MAX_TICK / tickSpacing) >> 8
  const places = Array.from({ length: last - first + 1 }, (_, i) => first + i)
  const found = await Promise.all(
    places.map(async (place) => {
      const bits = uintAt(await read(address, 'tickBitmap(int16)', place), 0)
      return bitsOf(bits).map((bit) => (place * 256 + bit) * tickSpacing)
    }),
  )
  return Promise.all(
    found.flat().map(async (tick): Promise<TickEntry> => {
      const data = await read(address, 'ticks(int24)', tick)
      return [tick, intAt(data, 1), uintAt(data, 0)]
    }),
  )
}

function bitsOf(bits: bigint): readonly number[] {
  const set: number[] = []
  for (let bit = 0, left = bits; left > 0n; bit++, left >>= 1n) if (left & 1n) set.push(bit)
  return set
}
