import { describe, expect, test } from 'vitest'
import type { Head } from '../../daemon/chains/types.ts'
import { micros } from '../../daemon/kernel/units.ts'
import { claiming } from '../../daemon/strategies/claim.ts'
import { strategySignals } from '../../daemon/strategies/signals.ts'
import type { Batch, Findings, Opportunity } from '../../daemon/strategies/types.ts'
import { headAt } from '../chains/feeds/blocks.ts'
import { countingClock, deaf } from '../fakes.ts'
import { opportunityOf } from '../scoring/examples.ts'
import { pipelineOf, strategy } from './pipeline.ts'

const found = (id: string, profit: bigint): Opportunity => ({ ...opportunityOf({ id }), profit })

const batch = (opportunities: readonly Opportunity[], head: Head = headAt(1)): Batch => ({
  opportunities,
  state: {
    ...{ network: 'devnet', head, touched: [], transactionIndex: null },
    stamps: { received: micros(1), applied: micros(2) },
  },
})

function claims(...strategies: readonly ReturnType<typeof strategy>[]) {
  const ctx = { clock: countingClock(), signals: strategySignals(deaf(), 'devnet') }
  return claiming(ctx, pipelineOf({}, strategies), 7)
}

const takers = ({ claimed }: Findings) =>
  claimed.map(({ strategy: name, opportunity }) => `${name}:${opportunity.id}`)

describe('claiming', () => {
  test('gives each opportunity to the first strategy in file order that will have it', () => {
    const claim = claims(
      strategy('cycles', 100n, 10n ** 18n, 'choosy'),
      strategy('cycles', 10n, 10n ** 18n, 'modest'),
      strategy('cycles', 1n, 10n ** 18n, 'greedy'),
    )
    const findings = claim({
      stream: 'cycles',
      batch: batch([found('a', 500n), found('b', 50n), found('c', 10n), found('d', 9n)]),
    })
    expect(takers(findings)).toEqual(['choosy:a', 'modest:b', 'modest:c', 'greedy:d'])
  })

  test('never gives one to two strategies, whichever streams it comes by', () => {
    const claim = claims(
      strategy('cycles', 100n, 10n ** 18n, 'a'),
      strategy('joined', 1n, 10n ** 18n, 'b'),
    )
    const both = batch([found('x', 500n), found('y', 5n)])
    expect(takers(claim({ stream: 'cycles', batch: both }))).toEqual(['a:x'])
    expect(takers(claim({ stream: 'joined', batch: both }))).toEqual(['b:y'])
    expect(takers(claim({ stream: 'joined', batch: both }))).toEqual([])
  })

  test('remembers what was taken until the next block, not longer', () => {
    const claim = claims(strategy('cycles'))
    const one = [found('x', 500n)]
    expect(takers(claim({ stream: 'cycles', batch: batch(one) }))).toHaveLength(1)
    expect(takers(claim({ stream: 'cycles', batch: batch(one) }))).toHaveLength(0)
    expect(takers(claim({ stream: 'cycles', batch: batch(one, headAt(2)) }))).toHaveLength(1)
  })

  test('gives a stream only to the strategies that read from it', () => {
    const claim = claims(strategy('other'))
    const { claimed, unclaimed } = claim({ stream: 'cycles', batch: batch([found('x', 5n)]) })
    expect(claimed).toEqual([])
    expect(unclaimed).toEqual({ BELOW_MIN_PROFIT: 1, GAS_TOO_DEAR: 0 })
  })

  test('counts what nobody takes by what it lacks: profit, or cheap gas', () => {
    const claim = claims(strategy('cycles', 100n, 6n), strategy('cycles', 10n, 5n))
    const { claimed, unclaimed } = claim({
      stream: 'cycles',
      batch: batch([found('x', 500n), found('y', 50n), found('z', 5n)]),
    })
    expect(claimed).toEqual([])
    expect(unclaimed).toEqual({ BELOW_MIN_PROFIT: 1, GAS_TOO_DEAR: 2 })
  })

  test('takes at exactly the least profit and at exactly the dearest gas', () => {
    const claim = claims(strategy('cycles', 500n, 7n))
    expect(takers(claim({ stream: 'cycles', batch: batch([found('x', 500n)]) }))).toHaveLength(1)
  })

  test('says for which block, pipeline and generation it speaks', () => {
    expect(claims(strategy('cycles'))({ stream: 'cycles', batch: batch([]) })).toEqual({
      ...{ network: 'devnet', pipeline: 'devnet', generation: 7, claimed: [] },
      conditions: { network: 'devnet', block: { height: 1, id: headAt(1).id }, nextBaseFee: 7n },
      stamps: { received: 1, applied: 2 },
      unclaimed: { BELOW_MIN_PROFIT: 0, GAS_TOO_DEAR: 0 },
    })
  })
})
