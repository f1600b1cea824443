import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  type Gas,
  gas,
  least,
  type Micros,
  type Millis,
  micros,
  millis,
  most,
  type Ppm,
  ppm,
  ratio,
  share,
  type Wei,
  WHOLE,
  wei,
} from '../../daemon/kernel/units.ts'

const amount = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n })
const positive = fc.bigInt({ min: 1n, max: 10n ** 30n })
const rate = fc.integer({ min: 0, max: 1_000_000 }).map(ppm)
const abs = (n: bigint): bigint => (n < 0n ? -n : n)

describe('units', () => {
  test('flow out to the bare number and never back in', () => {
    expectTypeOf(wei(1n)).toExtend<bigint>()
    expectTypeOf(gas(1n)).toExtend<bigint>()
    expectTypeOf(ppm(1)).toExtend<number>()
    expectTypeOf(millis(1)).toExtend<number>()
    expectTypeOf(micros(1)).toExtend<number>()
    expectTypeOf<bigint>().not.toExtend<Wei>()
    expectTypeOf<bigint>().not.toExtend<Gas>()
    expectTypeOf<number>().not.toExtend<Ppm>()
    expectTypeOf<number>().not.toExtend<Millis>()
    expectTypeOf<number>().not.toExtend<Micros>()
  })

  test('cannot stand for one another', () => {
    // @ts-expect-error a bare bigint is not wei
    const bare: Wei = 1n
    // @ts-expect-error gas is not wei
    const fuel: Wei = gas(1n)
    // @ts-expect-error wei is not gas
    const coin: Gas = wei(1n)
    // @ts-expect-error microseconds are not milliseconds
    const long: Millis = micros(1)
    // @ts-expect-error a bare number is not parts per million
    const part: bigint = share(1n, 1)
    // @ts-expect-error a length of time is not parts per million
    const odd: bigint = share(1n, millis(1))
    // @ts-expect-error the sum of two tagged numbers has to be tagged again
    const sum: Wei = wei(1n) + wei(1n)
    expect([bare, fuel, coin, long, part, odd, sum]).toHaveLength(7)
  })

  test('are the numbers that they tag', () => {
    expect([wei(-5n), gas(5n), ppm(5), millis(5), micros(5)]).toEqual([-5n, 5n, 5, 5, 5])
  })
})

describe('share', () => {
  test('of the whole is all, and of nothing is nothing', () => {
    fc.assert(
      fc.property(amount, (n) => {
        expect(share(n, ppm(Number(WHOLE)))).toBe(n)
        expect(share(n, ppm(0))).toBe(0n)
      }),
    )
  })

  test('is rounded towards zero, by less than one unit', () => {
    fc.assert(
      fc.property(amount, rate, (n, part) => {
        const exact = n * BigInt(part)
        const off = exact - share(n, part) * WHOLE
        expect(abs(off)).toBeLessThan(WHOLE)
        expect(off === 0n || off < 0n === exact < 0n).toBe(true)
      }),
    )
  })

  test('never adds up to more than there is when an amount is split', () => {
    fc.assert(
      fc.property(positive, rate, (n, part) => {
        const rest = ppm(1_000_000 - part)
        const sum = share(n, part) + share(n, rest)
        expect(sum <= n && sum >= n - 1n).toBe(true)
      }),
    )
  })
})

describe('ratio', () => {
  test('is 0 of an empty whole', () => {
    expect(ratio(5n, 0n)).toBe(0)
  })

  test('is the largest part that does not give more than there is', () => {
    fc.assert(
      fc.property(positive, positive, (a, b) => {
        const [part, whole] = [least(a, b), most(a, b)]
        const found = ratio(part, whole)
        expect(whole * BigInt(found)).toBeLessThanOrEqual(part * WHOLE)
        expect(whole * BigInt(found + 1)).toBeGreaterThan(part * WHOLE)
      }),
    )
  })

  test('is rounded towards zero for a loss as well', () => {
    expect(ratio(-1n, 3n)).toBe(-333_333)
  })
})

describe('least and most', () => {
  test('give the two numbers back in order', () => {
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        expect([least(a, b), most(a, b)]).toEqual(a <= b ? [a, b] : [b, a])
      }),
    )
  })
})
