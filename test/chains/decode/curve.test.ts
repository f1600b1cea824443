import fc from 'fast-check'
import { toEventSelector } from 'viem'
import { describe, expect, test } from 'vitest'
import { curveBalanceTopics, decodeCurve } from '../../../daemon/chains/decode/curve.ts'
import { malformed, uint } from './events.ts'
import { logOf, withData } from './log-of.ts'

const RAMP = 'event RampA(uint256 from, uint256 to, uint256 start, uint256 end)'
const STOP = 'event StopRampA(uint256 a, uint256 t)'
const FEE = 'event NewFee(uint256 fee, uint256 adminFee)'

describe('decodeCurve', () => {
  test('reads a ramp, its end and a fee', () => {
    fc.assert(
      fc.property(uint(256), uint(256), uint(53), uint(53), (from, to, start, end) => {
        const ramp = { kind: 'ramp', from, to, start: Number(start), end: Number(end) }
        const steady = { kind: 'ramp', from, to: from, start: 0, end: 0 }
        expect(decodeCurve(logOf(RAMP, { from, to, start, end }))).toEqual(ramp)
        expect(decodeCurve(logOf(STOP, { a: from, t: start }))).toEqual(steady)
        expect(decodeCurve(logOf(FEE, { fee: from, adminFee: to }))).toEqual({
          kind: 'fee',
          fee: from,
        })
      }),
    )
  })

  test('says nothing of the logs of others', () => {
    expect(decodeCurve({ topics: [], data: '0x' })).toEqual({ kind: 'none' })
  })

  test('is null for malformed data and times that no clock has', () => {
    const ramp = logOf(RAMP, { from: 1n, to: 1n, start: 1n, end: 1n })
    expect(decodeCurve(logOf(RAMP, { from: 1n, to: 1n, start: 1n, end: 2n ** 60n }))).toBeNull()
    fc.assert(
      fc.property(malformed(4), malformed(2), (four, two) => {
        expect(decodeCurve(withData(ramp, four as '0x'))).toBeNull()
        for (const event of [logOf(STOP, { a: 1n, t: 1n }), logOf(FEE, { fee: 1n, adminFee: 1n })])
          expect(decodeCurve(withData(event, two as '0x'))).toBeNull()
      }),
    )
  })
})

test('the topics of balances are those of the pools with 2 to 4 coins', () => {
  const events = [
    'TokenExchange(address,int128,uint256,int128,uint256)',
    'AddLiquidity(address,uint256[3],uint256[3],uint256,uint256)',
    'RemoveLiquidity(address,uint256[2],uint256[2],uint256)',
    'RemoveLiquidityImbalance(address,uint256[4],uint256[4],uint256,uint256)',
    'RemoveLiquidityOne(address,uint256,uint256)',
  ]
  for (const event of events) {
    expect(curveBalanceTopics).toContain(toEventSelector(`event ${event}`))
  }
  expect(new Set(curveBalanceTopics).size).toBe(13)
})
