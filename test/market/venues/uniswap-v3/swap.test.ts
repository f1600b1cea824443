import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { V3State } from '../../../../daemon/market/venues/uniswap-v3/state.ts'
import { swapExactIn, swapExactOut } from '../../../../daemon/market/venues/uniswap-v3/swap.ts'
import {
  MAX_SQRT_RATIO,
  MAX_TICK,
  MIN_SQRT_RATIO,
  MIN_TICK,
  sqrtRatioAtTick,
} from '../../../../daemon/market/venues/uniswap-v3/tick-math.ts'
import { noTicks } from '../../../../daemon/market/venues/uniswap-v3/ticks.ts'
import { sdkAmount, sdkPool } from '../../../../scripts/bench/uniswap-sdk.ts'
import { anyPool, anySize, FEES, poolOf } from './pools.ts'
import { computeSwapStep, referenceSwap } from './reference.ts'

const wide = FEES.filter((fee) => fee.tickSpacing >= 60)
const odd = [
  { feePpm: 0, tickSpacing: 100 },
  { feePpm: 250_000, tickSpacing: 1000 },
  { feePpm: 3000, tickSpacing: 16_383 },
]
const full = { lower: -887_220, upper: 887_220, liquidity: 10n ** 20n }
const medium = { feePpm: 3000, tickSpacing: 60 }

describe('swapExactIn and swapExactOut', () => {
  test('equal the contract statement by statement, at any price, to the empty side', () => {
    fc.assert(
      fc.property(anyPool([...wide, ...odd]), fc.boolean(), anySize(40), (pool, down, amount) => {
        expect(swapExactIn(pool, down, amount)).toEqual(referenceSwap(pool, down, amount))
        expect(swapExactOut(pool, down, amount)).toEqual(referenceSwap(pool, down, -amount))
      }),
      { numRuns: 1500 },
    )
  })

  test('equal it on narrow spacings too, word after word', () => {
    fc.assert(
      fc.property(anyPool(FEES.slice(0, 2)), fc.boolean(), anySize(30), (pool, down, amount) => {
        expect(swapExactIn(pool, down, amount)).toEqual(referenceSwap(pool, down, amount))
        expect(swapExactOut(pool, down, amount)).toEqual(referenceSwap(pool, down, -amount))
      }),
      { numRuns: 150 },
    )
  })

  test('go on from where a swap has left the pool as the contract does', () => {
    const amounts = fc.array(fc.tuple(fc.boolean(), anySize(24)), { minLength: 2, maxLength: 6 })
    fc.assert(
      fc.property(anyPool(wide), amounts, (pool, swaps) => {
        let state: V3State = pool
        for (const [down, amount] of swaps) {
          const after = swapExactIn(state, down, amount)
          expect(after).toEqual(referenceSwap(state, down, amount))
          state = { ...state, ...after }
        }
      }),
      { numRuns: 300 },
    )
  })

  test('equal the Uniswap SDK across many ticks', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyPool(FEES, [-200_000, 200_000]).filter((pool) => pool.ticks.index.length > 1),
        fc.boolean(),
        anySize(24),
        async (pool, down, amount) => {
          const [out, after] = await sdkPool(pool).getOutputAmount(sdkAmount(down, amount))
          const ours = swapExactIn(pool, down, amount)
          expect(ours.amountOut).toBe(BigInt(out.quotient.toString()))
          expect(ours.sqrtPriceX96).toBe(BigInt(after.sqrtRatioX96.toString()))
          expect(ours.liquidity).toBe(BigInt(after.liquidity.toString()))
          expect(ours.tick).toBe(after.tickCurrent)
        },
      ),
      { numRuns: 100 },
    )
  }, 60_000)
})

describe('a swap that begins or ends on a boundary', () => {
  test('goes down and up from the tick under which another has stopped', () => {
    const pool = poolOf(medium, -1, 0, [
      full,
      { lower: -60, upper: 60, liquidity: 10n ** 18n },
      { lower: 0, upper: 120, liquidity: 10n ** 18n },
    ])
    const state = { ...pool, sqrtPriceX96: sqrtRatioAtTick(0) }
    const amount = 10n ** 18n
    for (const down of [true, false]) {
      expect(swapExactIn(state, down, amount)).toEqual(referenceSwap(state, down, amount))
      expect(swapExactOut(state, down, amount)).toEqual(referenceSwap(state, down, -amount))
    }
    expect(swapExactIn(state, false, 1n).crossed).toBe(1)
    expect(swapExactIn(state, true, 1n).crossed).toBe(0)
  })

  test('crosses the tick that an exact output rounds on to', () => {
    const deep = { ...full, liquidity: 10n ** 34n }
    const shallow = { lower: 0, upper: 60, liquidity: 10n ** 10n }
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 100n }), fc.boolean(), (short, down) => {
        const pool = poolOf(medium, down ? 1 : -1, 0, [deep, shallow])
        const start = pool.sqrtPriceX96
        const all = -(10n ** 40n)
        const held = computeSwapStep(start, sqrtRatioAtTick(0), pool.liquidity, all, 0n).amountOut
        const swap = swapExactOut(pool, down, held - short)
        expect(swap.sqrtPriceX96).toBe(sqrtRatioAtTick(0))
        expect(swap.crossed).toBe(1)
        expect(swap).toEqual(referenceSwap(pool, down, short - held))
      }),
    )
  })
})

describe('a swap for all that a range holds', () => {
  test('ends on the tick, and for one unit less or more as the contract does', () => {
    const shallow = { lower: 0, upper: 60, liquidity: 1n }
    const some = fc.tuple(anySize(20), fc.boolean(), fc.constantFrom(-1n, 0n, 1n))
    fc.assert(
      fc.property(some, ([liquidity, down, by]) => {
        const pool = poolOf(medium, down ? 40 : -20, 0, [{ ...full, liquidity }, shallow])
        const all = -(10n ** 40n)
        const range = computeSwapStep(
          pool.sqrtPriceX96,
          sqrtRatioAtTick(0),
          pool.liquidity,
          all,
          3000n,
        )
        fc.pre(range.amountOut > 1n)
        const out = range.amountOut + by
        expect(swapExactOut(pool, down, out)).toEqual(referenceSwap(pool, down, -out))
        expect(swapExactOut(pool, down, range.amountOut).crossed).toBe(1)
        const amountIn = range.amountIn + range.fee + by
        expect(swapExactIn(pool, down, amountIn)).toEqual(referenceSwap(pool, down, amountIn))
      }),
      { numRuns: 300 },
    )
  })
})

describe('swapExactIn', () => {
  test('takes less than was offered when the pool runs out', () => {
    const pool = poolOf(medium, 0, 0, [{ lower: -60, upper: 60, liquidity: 10n ** 18n }])
    const down = swapExactIn(pool, true, 10n ** 30n)
    expect(down.amountIn).toBeLessThan(10n ** 18n)
    expect(down.sqrtPriceX96).toBe(MIN_SQRT_RATIO + 1n)
    expect(down.tick).toBe(MIN_TICK)
    expect(down.liquidity).toBe(0n)
    const up = swapExactIn(pool, false, 10n ** 30n)
    expect(up.sqrtPriceX96).toBe(MAX_SQRT_RATIO - 1n)
    expect(up.tick).toBe(MAX_TICK - 1)
  })

  test('trades nothing where the contract reverts', () => {
    const pool = poolOf(medium, 0, 0, [full])
    const still = { amountIn: 0n, amountOut: 0n, crossed: 0 }
    expect(swapExactIn(pool, true, 0n)).toMatchObject(still)
    expect(swapExactIn(pool, true, -1n)).toMatchObject(still)
    expect(swapExactOut(pool, true, -1n)).toMatchObject(still)
    const raw = { ...pool, sqrtPriceX96: 0n, liquidity: 0n, ticks: noTicks }
    expect(swapExactIn(raw, true, 5n)).toMatchObject(still)
    expect(swapExactIn(raw, false, 5n)).toMatchObject(still)
    const lowest = { ...pool, sqrtPriceX96: MIN_SQRT_RATIO, tick: MIN_TICK }
    expect(swapExactIn(lowest, true, 5n)).toMatchObject(still)
  })

  test('never pays more for the way there and back than it took', () => {
    fc.assert(
      fc.property(anyPool(wide), fc.boolean(), anySize(24), (pool, down, amount) => {
        const there = swapExactIn(pool, down, amount)
        const back = swapExactIn({ ...pool, ...there }, !down, there.amountOut)
        expect(back.amountOut).toBeLessThanOrEqual(there.amountIn)
      }),
    )
  })
})
