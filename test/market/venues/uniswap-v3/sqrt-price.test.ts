import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  amount0Down,
  amount0Up,
  amount1Down,
  amount1Up,
  ceilDiv,
  priceAfter0In,
  priceAfter1In,
} from '../../../../daemon/market/venues/uniswap-v3/sqrt-price.ts'
import {
  MAX_SQRT_RATIO,
  MIN_SQRT_RATIO,
} from '../../../../daemon/market/venues/uniswap-v3/tick-math.ts'
import { JSBI, sdk } from '../../../../scripts/bench/uniswap-sdk.ts'
import { anySize } from './pools.ts'

const price = fc
  .tuple(fc.bigInt({ min: MIN_SQRT_RATIO, max: MAX_SQRT_RATIO }), fc.nat(120))
  .map(([ratio, shift]) => ratio >> BigInt(shift))
  .filter((ratio) => ratio >= MIN_SQRT_RATIO)
const liquidity = anySize(38)
const big = (n: bigint) => JSBI.BigInt(String(n))
const ours = (n: { toString(): string }) => BigInt(n.toString())

describe('amounts between two prices', () => {
  test('equal the SDK, rounded either way', () => {
    const math = sdk.SqrtPriceMath
    fc.assert(
      fc.property(price, price, liquidity, (a, b, l) => {
        const [low, high] = a < b ? [a, b] : [b, a]
        const theirs = [big(low), big(high), big(l)] as const
        expect(amount0Down(low, high, l)).toBe(ours(math.getAmount0Delta(...theirs, false)))
        expect(amount0Up(low, high, l)).toBe(ours(math.getAmount0Delta(...theirs, true)))
        expect(amount1Down(low, high, l)).toBe(ours(math.getAmount1Delta(...theirs, false)))
        expect(amount1Up(low, high, l)).toBe(ours(math.getAmount1Delta(...theirs, true)))
      }),
      { numRuns: 1000 },
    )
  })
})

describe('prices after an input', () => {
  test('equal the SDK where a product leaves 256 bits and the coarser formula shows', () => {
    const high = fc.bigInt({ min: MAX_SQRT_RATIO >> 2n, max: MAX_SQRT_RATIO })
    const deep = fc.bigInt({ min: 1n << 126n, max: (1n << 128n) - 1n })
    let shown = 0
    const amounts = fc.bigInt({ min: 1n << 97n, max: 1n << 104n })
    fc.assert(
      fc.property(high, deep, amounts, (p, l, amount) => {
        const theirs = [big(p), big(l), big(amount), true] as const
        const exact = ceilDiv((l << 96n) * p, (l << 96n) + amount * p)
        const next = priceAfter0In(p, l, amount)
        expect(next).toBe(ours(sdk.SqrtPriceMath.getNextSqrtPriceFromInput(...theirs)))
        if (next !== exact) shown += 1
      }),
    )
    expect(shown).toBeGreaterThan(0)
  })

  test('equal the SDK at any price, depth and amount', () => {
    const math = sdk.SqrtPriceMath
    fc.assert(
      fc.property(price, liquidity, anySize(50), (p, l, amount) => {
        const theirs = [big(p), big(l), big(amount)] as const
        expect(priceAfter0In(p, l, amount)).toBe(
          ours(math.getNextSqrtPriceFromInput(...theirs, true)),
        )
        fc.pre(p + (amount << 96n) / l < 1n << 160n)
        expect(priceAfter1In(p, l, amount)).toBe(
          ours(math.getNextSqrtPriceFromInput(...theirs, false)),
        )
      }),
      { numRuns: 1000 },
    )
  })

  test('stay where nothing comes in', () => {
    fc.assert(
      fc.property(price, liquidity, (p, l) => {
        expect(priceAfter0In(p, l, 0n)).toBe(p)
        expect(priceAfter1In(p, l, 0n)).toBe(p)
      }),
    )
  })
})

test('ceilDiv rounds up', () => {
  expect([ceilDiv(0n, 3n), ceilDiv(1n, 3n), ceilDiv(3n, 3n), ceilDiv(4n, 3n)]).toEqual([
    0n,
    1n,
    1n,
    2n,
  ])
})
