import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { least } from '../../daemon/kernel/units.ts'
import { quotePath } from '../../daemon/market/quote.ts'
import { rescore, score } from '../../daemon/scoring/score.ts'
import {
  conditions,
  ether,
  gwei,
  opportunityOf,
  paths,
  scoredOf,
  scoringContext,
} from './examples.ts'

const strategy = 'cross-dex-arbitrage'

describe('score', () => {
  test('takes the gas at the next base fee and the tip off the gross', () => {
    const { gross, gasCost, net } = scoredOf({}, gwei(10))
    expect(gasCost).toBe((60_000n + 2n * 75_000n) * gwei(12))
    expect(net).toBe(gross - gasCost)
  })

  test('holds for every path, size and base fee, also where the trade loses', () => {
    const fee = fc.bigInt({ min: 0n, max: gwei(400) })
    const input = fc.bigInt({ min: 1n, max: 10n ** 24n })
    fc.assert(
      fc.property(paths, input, fee, (states, size, baseFee) => {
        const opportunity = opportunityOf({ states, input: size })
        const scored = score(scoringContext(), { strategy, opportunity }, conditions(baseFee))
        const price = least(baseFee + gwei(2), scored.bid.maxFee)
        expect(scored.gross).toBe(quotePath(states, size) - size)
        expect(scored.net).toBe(scored.gross - scored.bid.expected * price)
        expect(scored.atRisk).toBe(scored.bid.limit * scored.bid.maxFee)
        expect(scored.bid.maxFee).toBeLessThanOrEqual(gwei(200))
        expect(scored.bid.priorityFee).toBeLessThanOrEqual(scored.bid.maxFee)
      }),
    )
  })

  test('puts at risk the gas limit at the highest fee that is bid', () => {
    const { atRisk, bid } = scoredOf({}, gwei(10))
    expect(bid.limit).toBe((bid.expected * 3n) / 2n)
    expect(bid.maxFee).toBe(gwei(22))
    expect(atRisk).toBe(bid.limit * gwei(22))
  })

  test('never bids more than the pipeline allows', () => {
    expect(scoredOf({}, gwei(150)).bid).toMatchObject({ maxFee: gwei(200), priorityFee: gwei(2) })
  })
})

describe('rescore', () => {
  test('equals the exact price of the path at the smaller size', () => {
    const whole = ether(10)
    fc.assert(
      fc.property(paths, fc.bigInt({ min: 1n, max: whole }), (states, size) => {
        const scored = scoredOf({ states, input: whole })
        const again = rescore(scoringContext(), scored, size)
        expect(again.input).toBe(size)
        expect(again.output).toBe(quotePath(states, size))
        expect(again.net).toBe(again.output - size - scored.gasCost)
        expect([again.bid, again.atRisk]).toEqual([scored.bid, scored.atRisk])
      }),
    )
  })

  test('at the same size changes nothing', () => {
    const scored = scoredOf()
    expect(rescore(scoringContext(), scored, scored.input)).toEqual(scored)
  })
})
