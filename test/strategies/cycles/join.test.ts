import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openMarket } from '../../../daemon/market/market.ts'
import { type PoolTable, tokenId } from '../../../daemon/market/pools/table.ts'
import { hopState } from '../../../daemon/market/quote.ts'
import { halvesOf } from '../../../daemon/strategies/cycles/halves.ts'
import { type EdgePath, joinOf } from '../../../daemon/strategies/cycles/join.ts'
import { bestSize } from '../../../daemon/strategies/cycles/size.ts'
import { token, v2, v3 } from '../../market/examples.ts'
import { allCycles, bases, graph, type Pair } from './brute-force.ts'
import { everyCycle } from './every-cycle.ts'

const size = fc.bigInt({ min: 10n ** 15n, max: 10n ** 19n })
const tick = fc.integer({ min: -4_000, max: 4_000 })
const sizes = fc.array(fc.tuple(size, size, tick), { minLength: 7, maxLength: 7 })
type Reserves = readonly (readonly [bigint, bigint, number])[]

/** A market over a graph, every third pool a V3 one. */
function tableOf(pairs: readonly Pair[], reserves: Reserves = []): PoolTable {
  const pools = pairs.map((pair, i) => {
    const [a, b, at] = reserves[i] ?? [1n, 1n, 0]
    return i % 3 === 2 ? v3(i + 1, pair, a, at) : v2(i + 1, pair, [a, b])
  })
  return openMarket('devnet', pools, 4).table
}

const placesOf = (table: PoolTable, order: readonly number[]): readonly number[] =>
  order.map((n) => tokenId(table, token(n)))

/** A cycle as `pool>token` for every hop. */
const inWords = (table: PoolTable, path: EdgePath): string =>
  path.map((e) => `${table.edges.pool[e]}>${numberOf(table, table.edges.to[e] ?? -1)}`).join(' ')

const numberOf = (table: PoolTable, place: number): number =>
  [0, 1, 2, 3, 4].findIndex((n) => table.tokens[place] === token(n))

/** Product of the marginal rates along a path. */
const rateOf = (table: PoolTable, path: EdgePath): number =>
  path.reduce((rate, e) => rate * (table.edges.rate[e] ?? 0), 1)

const poolsOf = (table: PoolTable, path: EdgePath): readonly number[] =>
  path.map((e) => table.edges.pool[e] ?? -1)

function joined(table: PoolTable, order: readonly number[], maxHops = 4, maxPaths = 100_000) {
  const options = {
    bases: placesOf(table, order),
    maxHops,
    tokens: table.tokens.length,
    maxHalves: 100_000,
  }
  return joinOf(halvesOf(table.edges, options), maxPaths)
}

const all = (pairs: readonly Pair[]): readonly number[] => pairs.map((_, i) => i)

describe('halvesOf and joinOf', () => {
  test.each([2, 3, 4])('find what brute force finds, each once, with up to %i hops', (maxHops) => {
    fc.assert(
      fc.property(graph, bases, (pairs, order) => {
        const table = tableOf(pairs)
        const found = everyCycle(table, placesOf(table, order), maxHops)
        expect(found.map((path) => inWords(table, path)).sort()).toEqual(
          allCycles(pairs, order, maxHops),
        )
      }),
      { numRuns: 80 },
    )
  })

  test('give exactly the cycles through touched pools whose marginal rate is above 1', () => {
    const touch = fc.array(fc.nat(6), { maxLength: 10 })
    fc.assert(
      fc.property(graph, bases, sizes, fc.array(touch), (pairs, order, reserves, rounds) => {
        const table = tableOf(pairs, reserves)
        const every = everyCycle(table, placesOf(table, order), 4)
        const join = joined(table, order)
        for (const round of rounds) {
          const touched = round.filter((pool) => pool < pairs.length)
          for (const pool of touched) nudge(table, pool)
          const expected = every.filter(
            (path) =>
              rateOf(table, path) > 1 + 1e-12 &&
              poolsOf(table, path).some((pool) => touched.includes(pool)),
          )
          const found = join(touched).paths.filter((path) => rateOf(table, path) > 1 + 1e-12)
          const words = (paths: readonly EdgePath[]) => paths.map((p) => inWords(table, p)).sort()
          expect(words(found)).toEqual(words(expected))
        }
      }),
      { numRuns: 80 },
    )
  })

  test('drop no cycle on which any input earns', () => {
    fc.assert(
      fc.property(graph, bases, sizes, (pairs, order, reserves) => {
        const table = tableOf(pairs, reserves)
        const found = joined(table, order)(all(pairs)).paths.map((path) => inWords(table, path))
        for (const path of everyCycle(table, placesOf(table, order), 4)) {
          const pays = bestSize(path.map((edge) => hopState(table, edge))) !== null
          if (pays) expect(found).toContain(inWords(table, path))
        }
      }),
      { numRuns: 60 },
    )
  })

  test('let through the narrowest gap above the fees, and none below them', () => {
    const even = 10n ** 24n
    const twice: readonly Pair[] = [
      [0, 1],
      [0, 1],
    ]
    fc.assert(
      fc.property(fc.integer({ min: 5_900, max: 6_200 }), (gapPpm) => {
        const wide = even + (even * BigInt(gapPpm)) / 1_000_000n
        const table = tableOf(twice, [
          [even, even, 0],
          [even, wide, 0],
        ])
        const pays = 0.997 ** 2 * (1 + gapPpm / 1e6) > 1
        expect(joined(table, [0])([0]).paths).toHaveLength(pays ? 1 : 0)
      }),
    )
  })

  test('stop at the bound of a look and say so, but not where the last one just fits', () => {
    fc.assert(
      fc.property(graph, sizes, fc.nat(8), (pairs, reserves, maxPaths) => {
        const table = tableOf(pairs, reserves)
        const paying = joined(table, [0])(all(pairs)).paths.length
        const { paths, truncated } = joined(table, [0], 4, maxPaths)(all(pairs))
        expect(paths.length).toBe(Math.min(paying, maxPaths))
        expect(truncated).toBe(paying > maxPaths)
      }),
      { numRuns: 60 },
    )
  })

  test('leave halves out at their bound, and say so', () => {
    const table = tableOf([
      [0, 1],
      [0, 1],
    ])
    const options = { bases: [0], maxHops: 2, tokens: 2 }
    expect(halvesOf(table.edges, { ...options, maxHalves: 4 }).truncated).toBe(false)
    expect(halvesOf(table.edges, { ...options, maxHalves: 3 })).toMatchObject({
      count: 3,
      truncated: true,
    })
  })

  test('hold a cycle once though its base is named twice', () => {
    const table = tableOf([
      [0, 1],
      [0, 1],
    ])
    expect(everyCycle(table, placesOf(table, [0, 0]), 4)).toHaveLength(2)
  })

  test('find nothing from a base that no pool trades', () => {
    const table = tableOf([[0, 1]])
    expect(everyCycle(table, placesOf(table, [4]), 4)).toEqual([])
  })
})

/** Moves a pool's rates as a trade would: one up, the other down. */
function nudge({ edges }: PoolTable, pool: number): void {
  const first = edges.start[pool] ?? 0
  edges.rate[first] = (edges.rate[first] ?? 0) * 1.07
  edges.rate[first + 1] = (edges.rate[first + 1] ?? 0) / 1.07
}
