import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  balancerWeighted,
  fromRecord,
  type WeightedState,
} from '../../../../daemon/market/venues/balancer/balancer-weighted.ts'
import {
  anyAmount,
  NOW,
  obeysTheLaws,
  ratesLikeItQuotes,
  type Subject,
  shareOf,
  sized,
} from '../laws.ts'
import { swapGivenIn, swapGivenOut } from './port.ts'
import { weightedIn, weightedOut } from './port-pow.ts'

const ONE = 10n ** 18n
const hex = (digit: number) => `0x${String(digit).repeat(40)}` as const

/** Weights that make even powers often: 1, 2, 4 and their parts. */
const weights = fc.oneof(
  fc.constantFrom([50, 50], [80, 20], [20, 80], [40, 20, 20, 20], [50, 25, 25], [34, 33, 33]),
  fc.integer({ min: 1, max: 99 }).map((part) => [part, 100 - part]),
)
const fee = fc.constantFrom(0n, 10n ** 12n, 9n * 10n ** 14n, 10n ** 16n)
const poolsOf = (balance: fc.Arbitrary<bigint>): fc.Arbitrary<WeightedState> =>
  weights.chain((parts) =>
    fc.record({
      address: fc.constant(hex(9)),
      tokens: fc.constant(parts.map((_, i) => hex(i + 1))),
      balances: fc.array(balance, { minLength: parts.length, maxLength: parts.length }),
      weights: fc.constant(parts.map((part) => BigInt(part) * 10n ** 16n)),
      swapFee: fee,
      shortPowers: fc.boolean(),
    }),
  )

const subject: Subject<WeightedState> = {
  venue: balancerWeighted,
  pools: poolsOf(sized(1, 30)),
  count: (state) => state.balances.length,
  amount: (state, i) => shareOf((state.balances[i] as bigint) / 2n),
  slack: (state, j) => (state.balances[j] as bigint) / 10n ** 11n + 1n,
  after: (state, i, j, { amountIn, amountOut }) => ({
    ...state,
    balances: state.balances
      .with(i, (state.balances[i] as bigint) + amountIn)
      .with(j, (state.balances[j] as bigint) - amountOut),
  }),
}

describe('a Balancer weighted pool', () => {
  obeysTheLaws({ ...subject, pools: poolsOf(sized(7, 30)) })
  ratesLikeItQuotes(
    { ...subject, pools: poolsOf(sized(20, 26)) },
    (state, i) => (state.balances[i] as bigint) / 10n ** 6n,
    2e-4,
  )

  test('trades as the contract does, both ways, with tokens of any decimals', () => {
    const tally = { paid: 0, refused: 0 }
    const draws = fc.tuple(subject.pools, fc.nat(3), fc.nat(3)).chain(([state, m, n]) => {
      const count = state.balances.length
      const [i, j] = [m % count, n % count]
      return fc.record({
        state: fc.constant(state),
        i: fc.constant(i),
        j: fc.constant(j),
        amount: fc.oneof(shareOf(state.balances[i] as bigint), anyAmount),
        decimals: fc.array(fc.constantFrom(0, 6, 18), { minLength: 4, maxLength: 4 }),
      })
    })
    fc.assert(
      fc.property(draws, ({ state, i, j, amount, decimals }) => {
        fc.pre(i !== j && amount > 0n)
        const scaling = decimals.map((places) => 10n ** BigInt(36 - places))
        const pool = { balances: state.balances, scaling, fee: state.swapFee }
        const out = weightedOut(state.weights, state.shortPowers)
        const into = weightedIn(state.weights, state.shortPowers)
        const paid = swapGivenIn(pool, i, j, amount, out)
        const asked = swapGivenOut(pool, i, j, amount, into)
        tally[paid === null ? 'refused' : 'paid'] += 1
        const no = { kind: 'refused' }
        expect(balancerWeighted.quoteIn(state, i, j, amount, NOW)).toMatchObject(
          paid === null ? no : { kind: 'quoted', amountIn: amount, amountOut: paid },
        )
        expect(balancerWeighted.quoteOut?.(state, i, j, amount, NOW)).toMatchObject(
          asked === null ? no : { kind: 'quoted', amountIn: asked, amountOut: amount },
        )
      }),
      { numRuns: 1500 },
    )
    expect(tally.paid).toBeGreaterThan(300)
    expect(tally.refused).toBeGreaterThan(100)
  })

  const pool: WeightedState = {
    address: hex(9),
    tokens: [hex(1), hex(2)],
    balances: [1000n, 1000n],
    weights: [ONE / 2n, ONE / 2n],
    swapFee: 0n,
    shortPowers: true,
  }

  test('takes and gives three tenths of a balance at most', () => {
    const no = { kind: 'refused', why: 'OVER_RATIO' }
    expect(balancerWeighted.quoteIn(pool, 0, 1, 300n, NOW)).toMatchObject({ kind: 'quoted' })
    expect(balancerWeighted.quoteIn(pool, 0, 1, 301n, NOW)).toEqual(no)
    expect(balancerWeighted.quoteOut?.(pool, 0, 1, 300n, NOW)).toMatchObject({ kind: 'quoted' })
    expect(balancerWeighted.quoteOut?.(pool, 0, 1, 301n, NOW)).toEqual(no)
  })

  test('is a constant product where the weights are equal, and only there', () => {
    expect(balancerWeighted.product({ ...pool, balances: [5n, 7n] }, 0, 1)).toEqual({
      ...{ x: 5, y: 7, keep: 1 },
    })
    const uneven = { ...pool, weights: [ONE / 5n, (4n * ONE) / 5n] }
    expect(balancerWeighted.product(uneven, 0, 1)).toBeNull()
    expect(balancerWeighted.product({ ...pool, balances: [0n, 7n] }, 0, 1)).toBeNull()
    expect(balancerWeighted.rate({ ...pool, balances: [0n, 7n] }, 0, 1, NOW)).toBe(0)
  })
})

describe('a balancer-weighted record', () => {
  const record = {
    type: 'balancer-weighted',
    address: hex(9),
    tokens: [hex(1), hex(2)],
    balances: ['5', '6'],
    weights: [String(ONE / 2n), String(ONE / 2n)],
    swap_fee: String(10n ** 15n),
  }

  test('is read as one of the first pools, unless it says the version of its powers', () => {
    expect(fromRecord(record).state).toEqual({
      address: hex(9),
      tokens: [hex(1), hex(2)],
      balances: [5n, 6n],
      weights: [ONE / 2n, ONE / 2n],
      swapFee: 10n ** 15n,
      shortPowers: false,
    })
    expect(fromRecord({ ...record, pow_version: 'v2' }).state.shortPowers).toBe(true)
  })

  test.each([
    [{ pow_version: 'v3' }, 'pow_version must be v1 or v2'],
    [{ balances: ['5', String(2n ** 112n)] }, 'balances must be a whole number'],
    [{ weights: ['0', '1'] }, 'weights must be a whole number from 1'],
    [{ swap_fee: String(ONE) }, 'swap_fee must be a whole number from 0'],
    [{ address: 'pool' }, 'address must be an address, not pool'],
  ])('is refused with a sentence: %j', (change, sentence) => {
    expect(() => fromRecord({ ...record, ...change })).toThrow(sentence)
  })
})
