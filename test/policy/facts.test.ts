import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Fact } from '../../daemon/config/types.ts'
import { facts, factsOf } from '../../daemon/policy/facts.ts'
import { ether, gap, gwei, pair, paths, scoredOf } from '../scoring/examples.ts'

const exposure = { capital: () => null, successPpm: () => 700_000 }
const of = (...wanted: Parameters<typeof scoredOf>) => {
  const found = factsOf(scoredOf(...wanted), exposure)
  if (found === null) throw new Error('a fact is unknown')
  return found
}

/** Whether a value is what its fact says that it can be. */
function fits({ type, range = [-Infinity, Infinity] }: Fact, value: unknown): boolean {
  if (typeof value !== 'number') return typeof value === type
  if (type === 'integer' && !Number.isInteger(value)) return false
  return Number.isFinite(value) && value >= range[0] && value <= range[1]
}

describe('facts', () => {
  test('are documented, every one, in a sentence', () => {
    expect(Object.keys(facts).length).toBeGreaterThan(5)
    for (const { description } of Object.values(facts)) expect(description).toMatch(/^[A-Z].+\.$/)
  })

  test('name the unit that they say they have', () => {
    for (const [name, { type, unit }] of Object.entries(facts)) {
      expect(type === 'string' || name === 'trade.hops' || unit !== undefined).toBe(true)
      if (unit !== undefined) expect(name.endsWith(`_${unit}`)).toBe(true)
    }
  })

  test('have a value each, of their type and within their range', () => {
    fc.assert(
      fc.property(paths, fc.bigInt({ min: 1n, max: ether(1_000) }), (states, input) => {
        const values = of({ states, input })
        expect(Object.keys(values).sort()).toEqual(Object.keys(facts).sort())
        const odd = Object.entries(facts).filter(([name, fact]) => !fits(fact, values[name]))
        expect(odd).toEqual([])
      }),
    )
  })

  test('say what the trade is', () => {
    const { gross, net } = scoredOf({}, gwei(10))
    expect(of({}, gwei(10))).toMatchObject({
      'trade.strategy': 'cross-dex-arbitrage',
      'trade.input_gwei': 10e9,
      'trade.gross_gwei': Number(gross) / 1e9,
      'trade.net_gwei': Number(net) / 1e9,
      'trade.margin_ppm': Number((net * 1_000_000n) / ether(10)),
      'gas.base_fee_gwei': 10,
      'recent.success_ppm': 700_000,
    })
  })

  test('measure depth at the pool where the trade is largest', () => {
    const deep = gap(ether(1_000), 40_000)
    expect(of({ states: deep })['trade.depth_share_ppm']).toBe(10_000)
    const shallow = [pair(ether(1_000), ether(1_000)), pair(ether(100), ether(110))]
    const share = Number(of({ states: shallow })['trade.depth_share_ppm'])
    expect(share).toBeGreaterThan(98_000)
    expect(share).toBeLessThan(100_000)
  })

  test('take the gas of a trade without profit as more than any share', () => {
    const states = [pair(ether(10), ether(10)), pair(ether(10), ether(10))]
    expect(of({ states })['gas.share_ppm']).toBeGreaterThan(1_000_000)
  })

  test('take any share of a pool without depth as more than any share', () => {
    const dry = {
      venue: 'uniswap-v3' as const,
      zeroForOne: true,
      state: {
        sqrtPriceX96: 1n << 96n,
        tick: 0,
        liquidity: 0n,
        tickSpacing: 60,
        feePpm: 3_000,
        ticks: { index: new Int32Array(0), net: [], gross: [] },
      },
    }
    const share = of({ states: [dry, pair(1n, 1n)] })['trade.depth_share_ppm']
    expect(share).toBeGreaterThan(1_000_000)
  })

  test('are unknown together where one is no number', () => {
    const odd = { ...exposure, successPpm: () => Number.NaN }
    expect(factsOf(scoredOf(), odd)).toBeNull()
  })
})
