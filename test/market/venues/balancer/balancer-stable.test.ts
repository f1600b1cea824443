import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  balancerStable,
  fromRecord,
  type StableState,
} from '../../../../daemon/market/venues/balancer/balancer-stable.ts'
import type { Quote } from '../../../../daemon/market/venues/quote.ts'
import { steady } from '../../../../daemon/market/venues/ramp.ts'
import {
  anyAmount,
  NOW,
  obeysTheLaws,
  ratesLikeItQuotes,
  type Subject,
  shareOf,
  sized,
} from '../laws.ts'
import {
  invariantDown,
  invariantUp,
  stableIn,
  stableOut,
  swapGivenIn,
  swapGivenOut,
} from './port.ts'

const ONE = 10n ** 18n
const hex = (digit: number) => `0x${String(digit).repeat(40)}` as const

const coinOf = (whole: fc.Arbitrary<bigint>) =>
  fc
    .tuple(fc.constantFrom(6, 8, 18), fc.bigInt({ min: ONE / 2n, max: 2n * ONE }), whole)
    .map(([decimals, rate, amount]) => ({
      balance: amount * 10n ** BigInt(decimals),
      scaling: rate * 10n ** BigInt(18 - decimals),
    }))

const poolsOf = (whole: fc.Arbitrary<bigint>): fc.Arbitrary<StableState> =>
  fc
    .record({
      coins: fc.array(coinOf(whole), { minLength: 2, maxLength: 5 }),
      amp: fc.integer({ min: 1, max: 5000 }),
      swapFee: fc.constantFrom(0n, 10n ** 12n, 4n * 10n ** 14n),
      rounding: fc.constantFrom('up' as const, 'down' as const),
    })
    .map(({ coins, amp, ...rest }) => ({
      ...rest,
      address: hex(9),
      tokens: coins.map((_, i) => hex(i + 1)),
      balances: coins.map(({ balance }) => balance),
      scaling: coins.map(({ scaling }) => scaling),
      amp: steady(BigInt(amp) * 1000n),
      bptIndex: null,
    }))

const subject: Subject<StableState> = {
  venue: balancerStable,
  pools: poolsOf(sized(1, 9)),
  count: (state) => state.balances.length,
  amount: (state, i) => shareOf(state.balances[i] as bigint),
  slack: (state, j) => (state.balances[j] as bigint) / 10n ** 11n + 2n,
  after: (state, i, j, { amountIn, amountOut }) => ({
    ...state,
    balances: state.balances
      .with(i, (state.balances[i] as bigint) + amountIn)
      .with(j, (state.balances[j] as bigint) - amountOut),
  }),
}

const trade = (amountIn: bigint | null, amountOut: bigint | null) =>
  amountIn === null || amountOut === null
    ? { kind: 'refused' }
    : { kind: 'quoted', amountIn, amountOut }

/** The pool with its own token at `place`, which nothing that is not about it may notice. */
const composable = (state: StableState, place: number): StableState => ({
  ...state,
  tokens: state.tokens.toSpliced(place, 0, hex(9)),
  balances: state.balances.toSpliced(place, 0, 2n ** 111n),
  scaling: state.scaling.toSpliced(place, 0, ONE),
  bptIndex: place,
})

describe('a Balancer stable pool', () => {
  obeysTheLaws(subject)
  const even = poolsOf(fc.bigInt({ min: 600_000n, max: 1_400_000n }))
  ratesLikeItQuotes(
    { ...subject, pools: even },
    (state, i) => (state.balances[i] as bigint) / 10n ** 5n,
    1e-4,
  )

  const draws = fc.tuple(subject.pools, fc.nat(4), fc.nat(4)).chain(([state, m, n]) => {
    const count = state.balances.length
    const [i, j] = [m % count, n % count]
    const amount = fc.oneof(
      shareOf(2n * (state.balances[i] as bigint)),
      shareOf(state.balances[j] as bigint),
      anyAmount,
    )
    return fc.record({ state: fc.constant(state), i: fc.constant(i), j: fc.constant(j), amount })
  })

  test('trades as the contract does, both ways, in both of its roundings', () => {
    const tally = { paid: 0, refused: 0 }
    fc.assert(
      fc.property(draws, ({ state, i, j, amount }) => {
        fc.pre(i !== j && amount > 0n)
        const invariant = state.rounding === 'up' ? invariantUp : invariantDown
        const pool = { balances: state.balances, scaling: state.scaling, fee: state.swapFee }
        const paid = swapGivenIn(pool, i, j, amount, stableOut(state.amp.to, invariant))
        const asked = swapGivenOut(pool, i, j, amount, stableIn(state.amp.to, invariant))
        tally[paid === null ? 'refused' : 'paid'] += 1
        const { quoteIn, quoteOut } = balancerStable
        expect(quoteIn(state, i, j, amount, NOW)).toMatchObject(trade(amount, paid))
        expect(quoteOut?.(state, i, j, amount, NOW)).toMatchObject(trade(asked, amount))
      }),
      { numRuns: 1000 },
    )
    expect(tally.paid).toBeGreaterThan(200)
    expect(tally.refused).toBeGreaterThan(50)
  })

  test('trades past its own token where it has it, and not by it', () => {
    fc.assert(
      fc.property(draws, fc.nat(5), ({ state, i, j, amount }, at) => {
        const place = at % (state.balances.length + 1)
        const pool = composable(state, place)
        const [k, l] = [i, j].map((n) => (n >= place ? n + 1 : n)) as [number, number]
        const { quoteIn, quoteOut, rate } = balancerStable
        const isPhantom = state.rounding === 'up'
        const agrees = (own: Quote | undefined, plain: Quote | undefined): void => {
          if (!isPhantom || own?.kind === 'quoted') expect(own).toEqual(plain)
        }
        agrees(quoteIn(pool, k, l, amount, NOW), quoteIn(state, i, j, amount, NOW))
        agrees(quoteOut?.(pool, k, l, amount, NOW), quoteOut?.(state, i, j, amount, NOW))
        expect(rate(pool, k, l, NOW)).toBe(rate(state, i, j, NOW))
        const no = { kind: 'refused', why: 'UNPRICED' }
        expect(quoteIn(pool, place, k, 5n, NOW)).toEqual(no)
        expect(quoteOut?.(pool, k, place, 5n, NOW)).toEqual(no)
        expect(rate(pool, k, place, NOW)).toBe(0)
      }),
    )
  })

  test('has no quote and no rate with a balance missing', () => {
    const [pool] = fc.sample(subject.pools, 1)
    if (pool === undefined) throw new Error('no pool was drawn')
    const empty = { ...pool, balances: pool.balances.with(0, 0n) }
    const no = { kind: 'refused', why: 'NO_LIQUIDITY' }
    expect(balancerStable.quoteIn(empty, 0, 1, 5n, NOW)).toEqual(no)
    expect(balancerStable.quoteOut?.(empty, 0, 1, 5n, NOW)).toEqual(no)
    expect(balancerStable.rate(empty, 0, 1, NOW)).toBe(0)
  })

  test('holds no more of a token than the Vault can', () => {
    const most = 2n ** 112n - 1n
    const room = 10n ** 24n
    const state: StableState = {
      ...{ address: hex(9), tokens: [hex(1), hex(2)], balances: [most - room, most - room] },
      ...{ scaling: [ONE, ONE], amp: steady(1_000_000n), swapFee: 0n },
      ...{ bptIndex: null, rounding: 'down' },
    }
    const no = { kind: 'refused', why: 'OVERFLOW' }
    const { quoteIn, quoteOut } = balancerStable
    expect(quoteIn(state, 0, 1, room, NOW)).toMatchObject({ kind: 'quoted', amountIn: room })
    expect(quoteIn(state, 0, 1, room + 1n, NOW)).toEqual(no)
    expect(quoteOut?.(state, 0, 1, room / 2n, NOW)).toMatchObject({ kind: 'quoted' })
    expect(quoteOut?.(state, 0, 1, room, NOW)).toEqual(no)
  })

  test('derives its amplification from the time', () => {
    const amp = { from: 100_000n, to: 900_000n, start: 1000, end: 2000 }
    fc.assert(
      fc.property(draws, fc.integer({ min: 1000, max: 2000 }), ({ state, i, j, amount }, time) => {
        const still = { ...state, amp: steady(100_000n + BigInt(time - 1000) * 800n) }
        const quote = balancerStable.quoteIn({ ...state, amp }, i, j, amount, { time })
        expect(quote).toEqual(balancerStable.quoteIn(still, i, j, amount, NOW))
      }),
      { numRuns: 50 },
    )
  })
})

describe('a balancer-stable record', () => {
  const record = {
    type: 'balancer-stable',
    address: hex(9),
    tokens: [hex(1), hex(2)],
    balances: ['5', '6'],
    scaling: [String(ONE), String(10n ** 30n)],
    amp: '200000',
    swap_fee: String(10n ** 15n),
  }

  test('is read with its amplification and scaling', () => {
    expect(fromRecord(record).state).toEqual({
      address: hex(9),
      tokens: [hex(1), hex(2)],
      balances: [5n, 6n],
      scaling: [ONE, 10n ** 30n],
      amp: steady(200_000n),
      swapFee: 10n ** 15n,
      bptIndex: null,
      rounding: 'down',
    })
    expect(fromRecord({ ...record, bpt_index: null }).state.bptIndex).toBeNull()
  })

  test('rounds as its version says, else up with a rate and without a token of its own', () => {
    const rated = { ...record, scaling: ['1226470562881593452', String(ONE)] }
    const own = { ...rated, tokens: [...record.tokens, hex(9)], balances: ['5', '6', '7'] }
    const bpt = { ...own, scaling: [...rated.scaling, String(ONE)], bpt_index: 2 }
    expect(fromRecord(rated).state.rounding).toBe('up')
    expect(fromRecord(bpt).state).toMatchObject({ rounding: 'down', bptIndex: 2 })
    expect(fromRecord({ ...rated, invariant_version: 1 }).state.rounding).toBe('down')
    expect(fromRecord({ ...bpt, invariant_version: 2 }).state.rounding).toBe('up')
  })

  test.each([
    [{ bpt_index: 2 }, 'bpt_index must be from 0 to 1'],
    [{ bpt_index: 1 }, 'tokens must be two beside the one at bpt_index'],
    [{ scaling: ['0', '1'] }, 'scaling must be a whole number from 1'],
    [{ amp: '5000001' }, 'amp must be a whole number from 1000'],
    [{ invariant_version: 3 }, 'invariant_version must be from 1 to 2'],
    [{ swap_fee: '-1' }, 'swap_fee must be a whole number'],
  ])('is refused with a sentence: %j', (change, sentence) => {
    expect(() => fromRecord({ ...record, ...change })).toThrow(sentence)
  })
})
