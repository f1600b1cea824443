import { describe, expect, test } from 'vitest'
import { poolOfRecord } from '../../../daemon/market/read/recorded.ts'
import { pairRecord, rangedRecord } from '../../recording.ts'
import { addressOf, token } from '../examples.ts'

const pair = pairRecord(addressOf(1), [token(0), token(1)], [10n ** 30n, 7n])
const ranged = rangedRecord(addressOf(2), [token(0), token(1)])
const read = (record: Readonly<Record<string, unknown>>) =>
  poolOfRecord('file', 9, record as Parameters<typeof poolOfRecord>[2])

describe('poolOfRecord', () => {
  test('reads a pair, with one fee or with one for each way', () => {
    expect(read(pair)).toMatchObject({
      kind: 'pool',
      block: 100,
      pool: { venue: 'uniswap-v2', feePpm: [3_000, 3_000], reserves: [10n ** 30n, 7n] },
    })
    expect(read({ ...pair, fee_ppm: [100, 2_500] })).toMatchObject({
      pool: { feePpm: [100, 2_500] },
    })
  })

  test('reads a V3 pool with its ticks in any order', () => {
    const found = read({ ...ranged, ticks: ranged.ticks.toReversed() })
    expect(found).toMatchObject({ kind: 'pool', pool: { venue: 'uniswap-v3' } })
    if (found.kind !== 'pool' || found.pool.venue !== 'uniswap-v3') return
    const { ticks, ...state } = found.pool.state
    expect(state).toEqual({
      ...{ sqrtPriceX96: 2n ** 96n, liquidity: 1_000_000n, tick: 0 },
      ...{ tickSpacing: 60, feePpm: 3_000 },
    })
    expect([[...ticks.index], ticks.net, ticks.gross]).toEqual([
      [-600, 600],
      [1_000_000n, -1_000_000n],
      null,
    ])
  })

  test('lower-cases addresses', () => {
    const loud = `0x${'AB'.repeat(20)}`
    expect(read({ ...pair, address: loud })).toMatchObject({
      pool: { address: loud.toLowerCase() },
    })
  })

  test('names a type that is not known instead of failing', () => {
    expect(read({ ...pair, type: 'curve-crypto' })).toEqual({
      kind: 'unknown',
      type: 'curve-crypto',
    })
  })

  test.each([
    ['an address that is none', { ...pair, address: '0x12' }, /address/],
    ['one token', { ...pair, tokens: [token(0)] }, /tokens/],
    ['a token twice', { ...pair, tokens: [token(0), token(0)] }, /tokens/],
    ['no reserves', { ...pair, reserves: undefined }, /reserves/],
    ['a reserve below zero', { ...pair, reserves: ['-1', '5'] }, /reserves/],
    [
      'a reserve that no pair can hold',
      { ...pair, reserves: [String(2n ** 112n), '5'] },
      /reserves/,
    ],
    ['a reserve in words', { ...pair, reserves: ['many', '5'] }, /reserves/],
    ['a fee of the whole', { ...pair, fee_ppm: 1_000_000 }, /fee_ppm/],
    ['a fee below zero', { ...pair, fee_ppm: [3_000, -1] }, /fee_ppm/],
    ['a fraction of a fee', { ...pair, fee_ppm: 0.3 }, /fee_ppm/],
    ['no block', { ...pair, block: undefined }, /block/],
    ['no price', { ...ranged, sqrt_price_x96: undefined }, /sqrt_price_x96/],
    ['a liquidity below zero', { ...ranged, liquidity: '-5' }, /liquidity/],
    ['a tick spacing of zero', { ...ranged, tick_spacing: 0 }, /tick_spacing/],
    ['a tick beyond the last', { ...ranged, tick: 887_273 }, /tick/],
    ['ticks that are no list', { ...ranged, ticks: 'none' }, /ticks/],
    ['a tick that is no pair', { ...ranged, ticks: [5] }, /ticks|iterable/],
  ])('refuses %s, and names the line', (_, record, why) => {
    expect(() => read(record)).toThrow(
      expect.objectContaining({ code: 'RECORDING_INVALID', message: expect.stringMatching(why) }),
    )
    expect(() => read(record)).toThrow(/^file:9: pool 0x/)
  })
})
