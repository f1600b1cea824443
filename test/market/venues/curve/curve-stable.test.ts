import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type CurveState,
  curveStable,
  fromRecord,
} from '../../../../daemon/market/venues/curve/curve-stable.ts'
import { steady } from '../../../../daemon/market/venues/ramp.ts'
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
import { getDy } from './port.ts'

const ONE = 10n ** 18n
const coin = fc
  .tuple(fc.constantFrom(2, 6, 8, 18), fc.bigInt({ min: ONE, max: 3n * ONE }), sized(1, 9))
  .map(([decimals, rate, whole]) => {
    const up = 10n ** BigInt(18 - decimals)
    return { balance: whole * 10n ** BigInt(decimals), rate: rate * up }
  })

const poolsOf = (
  coins: fc.Arbitrary<{ balance: bigint; rate: bigint }>,
): fc.Arbitrary<CurveState> =>
  fc
    .tuple(
      fc.array(coins, { minLength: 2, maxLength: 4 }),
      fc.integer({ min: 2, max: 10_000 }),
      fc.constantFrom(1n, 100n),
      fc.constantFrom(0n, 1_000_000n, 4_000_000n, 10n ** 9n),
    )
    .map(([held, a, precision, fee]) => ({
      balances: held.map(({ balance }) => balance),
      rates: held.map(({ rate }) => rate),
      a: steady(BigInt(a) * precision),
      precision,
      fee,
      base: null,
    }))

const pools = poolsOf(coin)
const subject: Subject<CurveState> = {
  venue: curveStable,
  pools,
  count: (state) => state.balances.length,
  gain: (state) => (state.fee === 0n ? 2n : 0n),
  amount: (state, i) => shareOf(2n * (state.balances[i] as bigint)),
  after: (state, i, j, { amountIn, amountOut }) => ({
    ...state,
    balances: state.balances.map((balance, k) => {
      if (k === i) return balance + amountIn
      return k === j ? balance - amountOut : balance
    }),
  }),
}

const port = (state: CurveState) => ({
  balances: state.balances,
  rates: state.rates,
  amp: state.a.to,
  fee: state.fee,
  old: state.precision === 1n,
})

describe('a Curve pool', () => {
  obeysTheLaws(subject)
  const even = coin.map(({ rate }) => ({ rate, balance: (10n ** 42n / rate) * 1000n }))
  const near = fc.tuple(even, fc.integer({ min: 50, max: 150 })).map(([held, part]) => ({
    ...held,
    balance: (held.balance * BigInt(part)) / 100n,
  }))
  ratesLikeItQuotes(
    { ...subject, pools: poolsOf(near) },
    (state, i) => (state.balances[i] as bigint) / 10n ** 6n,
    1e-4,
  )

  test('says what get_dy says, and is refused where that reverts', () => {
    const tally = { paid: 0, refused: 0 }
    const draws = fc.tuple(pools, fc.nat(3), fc.nat(3)).chain(([state, m, n]) => {
      const count = state.balances.length
      const [i, j] = [m % count, n % count]
      const input = fc.oneof(shareOf(9n * (state.balances[i] as bigint)), anyAmount)
      return fc.record({ state: fc.constant(state), i: fc.constant(i), j: fc.constant(j), input })
    })
    fc.assert(
      fc.property(draws, ({ state, i, j, input }) => {
        fc.pre(i !== j && input > 0n)
        const dy = getDy(port(state), i, j, input)
        tally[dy === null ? 'refused' : 'paid'] += 1
        const wanted = dy === null ? { kind: 'refused' } : { kind: 'quoted', amountOut: dy }
        expect(curveStable.quoteIn(state, i, j, input, NOW)).toMatchObject(wanted)
      }),
      { numRuns: 1500 },
    )
    expect(tally.paid).toBeGreaterThan(300)
    expect(tally.refused).toBeGreaterThan(50)
  })

  const plain: CurveState = {
    balances: [10n ** 24n, 10n ** 24n],
    rates: [ONE, ONE],
    a: steady(20_000n),
    precision: 100n,
    fee: 4_000_000n,
    base: null,
  }

  test('has no quote and no rate with a coin missing', () => {
    const empty = { ...plain, balances: [0n, 5n] }
    const no = { kind: 'refused', why: 'NO_LIQUIDITY' }
    expect(curveStable.quoteIn(empty, 0, 1, 5n, NOW)).toEqual(no)
    expect(curveStable.quoteIn(empty, 1, 0, 5n, NOW)).toEqual(no)
    expect(curveStable.rate(empty, 0, 1, NOW)).toBe(0)
  })

  test('derives its amplification from the time', () => {
    const a = { from: 10_000n, to: 20_000n, start: 1000, end: 2000 }
    const ramped = { ...plain, balances: [10n ** 24n, 10n ** 23n], a }
    for (const [time, value] of [
      [900, 10_000n],
      [1000, 10_000n],
      [1001, 10_010n],
      [1999, 19_990n],
      [2000, 20_000n],
    ] as const) {
      const still = { ...ramped, a: steady(value) }
      const quote = curveStable.quoteIn(ramped, 0, 1, ONE, { time })
      expect(quote).toEqual(curveStable.quoteIn(still, 0, 1, ONE, { time }))
      expect(curveStable.rate(ramped, 0, 1, { time })).toBe(curveStable.rate(still, 0, 1, NOW))
    }
  })

  test('follows ramps and fees through its logs, and asks to be read after what moves balances', () => {
    const ramp = { a: 1n, b: 2n, c: 3n, d: 4n }
    const started = logOf('event RampA(uint256 a, uint256 b, uint256 c, uint256 d)', ramp)
    const fee = logOf('event NewFee(uint256 a, uint256 b)', { a: 7n, b: 5n })
    const traded = logOf(
      'event TokenExchange(address indexed a, int128 b, uint256 c, int128 d, uint256 e)',
      { a: `0x${'1'.repeat(40)}`, b: 0n, c: 1n, d: 1n, e: 1n },
    )
    const a = { from: 1n, to: 2n, start: 3, end: 4 }
    expect(curveStable.fold(plain, started)).toEqual({ ...plain, a })
    expect(curveStable.fold(plain, fee)).toEqual({ ...plain, fee: 7n })
    expect(curveStable.fold(plain, traded)).toBeNull()
    expect(curveStable.fold(plain, withData(fee, '0x'))).toBeNull()
    expect(curveStable.fold(plain, { ...fee, topics: [] })).toBe(plain)
    for (const log of [started, fee, traded]) expect(curveStable.topics).toContain(log.topics[0])
    expect(curveStable.drift).toBe('read')
  })
})

describe('a curve-stable record', () => {
  const record = {
    type: 'curve-stable',
    address: `0x${'a'.repeat(40)}`,
    tokens: [`0x${'b'.repeat(40)}`, `0x${'c'.repeat(40)}`],
    balances: ['5', '6'],
    rates: [String(ONE), String(ONE)],
    a: '20000',
    a_precision: 100,
    fee: '4000000',
  }

  test('is read as a plain pool', () => {
    expect(fromRecord(record).state).toEqual({
      balances: [5n, 6n],
      rates: [ONE, ONE],
      a: steady(20_000n),
      precision: 100n,
      fee: 4_000_000n,
      base: null,
    })
  })

  test('is read as a metapool, whose last coin has the virtual price of the base', () => {
    const base = `0x${'D'.repeat(40)}`
    const meta = { ...record, base, base_virtual_price: String(ONE + 5n) }
    expect(fromRecord(meta).state).toMatchObject({
      rates: [ONE, ONE + 5n],
      base: base.toLowerCase(),
    })
  })

  test('is read with a ramp', () => {
    const ramp = { initial_a: '5', future_a: '6', initial_a_time: 7, future_a_time: 8 }
    const { state } = fromRecord({ ...record, ...ramp })
    expect(state.a).toEqual({ from: 5n, to: 6n, start: 7, end: 8 })
  })

  test.each([
    [
      { tokens: [...record.tokens, ...record.tokens, `0x${'1'.repeat(40)}`] },
      'tokens must be from',
    ],
    [{ rates: ['0', '1'] }, 'rates must be a whole number from 1'],
    [{ balances: ['1'] }, 'balances must be a list of 2'],
    [{ fee: String(10n ** 10n) }, 'fee must be a whole number from 0 to 9999999999'],
    [{ a: '0' }, 'a must be a whole number from 1'],
    [{ base: `0x${'1'.repeat(40)}` }, 'base and base_virtual_price must be given together'],
    [{ base_virtual_price: '5' }, 'base and base_virtual_price must be given together'],
    [{ future_a_time: 8 }, 'initial_a must be a whole number'],
  ])('is refused with a sentence: %j', (change, sentence) => {
    expect(() => fromRecord({ ...record, ...change })).toThrow(sentence)
  })
})
