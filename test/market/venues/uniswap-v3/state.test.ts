import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { quoteV2Float } from '../../../../daemon/market/venues/uniswap-v2.ts'
import { virtualReserves } from '../../../../daemon/market/venues/uniswap-v3/state.ts'
import { swapExactIn } from '../../../../daemon/market/venues/uniswap-v3/swap.ts'
import { anySize, poolOf } from './pools.ts'

describe('virtualReserves', () => {
  test('multiply to the square of the liquidity and divide to the price', () => {
    const pool = poolOf({ feePpm: 3000, tickSpacing: 60 }, 1234, 5, [
      { lower: 0, upper: 6000, liquidity: 10n ** 18n },
    ])
    const { x, y } = virtualReserves(pool)
    expect(Math.sqrt(x * y)).toBeCloseTo(1e18, -4)
    expect(y / x).toBeCloseTo(1.0001 ** 1234, 3)
  })

  test('quote as the pool does within its range', () => {
    const wide = { lower: -60_000, upper: 60_000, liquidity: 10n ** 24n }
    const tick = fc.integer({ min: -20_000, max: 20_000 })
    fc.assert(
      fc.property(tick, fc.nat(), fc.boolean(), anySize(21), (at, part, down, amount) => {
        const pool = poolOf({ feePpm: 3000, tickSpacing: 60 }, at, part, [wide])
        const swap = swapExactIn(pool, down, amount)
        const { x, y } = virtualReserves(pool)
        const [give, take] = down ? [x, y] : [y, x]
        const float = quoteV2Float(give, take, 0.997, Number(amount))
        const exact = Number(swap.amountOut)
        expect(Math.abs(float - exact)).toBeLessThanOrEqual(20 + exact * 1e-9)
      }),
    )
  })

  test('are 0 before a pool has a price', () => {
    expect(virtualReserves({ sqrtPriceX96: 0n, liquidity: 0n })).toEqual({ x: 0, y: 0 })
  })
})
