import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type HopState, productOf, quotePath } from '../../../daemon/market/quote.ts'
import { bestSize } from '../../../daemon/strategies/cycles/size.ts'
import { anySize, FEES, poolOf } from '../../market/venues/uniswap-v3/pools.ts'
import { bestProfit } from './brute-force.ts'

const TOP = 10n ** 24n

/** Reserves that pay `rate` to `rate` + 20 % per unit. */
const pair = (min: number, max: number): fc.Arbitrary<HopState> =>
  fc
    .tuple(fc.bigInt({ min: 10n ** 20n, max: 10n ** 23n }), fc.double({ min, max, noNaN: true }))
    .map(([reserveIn, rate]) => ({
      venue: 'uniswap-v2',
      reserveIn,
      reserveOut: (reserveIn * BigInt(Math.round(rate * 1e6))) / 1_000_000n,
      feePpm: 3_000,
    }))

/** V3 pools near parity: one wide position and up to six others around it. */
const ranged: fc.Arbitrary<HopState> = fc
  .tuple(
    fc.constantFrom(...FEES.slice(1, 3)),
    fc.integer({ min: -600, max: 600 }),
    fc.array(fc.tuple(fc.integer({ min: -12, max: 0 }), fc.integer({ min: 1, max: 12 })), {
      maxLength: 6,
    }),
    fc.bigInt({ min: 10n ** 20n, max: 10n ** 23n }),
    fc.boolean(),
  )
  .map(([fee, tick, places, liquidity, zeroForOne]) => {
    const wide = { lower: -60_000, upper: 60_000, liquidity }
    const narrow = places.map(([low, high]) => ({
      ...{ lower: low * 60, upper: high * 60 },
      liquidity: liquidity * 3n,
    }))
    return { venue: 'uniswap-v3', zeroForOne, state: poolOf(fee, tick, 0, [wide, ...narrow]) }
  })

/** Units of the base that one unit more of a token on the way can be worth: what rounding may cost. */
function grain(hops: readonly HopState[]): bigint {
  let worth = 1
  let sum = 2
  for (const hop of hops.toReversed()) {
    const { x, y } = productOf(hop) ?? { x: 1, y: 1 }
    worth *= y / x
    sum += worth
  }
  return BigInt(Math.ceil(sum))
}

/** What is found must be within a millionth, or one grain, of the best there is. */
function expectBest(hops: readonly HopState[]): bigint {
  const best = bestProfit(hops, TOP)
  const found = bestSize(hops)
  const least = best - best / 1_000_000n - grain(hops)
  if (found === null) expect(least).toBeLessThanOrEqual(0n)
  else {
    expect(found.output).toBe(quotePath(hops, found.input))
    expect(found.output).toBeGreaterThan(found.input)
    expect(found.output - found.input).toBeGreaterThanOrEqual(least)
  }
  return best
}

describe('bestSize', () => {
  test('earns as much as the best integer does on pairs', () => {
    fc.assert(
      fc.property(fc.array(pair(0.95, 1.15), { minLength: 2, maxLength: 4 }), (hops) => {
        expectBest(hops)
      }),
      { numRuns: 300 },
    )
  })

  test('earns as much as the best integer does on paths with V3 pools', () => {
    let paying = 0
    fc.assert(
      fc.property(
        fc.array(fc.oneof(pair(0.98, 1.1), ranged), { minLength: 2, maxLength: 3 }),
        (hops) => {
          if (expectBest(hops) > 10n ** 9n) paying++
        },
      ),
      { numRuns: 200 },
    )
    expect(paying).toBeGreaterThan(20)
  })

  test('is not thrown by tokens of few decimals on the way', () => {
    const coarse = fc.bigInt({ min: 10n ** 10n, max: 10n ** 13n })
    fc.assert(
      fc.property(coarse, fc.integer({ min: 990, max: 1_200 }), (units, permille) => {
        const fine = units * 10n ** 10n
        expectBest([
          { venue: 'uniswap-v2', reserveIn: fine, reserveOut: units, feePpm: 3_000 },
          {
            ...{ venue: 'uniswap-v2', reserveIn: units, feePpm: 3_000 },
            reserveOut: (fine * BigInt(permille)) / 1_000n,
          },
        ])
      }),
    )
  })

  test('never claims a profit that the path does not give, whatever the pools', () => {
    const any = fc
      .tuple(anySize(33), anySize(33), fc.constantFrom(0, 500, 3_000, 999_999))
      .map(([reserveIn, reserveOut, feePpm]): HopState => {
        return { venue: 'uniswap-v2', reserveIn, reserveOut, feePpm }
      })
    fc.assert(
      fc.property(fc.array(fc.oneof(any, ranged), { minLength: 2, maxLength: 4 }), (hops) => {
        const found = bestSize(hops)
        if (found === null) return
        expect(quotePath(hops, found.input)).toBe(found.output)
        expect(found.output).toBeGreaterThan(found.input)
      }),
      { numRuns: 500 },
    )
  })

  test('finds nothing where the fees eat the gap, or a pool is empty', () => {
    const even: HopState = {
      ...{ venue: 'uniswap-v2', reserveIn: 10n ** 21n, reserveOut: 10n ** 21n, feePpm: 3_000 },
    }
    expect(bestSize([even, { ...even, reserveOut: even.reserveOut + 5n * 10n ** 18n }])).toBeNull()
    expect(bestSize([even, { ...even, reserveOut: 0n }])).toBeNull()
    expect(bestSize([even, { ...even, reserveIn: 0n }])).toBeNull()
  })
})
