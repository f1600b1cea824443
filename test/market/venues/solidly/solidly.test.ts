import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SolidlyState } from '../../../../daemon/market/venues/solidly/solidly.ts'
import {
  fromRecord,
  solidlyStable,
} from '../../../../daemon/market/venues/solidly/solidly-stable.ts'
import {
  solidlyVolatile,
  fromRecord as volatileOf,
} from '../../../../daemon/market/venues/solidly/solidly-volatile.ts'
import type { Venue } from '../../../../daemon/market/venues/venue.ts'
import { logOf, withData } from '../../../chains/decode/log-of.ts'
import {
  anyAmount,
  NOW,
  obeysTheLaws,
  ratesLikeItQuotes,
  type Subject,
  shareOf,
  sized,
} from '../laws.ts'
import { swapped } from './port.ts'

const decimals = fc.constantFrom(0, 6, 8, 18, 24)
const feePpm = fc.constantFrom(0, 100, 500, 3000, 10_000)

/** Pools with reserves of all sizes, worth up to a factor of a thousand apart. */
const pools: fc.Arbitrary<SolidlyState> = fc
  .tuple(decimals, decimals, sized(1, 12), fc.integer({ min: 1, max: 1000 }), feePpm)
  .map(([a, b, whole, apart, fee]) => {
    const units = [10n ** BigInt(a), 10n ** BigInt(b)] as const
    const reserves = [
      (whole * units[0]) / BigInt(apart) + 1n,
      (whole * units[1] * 3n) / 2n,
    ] as const
    return { units, reserves, feePpm: fee }
  })

const whole = (state: SolidlyState) =>
  state.reserves.every((reserve, i) => reserve / (state.units[i] ?? 1n) > 1000n)

const subject = (venue: Venue<SolidlyState>): Subject<SolidlyState> => ({
  venue,
  pools: pools.filter(whole),
  count: () => 2,
  amount: (state, i) => shareOf(2n * (state.reserves[i] as bigint)),
  after: (state, i, _, { amountIn, amountOut }) => {
    const net = amountIn - (amountIn * BigInt(state.feePpm)) / 1_000_000n
    const [r0, r1] = state.reserves
    return {
      ...state,
      reserves: i === 0 ? [r0 + net, r1 - amountOut] : [r0 - amountOut, r1 + net],
    }
  },
})

const small = (state: SolidlyState, i: number) => (state.reserves[i] as bigint) / 10n ** 7n
const fine = pools.filter((state) => whole(state) && state.units.every((unit) => unit > 10n ** 9n))

const port = (state: SolidlyState, stable: boolean) => ({
  r0: state.reserves[0],
  r1: state.reserves[1],
  d0: state.units[0],
  d1: state.units[1],
  fee: BigInt(state.feePpm / 100),
  stable,
})

describe.each([
  ['stable', solidlyStable],
  ['volatile', solidlyVolatile],
] as const)('a %s Solidly pool', (kind, venue) => {
  obeysTheLaws(subject(venue))
  ratesLikeItQuotes({ ...subject(venue), pools: fine }, small, 1e-4)

  test('pays what the contract pays, and is refused where that reverts', () => {
    const tally = { paid: 0, refused: 0 }
    const draws = fc.tuple(pools, fc.constantFrom(0, 1)).chain(([state, i]) =>
      fc.record({
        state: fc.constant(state),
        i: fc.constant(i),
        amount: fc.oneof(
          shareOf(5n * (state.reserves[i] as bigint)),
          anyAmount.filter((amount) => amount > 0n),
        ),
      }),
    )
    fc.assert(
      fc.property(draws, ({ state, i, amount }) => {
        const quote = venue.quoteIn(state, i, 1 - i, amount, NOW)
        const paid = swapped(port(state, kind === 'stable'), amount, i === 0)
        tally[paid === null ? 'refused' : 'paid'] += 1
        expect(quote).toMatchObject(
          paid === null ? { kind: 'refused' } : { kind: 'quoted', amountOut: paid },
        )
      }),
      { numRuns: 1500 },
    )
    expect(tally.paid).toBeGreaterThan(200)
    expect(tally.refused).toBeGreaterThan(100)
  })

  test('takes both reserves from its Sync, of 256 bits', () => {
    const state: SolidlyState = { reserves: [1n, 2n], units: [1n, 1n], feePpm: 0 }
    const log = logOf('event Sync(uint256 a, uint256 b)', { a: 2n ** 200n, b: 7n })
    expect(venue.topics).toEqual(log.topics)
    expect(venue.fold(state, log)).toEqual({ ...state, reserves: [2n ** 200n, 7n] })
    expect(venue.fold(state, withData(log, '0x'))).toBeNull()
    expect(venue.fold(state, { ...log, topics: [] })).toBe(state)
    expect(venue.quoteOut).toBeNull()
  })
})

describe('a stable pool', () => {
  const state: SolidlyState = { reserves: [0n, 5n], units: [1n, 1n], feePpm: 0 }

  test('has neither quote nor rate while a side is empty', () => {
    const no = { kind: 'refused', why: 'NO_LIQUIDITY' }
    expect(solidlyStable.quoteIn(state, 0, 1, 5n, NOW)).toEqual(no)
    expect(solidlyVolatile.quoteIn(state, 0, 1, 5n, NOW)).toEqual(no)
    expect(solidlyStable.rate(state, 0, 1, NOW)).toBe(0)
    expect(solidlyStable.product(state, 0, 1)).toBeNull()
    expect(solidlyVolatile.product(state, 0, 1)).toBeNull()
  })
})

describe('a Solidly record', () => {
  const record = {
    type: 'solidly-stable',
    address: `0x${'a'.repeat(40)}`,
    tokens: [`0x${'b'.repeat(40)}`, `0x${'c'.repeat(40)}`],
    decimals: [18, 6],
    fee_ppm: 500,
    reserves: ['5', '6'],
  }

  test('is read with the units of its tokens', () => {
    const state = { reserves: [5n, 6n], units: [10n ** 18n, 10n ** 6n], feePpm: 500 }
    expect(fromRecord(record)).toEqual({ tokens: record.tokens, state })
    expect(volatileOf(record)).toEqual({ tokens: record.tokens, state })
  })

  test.each([
    [{ decimals: undefined }, 'decimals must be a list of 2'],
    [{ decimals: [18, 78] }, 'decimals must be from 0 to 77'],
    [{ fee_ppm: [1, 2] }, 'fee_ppm must be one for both directions'],
    [{ reserves: ['5', 'x'] }, 'reserves must be a whole number'],
  ])('is refused with a sentence: %j', (change, sentence) => {
    expect(() => fromRecord({ ...record, ...change })).toThrow(sentence)
  })
})
