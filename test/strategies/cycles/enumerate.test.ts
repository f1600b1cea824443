import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openMarket } from '../../../daemon/market/market.ts'
import { type PoolTable, tokenId } from '../../../daemon/market/pools/table.ts'
import {
  type CycleOptions,
  type Cycles,
  enumerateCycles,
  hopsOf,
} from '../../../daemon/strategies/cycles/enumerate.ts'
import { token, v2, v3 } from '../../market/examples.ts'
import { allCycles, bases, graph, type Pair } from './brute-force.ts'

const tableOf = (pairs: readonly Pair[]): PoolTable => {
  const pools = pairs.map((pair, i) => (i % 3 === 2 ? v3(i + 1, pair) : v2(i + 1, pair, [1n, 1n])))
  return openMarket('devnet', pools, 4).table
}

function enumerated(pairs: readonly Pair[], order: readonly number[], rest: Partial<CycleOptions>) {
  const table = tableOf(pairs)
  const places = order.map((n) => tokenId(table, token(n)))
  const options = { bases: places, maxHops: 4, maxCycles: 1_000_000, ...rest }
  return { table, cycles: enumerateCycles(table, options) }
}

/** Each cycle as `pool>token` for every hop. */
const inWords = (table: PoolTable, cycles: Cycles): readonly string[] =>
  Array.from({ length: cycles.count }, (_, c) =>
    hopsOf(cycles, c)
      .map(({ pool, zeroForOne }) => {
        const to = (zeroForOne ? table.token1 : table.token0)[pool] ?? -1
        return `${pool}>${numberOf(table, to)}`
      })
      .join(' '),
  ).sort()

const numberOf = (table: PoolTable, place: number): number =>
  [0, 1, 2, 3, 4].findIndex((n) => table.tokens[place] === token(n))

describe('enumerateCycles', () => {
  test.each([2, 3, 4])('finds what brute force finds, each once, with up to %i hops', (maxHops) => {
    fc.assert(
      fc.property(graph, bases, (pairs, order) => {
        const { table, cycles } = enumerated(pairs, order, { maxHops })
        expect(inWords(table, cycles)).toEqual(allCycles(pairs, order, maxHops))
        expect(cycles.truncated).toBe(false)
      }),
      { numRuns: 60 },
    )
  })

  test('lists under each pool the cycles through it and no others, each once', () => {
    fc.assert(
      fc.property(graph, bases, (pairs, order) => {
        const { table, cycles } = enumerated(pairs, order, {})
        for (let pool = 0; pool < table.size; pool++) {
          const listed = cycles.byPool.subarray(cycles.start[pool], cycles.start[pool + 1])
          const through = Array.from({ length: cycles.count }, (_, c) => c).filter((c) =>
            hopsOf(cycles, c).some((hop) => hop.pool === pool),
          )
          expect([...listed].sort((a, b) => a - b)).toEqual(through)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('stops at the bound and says so, but not where the last one just fits', () => {
    fc.assert(
      fc.property(graph, bases, fc.nat(20), (pairs, order, maxCycles) => {
        const all = allCycles(pairs, order, 4)
        const { table, cycles } = enumerated(pairs, order, { maxCycles })
        expect(cycles.count).toBe(Math.min(all.length, maxCycles))
        expect(cycles.truncated).toBe(all.length > maxCycles)
        for (const cycle of inWords(table, cycles)) expect(all).toContain(cycle)
      }),
      { numRuns: 60 },
    )
  })

  test('holds a cycle once though its base is named twice', () => {
    const pairs: readonly Pair[] = [
      [0, 1],
      [0, 1],
    ]
    expect(enumerated(pairs, [0, 0], {}).cycles.count).toBe(2)
  })

  test('finds nothing from a base that no pool trades', () => {
    expect(enumerated([[0, 1]], [4], {}).cycles).toMatchObject({ count: 0, truncated: false })
  })
})
