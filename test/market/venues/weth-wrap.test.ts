import { describe, expect, test } from 'vitest'
import { fromRecord, wethWrap } from '../../../daemon/market/venues/weth-wrap.ts'
import { logOf } from '../../chains/decode/log-of.ts'
import { NOW } from './laws.ts'

describe('wrapping', () => {
  test('is one for one both ways, in and out', () => {
    const quote = { kind: 'quoted', amountIn: 7n, amountOut: 7n }
    for (const [i, j] of [
      [0, 1],
      [1, 0],
    ] as const) {
      expect(wethWrap.quoteIn({}, i, j, 7n, NOW)).toEqual(quote)
      expect(wethWrap.quoteOut?.({}, i, j, 7n, NOW)).toEqual(quote)
      expect(wethWrap.rate({}, i, j, NOW)).toBe(1)
    }
  })

  test('refuses nothing, other places and more than a word', () => {
    const why = (i: number, j: number, amount: bigint) => wethWrap.quoteIn({}, i, j, amount, NOW)
    expect(why(0, 1, 0n)).toEqual({ kind: 'refused', why: 'AMOUNT_ZERO' })
    expect(why(0, 0, 1n)).toEqual({ kind: 'refused', why: 'TOKEN_UNKNOWN' })
    expect(why(0, 2, 1n)).toEqual({ kind: 'refused', why: 'TOKEN_UNKNOWN' })
    expect(why(0, 1, 2n ** 256n)).toEqual({ kind: 'refused', why: 'OVERFLOW' })
    expect(wethWrap.rate({}, 1, 1, NOW)).toBe(0)
    expect(wethWrap.product({}, 0, 1)).toBeNull()
  })

  test('is moved by no log, and read out of two tokens', () => {
    const state = {}
    expect(
      wethWrap.fold(state, logOf('event Deposit(address a)', { a: `0x${'1'.repeat(40)}` })),
    ).toBe(state)
    const tokens = [`0x${'0'.repeat(40)}`, `0x${'1'.repeat(40)}`]
    const record = { type: 'weth-wrap', address: `0x${'1'.repeat(40)}`, tokens }
    expect(fromRecord(record)).toEqual({ tokens, state: {} })
  })
})
