import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  fromRecord,
  MAX_RESERVE,
  uniswapV2,
  type V2State,
} from '../../../daemon/market/venues/uniswap-v2.ts'
import { logOf, withData } from '../../chains/decode/log-of.ts'
import { NOW, obeysTheLaws, ratesLikeItQuotes, type Subject, shareOf, sized } from './laws.ts'

const fee = fc.constantFrom(0, 100, 2500, 3000, 10_000, 999_999)
const pools: fc.Arbitrary<V2State> = fc.record({
  reserves: fc.tuple(sized(1, 33), sized(1, 33)),
  feePpm: fc.tuple(fee, fee),
})
const subject: Subject<V2State> = {
  venue: uniswapV2,
  pools,
  count: () => 2,
  amount: (state, i) => shareOf(2n * (state.reserves[i] as bigint)),
  after: (state, i, _, { amountIn, amountOut }) => ({
    ...state,
    reserves:
      i === 0
        ? [state.reserves[0] + amountIn, state.reserves[1] - amountOut]
        : [state.reserves[0] - amountOut, state.reserves[1] + amountIn],
  }),
}

describe('a V2 pair', () => {
  obeysTheLaws(subject)
  ratesLikeItQuotes(
    { ...subject, pools: pools.filter(({ reserves }) => reserves.every((r) => r > 10n ** 20n)) },
    (state, i) => (state.reserves[i] as bigint) / 10n ** 9n,
    1e-6,
  )

  const camelot: V2State = { reserves: [10n ** 18n, 10n ** 18n], feePpm: [3000, 20_000] }

  test('takes the fee of the direction', () => {
    const out = (keep: bigint) => (10n ** 9n * keep * 10n ** 18n) / (10n ** 24n + 10n ** 9n * keep)
    const quoted = (amountOut: bigint) => ({ kind: 'quoted', amountIn: 10n ** 9n, amountOut })
    expect(uniswapV2.quoteIn(camelot, 0, 1, 10n ** 9n, NOW)).toEqual(quoted(out(997_000n)))
    expect(uniswapV2.quoteIn(camelot, 1, 0, 10n ** 9n, NOW)).toEqual(quoted(out(980_000n)))
    expect(uniswapV2.product(camelot, 1, 0)).toEqual({ x: 1e18, y: 1e18, keep: 0.98 })
    expect(uniswapV2.rate(camelot, 0, 1, NOW)).toBeCloseTo(0.997, 12)
  })

  test('has neither rate nor product while a side is empty', () => {
    const empty = { ...camelot, reserves: [0n, 5n] } as const
    expect(uniswapV2.rate(empty, 0, 1, NOW)).toBe(0)
    expect(uniswapV2.product(empty, 0, 1)).toBeNull()
  })

  test('follows its reserves and fees through its logs', () => {
    const sync = logOf('event Sync(uint112 a, uint112 b)', { a: 7n, b: MAX_RESERVE })
    const fees = logOf('event FeePercentUpdated(uint16 a, uint16 b)', { a: 500, b: 100 })
    expect(uniswapV2.topics).toContain(sync.topics[0])
    expect(uniswapV2.topics).toContain(fees.topics[0])
    expect(uniswapV2.fold(camelot, sync)).toEqual({ ...camelot, reserves: [7n, MAX_RESERVE] })
    expect(uniswapV2.fold(camelot, fees)).toEqual({ ...camelot, feePpm: [5000, 1000] })
    expect(uniswapV2.fold(camelot, withData(sync, '0x'))).toBeNull()
    expect(uniswapV2.fold(camelot, withData(fees, '0x'))).toBeNull()
    expect(uniswapV2.fold(camelot, { ...sync, topics: [] })).toBe(camelot)
  })
})

describe('a uniswap-v2 record', () => {
  const record = {
    type: 'uniswap-v2',
    address: `0x${'a'.repeat(40)}`,
    tokens: [`0x${'B'.repeat(40)}`, `0x${'c'.repeat(40)}`],
    fee_ppm: 3000,
    reserves: ['5', '12345678901234567890'],
  }

  test('is read with one fee or with two', () => {
    const reserves = [5n, 12345678901234567890n]
    expect(fromRecord(record)).toEqual({
      tokens: [`0x${'b'.repeat(40)}`, `0x${'c'.repeat(40)}`],
      state: { reserves, feePpm: [3000, 3000] },
    })
    const most = fromRecord({ ...record, fee_ppm: 999_999, reserves: ['0', String(MAX_RESERVE)] })
    expect(most.state).toEqual({ reserves: [0n, MAX_RESERVE], feePpm: [999_999, 999_999] })
    const two = fromRecord({ ...record, fee_ppm: [2500, 100] })
    expect(two.state.feePpm).toEqual([2500, 100])
  })

  test.each([
    [{ reserves: ['5'] }, 'reserves must be a list of 2'],
    [{ reserves: ['5', '-1'] }, 'reserves must be a whole number'],
    [{ reserves: ['5', String(MAX_RESERVE + 1n)] }, 'reserves must be a whole number from 0 to'],
    [{ reserves: ['5', 1.5] }, 'reserves must be a whole number'],
    [{ fee_ppm: 1_000_000 }, 'fee_ppm must be from 0 to 999999'],
    [{ fee_ppm: [1, 2, 3] }, 'fee_ppm must be one or two'],
    [{ fee_ppm: '' }, 'fee_ppm must be a whole number'],
    [{ tokens: [record.tokens[0]] }, 'tokens must be 2, not 1'],
    [{ tokens: [record.tokens[0], record.tokens[0]] }, 'tokens must differ'],
    [{ tokens: ['0x1', record.tokens[0]] }, 'tokens must be an address, not 0x1'],
    [{ tokens: 'both' }, 'tokens must be a list'],
  ])('is refused with a sentence: %j', (change, sentence) => {
    expect(() => fromRecord({ ...record, ...change })).toThrow(RangeError)
    expect(() => fromRecord({ ...record, ...change })).toThrow(sentence)
  })
})
