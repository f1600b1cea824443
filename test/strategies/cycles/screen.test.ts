import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openMarket } from '../../../daemon/market/market.ts'
import { tokenId } from '../../../daemon/market/pools/table.ts'
import { hopState } from '../../../daemon/market/quote.ts'
import { enumerateCycles, hopsOf } from '../../../daemon/strategies/cycles/enumerate.ts'
import { rateOf, screenOf } from '../../../daemon/strategies/cycles/screen.ts'
import { bestSize } from '../../../daemon/strategies/cycles/size.ts'
import { token, v2, v3 } from '../../market/examples.ts'
import { bases, graph, type Pair } from './brute-force.ts'

const size = fc.bigInt({ min: 10n ** 15n, max: 10n ** 19n })
const tick = fc.integer({ min: -4_000, max: 4_000 })
const sizes = fc.array(fc.tuple(size, size, tick), { minLength: 7, maxLength: 7 })

/** A market over a graph, every third pool a V3 one, and its cycles. */
function marketOf(
  pairs: readonly Pair[],
  order: readonly number[],
  reserves: readonly (readonly [bigint, bigint, number])[],
) {
  const pools = pairs.map((pair, i) => {
    const [a, b, at] = reserves[i] ?? [1n, 1n, 0]
    return i % 3 === 2 ? v3(i + 1, pair, a, at) : v2(i + 1, pair, [a, b])
  })
  const { table } = openMarket('devnet', pools, 4)
  const places = order.map((n) => tokenId(table, token(n)))
  const cycles = enumerateCycles(table, { bases: places, maxHops: 4, maxCycles: 100_000 })
  const all = Array.from({ length: cycles.count }, (_, c) => c)
  return { table, cycles, all }
}

describe('screenOf', () => {
  test('drops no cycle on which any input earns', () => {
    fc.assert(
      fc.property(graph, bases, sizes, (pairs, order, reserves) => {
        const { table, cycles, all } = marketOf(pairs, order, reserves)
        const { candidates } = screenOf(cycles)(
          table,
          pairs.map((_, i) => i),
        )
        const paying = all.filter((c) => {
          const states = hopsOf(cycles, c).map((hop) => hopState(table, hop.pool, hop.zeroForOne))
          return bestSize(states) !== null
        })
        expect(candidates).toEqual(expect.arrayContaining(paying))
        expect(candidates.toSorted((a, b) => a - b)).toEqual(
          all.filter((c) => rateOf(table, cycles, c) > 1),
        )
      }),
      { numRuns: 80 },
    )
  })

  test('prices each cycle through a touched pool once, and no other', () => {
    const touch = fc.array(fc.nat(6), { maxLength: 10 })
    fc.assert(
      fc.property(graph, bases, sizes, fc.array(touch), (pairs, order, reserves, rounds) => {
        const { table, cycles, all } = marketOf(pairs, order, reserves)
        const screen = screenOf(cycles)
        for (const round of rounds) {
          const touched = round.filter((pool) => pool < pairs.length)
          const through = all.filter((c) =>
            hopsOf(cycles, c).some((hop) => touched.includes(hop.pool)),
          )
          const { candidates, priced } = screen(table, touched)
          expect(priced).toBe(through.length)
          expect(new Set(candidates).size).toBe(candidates.length)
          for (const c of candidates) expect(through).toContain(c)
        }
      }),
      { numRuns: 80 },
    )
  })
})

describe('rateOf', () => {
  test('is what a vanishing input earns, fees off', () => {
    const reserves = [10n ** 18n, 2n * 10n ** 18n, 0] as const
    const pairs: readonly Pair[] = [
      [0, 1],
      [0, 1],
    ]
    const { table, cycles } = marketOf(pairs, [0], [reserves, [10n ** 18n, 10n ** 18n, 0]])
    const rates = [0, 1].map((c) => rateOf(table, cycles, c))
    expect(Math.max(...rates)).toBeCloseTo(2 * 0.997 ** 2, 12)
    expect(Math.min(...rates)).toBeCloseTo(0.5 * 0.997 ** 2, 12)
  })
})
