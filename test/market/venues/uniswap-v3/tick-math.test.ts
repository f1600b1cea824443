import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  MAX_SQRT_RATIO,
  MAX_TICK,
  MIN_SQRT_RATIO,
  MIN_TICK,
  ratioOfTick,
  sqrtRatioAtTick,
  tickAtSqrtRatio,
} from '../../../../daemon/market/venues/uniswap-v3/tick-math.ts'
import { JSBI, sdk } from '../../../../scripts/bench/uniswap-sdk.ts'
import { tickAt } from './reference.ts'

const anyTick = fc.oneof(
  fc.integer({ min: MIN_TICK, max: MAX_TICK }),
  fc.constantFrom(MIN_TICK, MIN_TICK + 1, -1, 0, 1, MAX_TICK - 1, MAX_TICK),
)
const anyRatio = fc.bigInt({ min: MIN_SQRT_RATIO, max: MAX_SQRT_RATIO - 1n })

describe('sqrtRatioAtTick', () => {
  test('is the ratio that the contract names for the ends', () => {
    expect(sqrtRatioAtTick(MIN_TICK)).toBe(MIN_SQRT_RATIO)
    expect(sqrtRatioAtTick(MAX_TICK)).toBe(MAX_SQRT_RATIO)
    expect(sqrtRatioAtTick(0)).toBe(1n << 96n)
  })

  test('equals the SDK at any tick', () => {
    fc.assert(
      fc.property(anyTick, (tick) => {
        const theirs = BigInt(sdk.TickMath.getSqrtRatioAtTick(tick).toString())
        expect(sqrtRatioAtTick(tick)).toBe(theirs)
        expect(ratioOfTick(tick)).toBe(theirs)
        expect(ratioOfTick(tick)).toBe(theirs)
      }),
      { numRuns: 2000 },
    )
  })

  test('errs where the contract reverts', () => {
    for (const tick of [MIN_TICK - 1, MAX_TICK + 1]) {
      expect(() => sqrtRatioAtTick(tick)).toThrow(RangeError)
      expect(() => ratioOfTick(tick)).toThrow(RangeError)
    }
    expect(() => sqrtRatioAtTick(Number.NaN)).toThrow(RangeError)
    expect(() => sqrtRatioAtTick(0.5)).toThrow(RangeError)
  })
})

describe('tickAtSqrtRatio', () => {
  test('equals the SDK at any ratio', () => {
    fc.assert(
      fc.property(anyRatio, fc.nat(127), (ratio, shift) => {
        const price = ratio >> BigInt(shift)
        fc.pre(price >= MIN_SQRT_RATIO)
        const theirs = sdk.TickMath.getTickAtSqrtRatio(JSBI.BigInt(String(price)))
        expect(tickAtSqrtRatio(price)).toBe(theirs)
        expect(tickAt(price)).toBe(theirs)
      }),
      { numRuns: 1000 },
    )
  })

  test('changes exactly on the ratio of a tick', () => {
    fc.assert(
      fc.property(anyTick, (tick) => {
        const ratio = sqrtRatioAtTick(tick)
        if (tick < MAX_TICK) expect(tickAtSqrtRatio(ratio)).toBe(tick)
        if (tick > MIN_TICK) expect(tickAtSqrtRatio(ratio - 1n)).toBe(tick - 1)
      }),
      { numRuns: 20_000 },
    )
  })

  test('holds at the lowest ticks, where the ratios are coarsest', () => {
    for (let tick = MIN_TICK; tick < MIN_TICK + 20_000; tick += 1) {
      const ratio = sqrtRatioAtTick(tick)
      expect(tickAtSqrtRatio(ratio)).toBe(tick)
      if (tick > MIN_TICK) expect(tickAtSqrtRatio(ratio - 1n)).toBe(tick - 1)
    }
  })

  test('errs where the contract reverts', () => {
    expect(() => tickAtSqrtRatio(MIN_SQRT_RATIO - 1n)).toThrow(RangeError)
    expect(() => tickAtSqrtRatio(MAX_SQRT_RATIO)).toThrow(RangeError)
    expect(tickAtSqrtRatio(MAX_SQRT_RATIO - 1n)).toBe(MAX_TICK - 1)
  })
})
