import type { Hex } from '../../daemon/kernel/units.ts'
import type { V3State } from '../../daemon/market/venues/uniswap-v3/state.ts'
import { sqrtRatioAtTick } from '../../daemon/market/venues/uniswap-v3/tick-math.ts'
import { noTicks, withLiquidity } from '../../daemon/market/venues/uniswap-v3/ticks.ts'

/** How many inputs a benchmark goes through, so that none is remembered. */
export const VARIETY = 64

/** `VARIETY` inputs made from their number. */
export const inputs = <T>(make: (i: number) => T): readonly T[] =>
  Array.from({ length: VARIETY }, (_, i) => make(i))

/** A function that gives one of `items` after the other, for ever. */
export function turning<T>(items: readonly T[]): () => T {
  let i = -1
  return () => {
    i = (i + 1) % items.length
    return items[i] as T
  }
}

/** ABI data of signed or unsigned words. */
export const dataOf = (...words: readonly bigint[]): Hex =>
  `0x${words.map((n) => BigInt.asUintN(256, n).toString(16).padStart(64, '0')).join('')}`

/** Reserves of a pair as they are in life: 18 decimals, each input a little different. */
export const reservesOf = (i: number): readonly [bigint, bigint] => [
  760_195_134_188_868_498_939_642n + BigInt(i) * 10n ** 18n,
  1_704_988_909_474_635_439_621n - BigInt(i) * 10n ** 15n,
]

/** A V3 pool of 0.3 %, with a position that begins or ends at each of 20 ticks around its price. */
export function steppedPool(): V3State {
  const spacing = 60
  let ticks = noTicks
  let liquidity = 0n
  for (let i = 0; i < 20; i += 1) {
    const lower = (i - 10) * spacing
    const upper = lower + 10 * spacing
    const delta = 10n ** 21n + BigInt(i) * 123_456_789_012_345_678n
    ticks = withLiquidity(ticks, lower, upper, delta, spacing) ?? ticks
    if (lower <= 30 && 30 < upper) liquidity += delta
  }
  const sqrtPriceX96 = sqrtRatioAtTick(30) + 12_345n
  return { sqrtPriceX96, tick: 30, liquidity, tickSpacing: spacing, feePpm: 3000, ticks }
}
