import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { swapExactIn } from '../../../../daemon/market/venues/uniswap-v3/swap.ts'
import {
  noTicks,
  placeAtOrUnder,
  type Ticks,
  ticksBetween,
  ticksOf,
  withLiquidity,
} from '../../../../daemon/market/venues/uniswap-v3/ticks.ts'
import { anyPool, anySize, FEES, type Position } from './pools.ts'

const usable = fc.integer({ min: -50, max: 50 }).map((n) => n * 60)
const position = fc
  .tuple(usable, usable, anySize(20))
  .filter(([a, b]) => a !== b)
  .map(([a, b, liquidity]): Position => {
    return { lower: Math.min(a, b), upper: Math.max(a, b), liquidity }
  })

const change = (ticks: Ticks | null, { lower, upper, liquidity }: Position, sign: bigint) =>
  ticks === null ? null : withLiquidity(ticks, lower, upper, sign * liquidity, 60)

/** What the contract's mapping would hold after minting all of `positions`. */
function mapping(positions: readonly Position[]): Ticks {
  const held = new Map<number, [bigint, bigint]>()
  const add = (tick: number, net: bigint, gross: bigint) => {
    const [n, g] = held.get(tick) ?? [0n, 0n]
    held.set(tick, [n + net, g + gross])
  }
  for (const { lower, upper, liquidity } of positions) {
    add(lower, liquidity, liquidity)
    add(upper, -liquidity, liquidity)
  }
  return ticksOf([...held].map(([tick, [net, gross]]) => [tick, net, gross] as const))
}

describe('withLiquidity', () => {
  test('adds up to what the contract holds', () => {
    fc.assert(
      fc.property(fc.array(position, { maxLength: 20 }), (positions) => {
        let ticks: Ticks | null = noTicks
        for (const one of positions) ticks = change(ticks, one, 1n)
        expect(ticks).toEqual(mapping(positions))
      }),
    )
  })

  test('leaves no trace of what is burnt again, in any order', () => {
    const some = fc.array(position, { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(some, some, (kept, gone) => {
        let ticks: Ticks | null = mapping([...kept, ...gone])
        const before = structuredClone(ticks)
        const full = ticks
        for (const one of gone.toReversed()) ticks = change(ticks, one, -1n)
        expect(ticks).toEqual(mapping(kept))
        expect(full).toEqual(before)
      }),
    )
  })

  test('keeps a tick whose positions cancel out', () => {
    const ticks = mapping([
      { lower: -60, upper: 0, liquidity: 5n },
      { lower: 0, upper: 60, liquidity: 5n },
    ])
    expect([...ticks.index]).toEqual([-60, 0, 60])
    expect(ticks.net).toEqual([5n, 0n, -5n])
    expect(ticks.gross).toEqual([5n, 10n, 5n])
  })

  test('goes by net where gross is unknown', () => {
    const ticks = ticksOf([
      [60, -5n],
      [-60, 5n],
    ])
    expect(ticks.gross).toBeNull()
    const more = withLiquidity(ticks, -60, 0, 2n, 60)
    expect(more).toEqual({ index: Int32Array.of(-60, 0, 60), net: [7n, -2n, -5n], gross: null })
    const less = more && withLiquidity(more, -60, 0, -2n, 60)
    expect(less).toEqual(ticks)
  })

  test('gives the very ticks back for a poke', () => {
    const ticks = mapping([{ lower: -60, upper: 0, liquidity: 5n }])
    expect(withLiquidity(ticks, -60, 0, 0n, 60)).toBe(ticks)
  })

  test('is null where the gross would do, but belongs to other positions', () => {
    const ticks = mapping([
      { lower: -60, upper: 0, liquidity: 5n },
      { lower: 60, upper: 120, liquidity: 5n },
    ])
    expect(withLiquidity(ticks, 0, 60, -5n, 60)).toBeNull()
  })

  test('is null where the event contradicts the ticks', () => {
    const ticks = mapping([{ lower: -60, upper: 0, liquidity: 5n }])
    expect(withLiquidity(ticks, -60, 0, -6n, 60)).toBeNull()
    expect(withLiquidity(ticks, -60, 60, -5n, 60)).toBeNull()
    expect(withLiquidity(ticks, 0, 60, -5n, 60)).toBeNull()
    expect(withLiquidity(ticks, 0, 0, 5n, 60)).toBeNull()
    expect(withLiquidity(ticks, 60, 0, 5n, 60)).toBeNull()
    expect(withLiquidity(ticks, 0, 50, 5n, 60)).toBeNull()
    expect(withLiquidity(ticks, -10, 60, 5n, 60)).toBeNull()
    expect(withLiquidity(ticks, -887_280, 0, 5n, 60)).toBeNull()
    expect(withLiquidity(ticks, 0, 887_280, 5n, 60)).toBeNull()
  })
})

describe('ticksOf', () => {
  test('sorts, and keeps gross only when every entry has it', () => {
    const mixed = ticksOf([
      [60, -5n, 5n],
      [-60, 5n],
    ])
    expect(mixed).toEqual({ index: Int32Array.of(-60, 60), net: [5n, -5n], gross: null })
    expect(ticksOf([])).toEqual(noTicks)
  })
})

describe('placeAtOrUnder', () => {
  test('finds the highest tick at or under another', () => {
    const index = Int32Array.of(-60, 0, 120)
    const places = [-61, -60, -1, 0, 119, 120, 500].map((tick) => placeAtOrUnder(index, tick))
    expect(places).toEqual([-1, 0, 0, 1, 1, 2, 2])
  })
})

describe('ticksBetween', () => {
  test('holds all that a swap within the bounds can see', () => {
    const pools = anyPool(FEES.slice(1))
    fc.assert(
      fc.property(pools, fc.boolean(), anySize(24), (pool, down, amount) => {
        const whole = swapExactIn(pool, down, amount)
        fc.pre(whole.amountIn === amount)
        const low = Math.min(pool.tick, whole.tick) - pool.tickSpacing
        const high = Math.max(pool.tick, whole.tick) + pool.tickSpacing
        const part = { ...pool, ticks: ticksBetween(pool.ticks, low, high) }
        expect(swapExactIn(part, down, amount)).toEqual(whole)
      }),
    )
  })
})
