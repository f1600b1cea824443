import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { micros } from '../../../daemon/kernel/units.ts'
import { openMarket } from '../../../daemon/market/market.ts'
import { writeV2 } from '../../../daemon/market/pools/table.ts'
import { quotePath } from '../../../daemon/market/quote.ts'
import type { PoolState } from '../../../daemon/market/types.ts'
import { searchOf } from '../../../daemon/strategies/cycles/search.ts'
import { headAt } from '../../chains/feeds/blocks.ts'
import { countingClock } from '../../fakes.ts'
import { addressOf, token, v2, v3 } from '../../market/examples.ts'
import { allCycles, graph, type Pair } from './brute-force.ts'

const stateOf = (touched: readonly number[]): PoolState => ({
  ...{ network: 'devnet', head: headAt(9), touched, transactionIndex: 4 },
  stamps: { received: micros(1), applied: micros(2) },
})

const size = fc.bigInt({ min: 10n ** 18n, max: 10n ** 20n })
const tick = fc.integer({ min: -4_000, max: 4_000 })
const sizes = fc.array(fc.tuple(size, size, tick), { minLength: 7, maxLength: 7 })

function searching(
  pairs: readonly Pair[],
  reserves: readonly (readonly [bigint, bigint, number])[],
) {
  const pools = pairs.map((pair, i) => {
    const [a, b, at] = reserves[i] ?? [1n, 1n, 0]
    return i % 3 === 2 ? v3(i + 1, pair, a, at) : v2(i + 1, pair, [a, b])
  })
  const market = openMarket('devnet', pools, 4)
  const base = market.table.tokenIds.get(token(0))
  const options = {
    bases: base === undefined ? [] : [base],
    maxHops: 4,
    maxHalves: 100_000,
    maxPaths: 100_000,
  }
  return { market, search: searchOf({ clock: countingClock() }, market, options) }
}

describe('searchOf', () => {
  test('tells cycles that earn what they say, the best first, each once', () => {
    fc.assert(
      fc.property(graph, sizes, (pairs, reserves) => {
        const { search } = searching(pairs, reserves)
        const found = search.look(stateOf(pairs.map((_, i) => i))).opportunities
        expect(search.cycles).toBeGreaterThanOrEqual(allCycles(pairs, [0], 4).length)
        expect(new Set(found.map(({ id }) => id)).size).toBe(found.length)
        for (const [i, { hops, input, output, profit }] of found.entries()) {
          expect(output.units - input.units).toBe(profit)
          expect(profit > 0n && profit <= (found[i - 1]?.profit ?? profit)).toBe(true)
          const states = hops.map(({ state }) => state)
          expect(quotePath(states, input.units)).toBe(output.units)
          const [first, last] = [hops[0]?.tokenIn, hops.at(-1)?.tokenOut]
          expect([first, last, input.token, output.token]).toEqual(Array(4).fill(token(0)))
        }
      }),
      { numRuns: 100 },
    )
  })

  test('looks only at cycles through the pools that changed', () => {
    const even = 10n ** 21n
    const pairs = [
      v2(1, [0, 1], [even, even]),
      v2(2, [0, 1], [even, 2n * even]),
      v2(3, [0, 2], [even, even]),
      v2(4, [0, 2], [even, 2n * even]),
    ]
    const market = openMarket('devnet', pairs, 4)
    const options = { bases: [0], maxHops: 3, maxHalves: 100, maxPaths: 100 }
    const search = searchOf({ clock: countingClock() }, market, options)
    const pools = (touched: readonly number[]) =>
      search.look(stateOf(touched)).opportunities.map(({ hops }) => hops.map(({ pool }) => pool))
    expect(pools([0])).toEqual([[addressOf(2), addressOf(1)]])
    expect(pools([2, 3])).toEqual([[addressOf(4), addressOf(3)]])
    expect(pools([])).toEqual([])
    writeV2(market.table, 1, even, even)
    expect(pools([1])).toEqual([])
  })

  test('names a finding the same in the same state and otherwise in another', () => {
    const even = 10n ** 21n
    const pairs = [v2(1, [0, 1], [even, even]), v2(2, [0, 1], [even, 2n * even])]
    const market = openMarket('devnet', pairs, 4)
    const options = { bases: [0], maxHops: 3, maxHalves: 100, maxPaths: 100 }
    const search = searchOf({ clock: countingClock() }, market, options)
    const idOf = (state: PoolState) => search.look(state).opportunities[0]?.id
    const state = stateOf([0])
    expect(idOf(state)).toBe(idOf(state))
    expect(idOf({ ...state, head: headAt(10) })).not.toBe(idOf(state))
    expect(idOf({ ...state, transactionIndex: 5 })).not.toBe(idOf(state))
    expect(idOf({ ...state, network: 'base' })).not.toBe(idOf(state))
  })
})
