import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expOf, logOf, powOf } from '../../../../daemon/market/venues/balancer/log-exp.ts'
import { anyAmount, sized } from '../laws.ts'
import { pow } from './port-pow.ts'

const ONE = 10n ** 18n
const outcome = (power: () => bigint): bigint | null => {
  try {
    return power()
  } catch {
    return null
  }
}

describe('powOf', () => {
  test('is LogExpMath.pow statement by statement, with its bounds', () => {
    const base = fc.oneof(sized(1, 40), fc.bigInt({ min: ONE / 2n, max: 2n * ONE }), anyAmount)
    const power = fc.oneof(sized(1, 22), fc.constantFrom(0n, ONE, 2n * ONE, 4n * ONE), anyAmount)
    fc.assert(
      fc.property(base, power, (x, y) => {
        fc.pre(x >= 0n && y >= 0n)
        expect(outcome(() => powOf(x, y))).toBe(outcome(() => pow(x, y)))
      }),
      { numRuns: 2000 },
    )
  })

  test('is a power: within 10^-14 of the true one', () => {
    const base = fc.bigInt({ min: ONE / 100n, max: 100n * ONE })
    fc.assert(
      fc.property(base, fc.bigInt({ min: ONE / 10n, max: 5n * ONE }), (x, y) => {
        const real = (Number(x) / 1e18) ** (Number(y) / 1e18)
        expect(Math.abs(Number(powOf(x, y)) / 1e18 / real - 1)).toBeLessThan(1e-8)
      }),
    )
    const square = (3n * ONE) / 2n
    const exact = (square * square) / ONE
    const off = powOf(square, 2n * ONE) - exact
    expect(off < 0n ? -off : off).toBeLessThan(exact / 10n ** 14n)
  })

  test('reverts beyond e^130', () => {
    expect(() => powOf(2n ** 254n, ONE * 2n)).toThrow(RangeError)
    expect(() => powOf(2n ** 255n, ONE)).toThrow(RangeError)
    expect(powOf(ONE / 10n, 17n * ONE)).toBeGreaterThan(0n)
    expect(() => powOf(ONE / 10n, 18n * ONE)).toThrow(RangeError)
  })
})

describe('expOf and logOf', () => {
  test('are e, and each the other way round', () => {
    expect(expOf(ONE)).toBe(2718281828459045235n)
    expect(expOf(0n)).toBe(ONE)
    expect(logOf(ONE)).toBe(0n)
    expect(logOf(2718281828459045235n)).toBe(999999999999999999n)
    fc.assert(
      fc.property(fc.bigInt({ min: -20n * ONE, max: 120n * ONE }), (x) => {
        const off = logOf(expOf(x)) - x
        const wide = x < 0n ? ONE / expOf(x) + 1n : 1n
        expect(off < 0n ? -off : off).toBeLessThanOrEqual(10n * wide)
      }),
    )
  })
})
