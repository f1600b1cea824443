import fc from 'fast-check'
import type { V3State } from '../../../../daemon/market/venues/uniswap-v3/state.ts'
import {
  MAX_TICK,
  MIN_TICK,
  sqrtRatioAtTick,
} from '../../../../daemon/market/venues/uniswap-v3/tick-math.ts'
import { noTicks, withLiquidity } from '../../../../daemon/market/venues/uniswap-v3/ticks.ts'

/** A position as the generators draw it. */
export type Position = {
  readonly lower: number
  readonly upper: number
  readonly liquidity: bigint
}

/** Fees with the tick spacing that the factory gives them. */
export const FEES = [
  { feePpm: 100, tickSpacing: 1 },
  { feePpm: 500, tickSpacing: 10 },
  { feePpm: 3000, tickSpacing: 60 },
  { feePpm: 10_000, tickSpacing: 200 },
] as const

/** A whole number of any size up to `digits` decimal digits, small ones as often as large ones. */
export const anySize = (digits: number): fc.Arbitrary<bigint> =>
  fc
    .integer({ min: 1, max: digits })
    .chain((n) => fc.bigInt({ min: 10n ** BigInt(n - 1), max: 10n ** BigInt(n) }))

/** The pool that `positions` make at a price `part` of 2^32 of the way through `tick`. */
export function poolOf(
  fee: { readonly feePpm: number; readonly tickSpacing: number },
  tick: number,
  part: number,
  positions: readonly Position[],
): V3State {
  const low = sqrtRatioAtTick(tick)
  const high = sqrtRatioAtTick(tick + 1)
  let ticks = noTicks
  let liquidity = 0n
  for (const position of positions) {
    const { lower, upper } = position
    const next = withLiquidity(ticks, lower, upper, position.liquidity, fee.tickSpacing)
    if (next === null) throw new Error('a drawn position is refused')
    ticks = next
    if (lower <= tick && tick < upper) liquidity += position.liquidity
  }
  const sqrtPriceX96 = low + ((high - low) * BigInt(part)) / (1n << 32n)
  return { ...fee, sqrtPriceX96, tick, liquidity, ticks }
}

/** Positions on usable ticks within `reach` spacings of `tick`. */
const positionsNear = (
  tick: number,
  spacing: number,
  reach: number,
): fc.Arbitrary<readonly Position[]> => {
  const first = Math.ceil(MIN_TICK / spacing)
  const last = Math.floor(MAX_TICK / spacing)
  const middle = Math.floor(tick / spacing)
  const place = fc.integer({
    min: Math.max(first, middle - reach),
    max: Math.min(last, middle + reach),
  })
  const position = fc
    .tuple(place, place, anySize(26))
    .filter(([a, b]) => a !== b)
    .map(([a, b, liquidity]) => ({
      lower: Math.min(a, b) * spacing,
      upper: Math.max(a, b) * spacing,
      liquidity,
    }))
  return fc.array(position, { minLength: 1, maxLength: 12 })
}

/** Pools at any price, with up to 12 positions around it. */
export const anyPool = (
  fees: readonly { readonly feePpm: number; readonly tickSpacing: number }[],
  ticks: readonly [number, number] = [MIN_TICK + 1, MAX_TICK - 2],
): fc.Arbitrary<V3State> =>
  fc
    .tuple(
      fc.constantFrom(...fees),
      fc.integer({ min: ticks[0], max: ticks[1] }),
      fc.oneof(fc.constant(0), fc.nat(2 ** 31 - 1)),
      fc.constantFrom(8, 300, 3000),
    )
    .chain(([fee, tick, part, reach]) =>
      positionsNear(tick, fee.tickSpacing, reach).map((positions) =>
        poolOf(fee, tick, part, positions),
      ),
    )
