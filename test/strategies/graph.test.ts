import { Subject } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { FeedEvent, Head } from '../../daemon/chains/types.ts'
import type { PipelineConfig } from '../../daemon/config/types.ts'
import { openMarket } from '../../daemon/market/market.ts'
import { marketSignals } from '../../daemon/market/signals.ts'
import { buildGraph } from '../../daemon/strategies/graph.ts'
import { strategySignals } from '../../daemon/strategies/signals.ts'
import type { Findings } from '../../daemon/strategies/types.ts'
import { headAt } from '../chains/feeds/blocks.ts'
import { countingClock, keptLog, keptMeter } from '../fakes.ts'
import { addressOf, changesOf, headsOn, liquidityLog, sync, v2, v3 } from '../market/examples.ts'
import { movingIn } from '../market/state.ts'
import { pipelineOf, strategy, stream } from './pipeline.ts'

const even = 10n ** 21n
const start = headAt(100)
const simple = {
  pools: stream('track-pools', 'heads', 'logs'),
  cycles: stream('find-cycles', 'pools'),
}
const gap = [addressOf(1), sync(even, even + even / 20n)] as const

/** A graph over two even pairs and a V3 pool, fed by hand. */
function setUp(
  graph: PipelineConfig['graph'] = simple,
  strategies = [strategy('cycles')],
  maxHalves = 100,
) {
  const market = openMarket(
    'devnet',
    [v2(1, [0, 1], [even, even]), v2(2, [0, 1], [even, even]), v3(3, [1, 2])],
    64,
  )
  const { log, lines } = keptLog()
  const { meter } = keptMeter()
  const ctx = {
    ...{ clock: countingClock(), market, maxHalves, maxPaths: 100 },
    marketSignals: marketSignals({ log, meter }, 'devnet'),
    signals: strategySignals({ log, meter }, 'devnet'),
  }
  const events$ = new Subject<FeedEvent>()
  const findings: Findings[] = []
  const ends: string[] = []
  const pipeline = pipelineOf(graph, strategies)
  buildGraph(ctx, pipeline, 1, { events$ }).subscribe({
    next: (each) => findings.push(each),
    complete: () => ends.push('complete'),
    error: (error: Error) => ends.push(error.message),
  })
  const tell = (head: Head, ...logs: Parameters<typeof changesOf>[1]): void => {
    events$.next({ kind: 'head', head })
    events$.next(changesOf(head, logs))
  }
  return { events$, findings, ends, market, tell, lines }
}

describe('buildGraph', () => {
  test('gives one batch for each block, also where nothing is found', () => {
    const { findings, tell } = setUp()
    const [a, b, c] = headsOn(start, 3, 'a') as [Head, Head, Head]
    tell(a)
    tell(b, gap)
    tell(c)
    expect(findings.map(({ conditions }) => conditions.block.height)).toEqual([101, 102, 103])
    expect(findings.map(({ claimed }) => claimed.length)).toEqual([0, 1, 0])
  })

  test('finds the cycle that a gap opens, sized at that block', () => {
    const { findings, tell } = setUp()
    const [a] = headsOn(start, 1, 'a') as [Head]
    tell(a, gap)
    const [claimed] = findings[0]?.claimed ?? []
    expect(claimed?.opportunity.hops.map(({ pool }) => pool)).toEqual([addressOf(1), addressOf(2)])
    expect(claimed?.opportunity.block).toEqual({ height: a.height, id: a.id })
    expect(claimed?.opportunity.profit).toBeGreaterThan(10n ** 17n)
  })

  test('says nothing after a rollback until the next block, then looks at what was undone', () => {
    const { events$, findings, tell } = setUp()
    const [a, b] = headsOn(start, 2, 'a') as [Head, Head]
    const [c] = headsOn(a, 1, 'c') as [Head]
    tell(a, gap)
    tell(b, [addressOf(1), sync(even, even)])
    events$.next({ kind: 'rollback', to: a, lost: [b] })
    expect(findings).toHaveLength(2)
    tell(c)
    expect(findings.map(({ claimed }) => claimed.length)).toEqual([1, 0, 1])
    expect(findings[2]?.conditions.block.id).toBe(c.id)
  })

  test('folds the market once though two streams track it', () => {
    const twice = {
      pools: stream('track-pools', 'heads', 'logs'),
      again: stream('track-pools', 'logs', 'heads'),
      cycles: stream('find-cycles', 'pools'),
      others: { ...stream('find-cycles', 'again'), maxHops: 2 },
    }
    const { market, tell } = setUp(twice, [strategy('cycles'), strategy('others')])
    const [a] = headsOn(start, 1, 'a') as [Head]
    tell(a, [addressOf(3), liquidityLog(-600, 600, 10n ** 18n)])
    expect(movingIn(market)[addressOf(3)]).toMatchObject({
      liquidity: 3n * even + 10n ** 18n,
    })
  })

  test('gives what two streams find to the first strategy alone', () => {
    const joined = { ...simple, found: stream('merge', 'cycles') }
    const { findings, tell } = setUp(joined, [strategy('found'), strategy('cycles')])
    const [a] = headsOn(start, 1, 'a') as [Head]
    tell(a, gap)
    expect(findings.map(({ claimed }) => claimed.map((each) => each.strategy))).toEqual([
      ['found'],
      [],
    ])
  })

  test('completes with its source, also after a resync', () => {
    const { events$, findings, ends } = setUp()
    events$.next({ kind: 'resync', why: 'too deep' })
    events$.complete()
    expect(findings).toEqual([])
    expect(ends).toEqual(['complete'])
  })

  test('errs with its source', () => {
    const { events$, ends } = setUp()
    events$.error(new Error('gone'))
    expect(ends).toEqual(['gone'])
  })

  test('counts what it holds, and warns where the bound leaves some out', () => {
    const levels = (maxHalves: number) =>
      setUp(simple, [strategy('cycles')], maxHalves).lines.map(({ level, facts }) => [
        level,
        facts['halves'],
      ])
    const [[level, halves] = []] = levels(100)
    expect(level).toBe('info')
    expect(levels(Number(halves))).toEqual([['info', halves]])
    expect(levels(Number(halves) - 1)).toEqual([
      ['info', Number(halves) - 1],
      ['warn', Number(halves) - 1],
    ])
  })

  test('does not begin with a graph that reads from nowhere', () => {
    const wrong = { cycles: stream('find-cycles', 'nowhere') }
    expect(() => setUp(wrong)).toThrow(expect.objectContaining({ code: 'BUG' }))
  })
})
