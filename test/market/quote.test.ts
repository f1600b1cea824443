import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openMarket } from '../../daemon/market/market.ts'
import { type HopState, hopState, quoteHop, quotePath, trimmed } from '../../daemon/market/quote.ts'
import { amountOut, MAX_RESERVE } from '../../daemon/market/venues/uniswap-v2.ts'
import { reserve, v2, v3 } from './examples.ts'
import { anyPool, anySize, FEES } from './venues/uniswap-v3/pools.ts'

const v3Hop = fc
  .tuple(anyPool(FEES.slice(1), [-200_000, 200_000]), fc.boolean())
  .map(([state, zeroForOne]): HopState => ({ venue: 'uniswap-v3', zeroForOne, state }))
const v2Hop = fc
  .tuple(reserve, reserve, fc.constantFrom(0, 3_000, 10_000))
  .map(([reserveIn, reserveOut, feePpm]): HopState => {
    return { venue: 'uniswap-v2', reserveIn, reserveOut, feePpm }
  })

describe('hopState', () => {
  const { table } = openMarket('devnet', [v2(1, [0, 1], [10n, 20n], [500, 900]), v3(2, [0, 1])], 4)

  test('turns a pair round for the way back, with the fee of that way', () => {
    const there = { venue: 'uniswap-v2', reserveIn: 10n, reserveOut: 20n, feePpm: 500 }
    const back = { venue: 'uniswap-v2', reserveIn: 20n, reserveOut: 10n, feePpm: 900 }
    expect([hopState(table, 0), hopState(table, 1)]).toEqual([there, back])
  })

  test('is the whole state of a V3 pool, either way', () => {
    const { state } = v3(2, [0, 1])
    for (const zeroForOne of [true, false])
      expect(hopState(table, zeroForOne ? 2 : 3)).toEqual({
        venue: 'uniswap-v3',
        zeroForOne,
        state,
      })
  })
})

describe('quoteHop', () => {
  test('pays what a pair pays, and nothing above what it can hold', () => {
    fc.assert(
      fc.property(v2Hop, anySize(36), (hop, amount) => {
        if (hop.venue !== 'uniswap-v2') return
        const full = hop.reserveIn + amount > MAX_RESERVE
        const paid = amountOut(hop.reserveIn, hop.reserveOut, hop.feePpm, amount)
        expect(quoteHop(hop, amount)).toBe(full ? 0n : paid)
      }),
    )
  })

  test('pays nothing where the pool runs out before it has taken the whole input', () => {
    const hop = hopState(openMarket('devnet', [v3(2, [0, 1])], 4).table, 0)
    expect(quoteHop(hop, 10n ** 18n)).toBeGreaterThan(0n)
    expect(quoteHop(hop, 10n ** 30n)).toBe(0n)
  })

  test('pays nothing for nothing', () => {
    fc.assert(
      fc.property(fc.oneof(v2Hop, v3Hop), (hop) => {
        expect([quoteHop(hop, 0n), quoteHop(hop, -1n)]).toEqual([0n, 0n])
      }),
    )
  })
})

describe('quotePath', () => {
  test('feeds each hop with what the one before it pays', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(v2Hop, v3Hop), { maxLength: 4 }), anySize(24), (hops, n) => {
        expect(quotePath(hops, n)).toBe(hops.reduce((amount, hop) => quoteHop(hop, amount), n))
      }),
    )
  })
})

describe('trimmed', () => {
  test('prices the input and every smaller one as the whole hop does', () => {
    const part = fc.bigInt({ min: 0n, max: 10n ** 6n })
    fc.assert(
      fc.property(v3Hop, anySize(28), fc.array(part, { maxLength: 6 }), (hop, most, parts) => {
        const light = trimmed(hop, most)
        for (const amount of [most, most - 1n, ...parts.map((n) => (most * n) / 10n ** 6n)])
          expect(quoteHop(light, amount)).toBe(quoteHop(hop, amount))
      }),
      { numRuns: 400 },
    )
  })

  test('carries no ticks that the input cannot reach', () => {
    const hop = hopState(openMarket('devnet', [v3(2, [0, 1])], 4).table, 0)
    const light = trimmed(hop, 10n ** 15n)
    expect(hop.venue === 'uniswap-v3' && [...hop.state.ticks.index]).toHaveLength(4)
    expect(light.venue === 'uniswap-v3' && [...light.state.ticks.index]).toHaveLength(0)
  })

  test('leaves a pair as it is', () => {
    fc.assert(fc.property(v2Hop, anySize(20), (hop, most) => trimmed(hop, most) === hop))
  })
})
