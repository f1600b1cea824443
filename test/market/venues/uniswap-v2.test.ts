import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  amountIn,
  amountOut,
  MAX_RESERVE,
  quoteExactIn,
  quoteExactOut,
  quoteV2Float,
} from '../../../daemon/market/venues/uniswap-v2.ts'
import { describeWithData, readLines } from '../../data.ts'

const reserve = fc.bigInt({ min: 1n, max: MAX_RESERVE })
const amount = fc.bigInt({ min: 1n, max: 10n ** 30n })
const fee = fc.constantFrom(0, 100, 1000, 2000, 2500, 3000, 10_000)

type Swap = {
  readonly kind: 'exact' | 'under' | 'over' | 'complex'
  readonly reserveIn: bigint
  readonly reserveOut: bigint
  readonly amountIn: bigint
  readonly amountOut: bigint
  readonly quote997: bigint | null
}

type Line = { readonly kind: Swap['kind']; readonly quote997?: string } & Readonly<
  Record<`${'reserve' | 'amount'}${0 | 1}${'' | 'In' | 'Out'}`, string>
>

const recordedSwaps = (): readonly Swap[] =>
  readLines<Line>('mainnet-blocks', 'v2_swaps.jsonl').map((line) => {
    const [a, b] = line.amount0Out === '0' ? ([0, 1] as const) : ([1, 0] as const)
    return {
      kind: line.kind,
      reserveIn: BigInt(line[`reserve${a}`]),
      reserveOut: BigInt(line[`reserve${b}`]),
      amountIn: BigInt(line[`amount${a}In`]),
      amountOut: BigInt(line[`amount${b}Out`]),
      quote997: line.quote997 === undefined ? null : BigInt(line.quote997),
    }
  })

describe('amountOut', () => {
  test('is the 997/1000 formula of the library at 3000 ppm', () => {
    fc.assert(
      fc.property(reserve, reserve, amount, (x, y, a) => {
        const kept = a * 997n
        expect(amountOut(x, y, 3000, a)).toBe((kept * y) / (x * 1000n + kept))
      }),
    )
  })

  test('pays less than the reserve, and never lets the product fall', () => {
    fc.assert(
      fc.property(reserve, reserve, fee, amount, (x, y, ppm, a) => {
        const paid = amountOut(x, y, ppm, a)
        expect(paid).toBeLessThan(y)
        expect((x + a) * (y - paid)).toBeGreaterThanOrEqual(x * y)
      }),
    )
  })

  test('is 0 for nothing in, a negative amount and an empty side', () => {
    expect(amountOut(10n, 10n, 3000, 0n)).toBe(0n)
    expect(amountOut(10n, 10n, 3000, -5n)).toBe(0n)
    expect(amountOut(0n, 10n, 3000, 5n)).toBe(0n)
    expect(amountOut(10n, 0n, 3000, 5n)).toBe(0n)
  })
})

describe('amountIn', () => {
  test('is the formula of the library at 3000 ppm', () => {
    expect(amountIn(1_000_000n, 1_000_000n, 3000, 1000n)).toBe(1005n)
    fc.assert(
      fc.property(reserve, reserve, amount, (x, y, out) => {
        fc.pre(out < y)
        const asked = (x * out * 1000n) / ((y - out) * 997n) + 1n
        expect(amountIn(x, y, 3000, out)).toBe(asked)
      }),
    )
  })

  test('buys at least what was asked, and two units less would not', () => {
    fc.assert(
      fc.property(reserve, reserve, fee, amount, (x, y, ppm, out) => {
        fc.pre(out < y)
        const asked = amountIn(x, y, ppm, out)
        if (asked === null) throw new Error('unexpected')
        expect(amountOut(x, y, ppm, asked)).toBeGreaterThanOrEqual(out)
        expect(amountOut(x, y, ppm, asked - 2n)).toBeLessThan(out)
      }),
    )
  })

  test('is null where no input buys it', () => {
    expect(amountIn(10n, 10n, 3000, 10n)).toBeNull()
    expect(amountIn(10n, 10n, 3000, 0n)).toBeNull()
    expect(amountIn(0n, 10n, 3000, 1n)).toBeNull()
    expect(amountIn(10n, 10n, 1_000_000, 1n)).toBeNull()
  })
})

describe('quotes', () => {
  test('give both amounts of a trade', () => {
    const quoted = { kind: 'quoted', amountIn: 1005n, amountOut: 1000n }
    expect(quoteExactOut(1_000_000n, 1_000_000n, 3000, 1000n)).toEqual(quoted)
    expect(quoteExactIn(1_000_000n, 1_000_000n, 3000, 1005n)).toEqual(quoted)
  })

  test('refuse with the reason where the contracts revert', () => {
    const why = (quote: ReturnType<typeof quoteExactIn>) =>
      quote.kind === 'refused' ? quote.why : null
    expect(why(quoteExactIn(10n, 10n, 3000, 0n))).toBe('AMOUNT_ZERO')
    expect(why(quoteExactIn(0n, 10n, 3000, 1n))).toBe('NO_LIQUIDITY')
    expect(why(quoteExactIn(MAX_RESERVE, 10n, 3000, 1n))).toBe('OVERFLOW')
    expect(why(quoteExactIn(1000n, 10n, 3000, 1n))).toBe('OUTPUT_ZERO')
    expect(why(quoteExactOut(10n, 10n, 3000, 0n))).toBe('OUTPUT_ZERO')
    expect(why(quoteExactOut(10n, 0n, 3000, 1n))).toBe('NO_LIQUIDITY')
    expect(why(quoteExactOut(10n, 10n, 3000, 10n))).toBe('OUTPUT_EXCEEDS_RESERVE')
    expect(why(quoteExactOut(10n, 10n, 1_000_000, 1n))).toBe('NO_LIQUIDITY')
    expect(why(quoteExactOut(MAX_RESERVE, 10n, 3000, 9n))).toBe('OVERFLOW')
  })
})

describe('quoteV2Float', () => {
  test('differs from the integers by their rounding and that of floats only', () => {
    fc.assert(
      fc.property(reserve, reserve, amount, (x, y, a) => {
        const exact = Number(amountOut(x, y, 3000, a))
        const float = quoteV2Float(Number(x), Number(y), 0.997, Number(a))
        expect(Math.abs(float - exact)).toBeLessThanOrEqual(1 + exact * 1e-14)
      }),
    )
  })
})

describeWithData('the 222 recorded mainnet swaps', () => {
  const swaps = recordedSwaps()
  const of = (kind: Swap['kind']) => swaps.filter((swap) => swap.kind === kind)
  const paid = (swap: Swap, ppm: number) =>
    amountOut(swap.reserveIn, swap.reserveOut, ppm, swap.amountIn)

  test('have the quote recorded with each of the 205 one-sided ones, at 3000 ppm', () => {
    const quoted = swaps.filter((swap) => swap.quote997 !== null)
    expect(quoted).toHaveLength(205)
    for (const swap of quoted) expect(paid(swap, 3000)).toBe(swap.quote997)
  })

  test('paid exactly amountOut in 189', () => {
    expect(of('exact')).toHaveLength(189)
    for (const swap of of('exact')) expect(paid(swap, 3000)).toBe(swap.amountOut)
  })

  test('took exactly amountIn in 14 of the 15 that paid less, and one left a tenth of a percent', () => {
    const inexact = of('under').filter(
      (swap) => amountIn(swap.reserveIn, swap.reserveOut, 3000, swap.amountOut) !== swap.amountIn,
    )
    expect(of('under')).toHaveLength(15)
    expect(inexact.map((swap) => swap.amountOut)).toEqual([87880808460790337765n])
  })

  test('paid exactly amountOut at 2500 ppm in the one that paid more: a fork', () => {
    expect(of('over')).toHaveLength(1)
    for (const swap of of('over')) expect(paid(swap, 2500)).toBe(swap.amountOut)
  })

  test('paid no more than amountOut in the 17 where both tokens came in', () => {
    expect(of('complex')).toHaveLength(17)
    for (const swap of of('complex')) {
      expect(paid(swap, 3000)).toBeGreaterThanOrEqual(swap.amountOut)
    }
  })
})
