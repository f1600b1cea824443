import type { Hex } from '../../../../daemon/kernel/units.ts'
import { type Dialect, recordV3, selector, uniswapWords } from '../records.ts'
import { callOf, type Stage } from '../stage.ts'
import type { Pool } from './pool.ts'

/** A pool of Uniswap V3, or of a fork that kept its functions. */
export function v3Pool(
  stage: Stage,
  type: string,
  address: Hex,
  feePpm: number,
  spacing: number,
): Pool {
  const mint = 'function mint(address, int24, int24, uint128, bytes)'
  const burn = 'function burn(int24, int24, uint128)'
  return {
    ...{ spacing, bits: 100 },
    record: () => recordV3(stage, type, address, feePpm),
    initialize: (price) => [callOf(address, 'function initialize(uint160)', [price])],
    mint: (lower, upper, liquidity) =>
      callOf(address, mint, [stage.prober, lower, upper, liquidity, '0x']),
    burn: (lower, upper, liquidity) => callOf(address, burn, [lower, upper, liquidity]),
    changes: [],
    swap: swapOf(stage, address, uniswapWords),
  }
}

/** How the Prober swaps with a pool that says its price in these words. */
export function swapOf(stage: Stage, address: Hex, words: Dialect): Pool['swap'] {
  const signature = 'function swapV3(address, bool, int256, uint160, bytes4)'
  const slot = selector(words.slot)
  return (zeroForOne, amount, limit) =>
    callOf(stage.prober, signature, [address, zeroForOne, amount, limit, slot])
}

/** A new pool of a factory that has one for each pair and fee. */
export async function createV3(
  stage: Stage,
  factory: Hex,
  tokens: readonly [Hex, Hex],
  feePpm: number,
): Promise<Hex> {
  const key = [...tokens, feePpm]
  await stage.tell(factory, 'function createPool(address, address, uint24)', key)
  const get = 'function getPool(address, address, uint24) returns (address)'
  return (await stage.ask(factory, get, key)) as Hex
}
