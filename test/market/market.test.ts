import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FeedEvent, Head } from '../../daemon/chains/types.ts'
import type { Hex } from '../../daemon/kernel/units.ts'
import { foldEvent, type Market, openMarket } from '../../daemon/market/market.ts'
import { marketSignals } from '../../daemon/market/signals.ts'
import { sqrtRatioAtTick } from '../../daemon/market/venues/uniswap-v3/tick-math.ts'
import type { EncodedLog } from '../chains/decode/events.ts'
import { headAt } from '../chains/feeds/blocks.ts'
import { countingClock, keptLog, keptMeter } from '../fakes.ts'
import {
  addressOf,
  changesOf,
  headsOn,
  liquidityLog,
  reserve,
  swapLog,
  sync,
  v2,
  v3,
} from './examples.ts'
import { type Moving, mirrorOf, movingIn, movingOf, ratesOf } from './state.ts'

const pools = [
  v2(1, [0, 1], [10n ** 21n, 3n * 10n ** 12n]),
  v2(2, [0, 2], [10n ** 20n, 10n ** 20n], [3_000, 10_000]),
  v3(3, [0, 1]),
  v3(4, [1, 2]),
]
const start = headAt(100)

function setUp(depth = 64): {
  market: Market
  fold: (event: FeedEvent) => ReturnType<typeof foldEvent>
  lines: ReturnType<typeof keptLog>['lines']
} {
  const market = openMarket('devnet', pools, depth)
  const { log, lines } = keptLog()
  const ctx = {
    clock: countingClock(),
    signals: marketSignals({ log, meter: keptMeter().meter }, 'devnet'),
  }
  return { market, fold: (event) => foldEvent(ctx, market, event), lines }
}

const rollback = (to: Head): FeedEvent => ({ kind: 'rollback', to, lost: [] })
const whole = (market: Market): Moving => ({ ...movingIn(market), mirror: mirrorOf(market) })

const syncOf = fc
  .tuple(fc.constantFrom(1, 2), reserve, reserve)
  .map(([n, a, b]): readonly [Hex, EncodedLog] => [addressOf(n), sync(a, b)])
const swapOf = fc
  .tuple(fc.constantFrom(3, 4), fc.integer({ min: -50_000, max: 50_000 }))
  .map(([n, tick]): readonly [Hex, EncodedLog] => [
    addressOf(n),
    swapLog(sqrtRatioAtTick(tick) + 5n, 10n ** 21n, tick),
  ])
const mintOf = fc
  .tuple(fc.constantFrom(3, 4), fc.integer({ min: -9, max: 0 }), fc.integer({ min: 1, max: 9 }))
  .map(([n, low, high]): readonly [Hex, EncodedLog] => [
    addressOf(n),
    liquidityLog(low * 60, high * 60, 10n ** 18n),
  ])
const foreign = fc.constant([addressOf(99), sync(1n, 1n)] as const)
const logs = fc.array(fc.oneof(syncOf, swapOf, mintOf, foreign), { maxLength: 8 })

describe('foldEvent', () => {
  test('undoes any number of blocks to exactly what was, and goes on from there', () => {
    const rounds = fc.array(fc.tuple(fc.array(logs, { maxLength: 6 }), fc.nat()), { maxLength: 6 })
    fc.assert(
      fc.property(rounds, (all) => {
        const { market, fold } = setUp()
        let known: { head: Head; state: Moving }[] = [{ head: start, state: whole(market) }]
        for (const [i, [blocks, back]] of all.entries()) {
          const tip = known.at(-1)?.head ?? start
          for (const [j, head] of headsOn(tip, blocks.length, `f${i}-`).entries()) {
            fold({ kind: 'head', head })
            fold(changesOf(head, blocks[j] ?? []))
            known.push({ head, state: whole(market) })
          }
          known = known.slice(0, 1 + (back % known.length))
          fold(rollback(known.at(-1)?.head ?? start))
          expect(whole(market)).toEqual(known.at(-1)?.state)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('gives one state a block, and none for a head or a rollback', () => {
    const { fold } = setUp()
    const [a] = headsOn(start, 1, 'a') as [Head]
    expect(fold({ kind: 'head', head: a })).toBeNull()
    expect(fold(changesOf(a, [[addressOf(1), sync(5n, 6n)]]))).toMatchObject({
      network: 'devnet',
      head: { id: a.id },
      touched: [0],
      transactionIndex: null,
      stamps: { received: a.height },
    })
    expect(fold(rollback(start))).toBeNull()
  })

  test('names each changed pool once, and with the next block those that an undo changed', () => {
    const { fold } = setUp()
    const [a, b] = headsOn(start, 2, 'a') as [Head, Head]
    fold(changesOf(a, [[addressOf(2), sync(5n, 6n)]]))
    fold(rollback(start))
    const twice = [addressOf(1), sync(5n, 6n)] as const
    expect(fold(changesOf(b, [twice, twice]))?.touched.toSorted()).toEqual([0, 1])
    expect(fold(changesOf(b, []))).toBeNull()
  })

  test('waits with parts of a block, gives it once its addresses are heard, and again for news', () => {
    const { fold } = setUp()
    const [a] = headsOn(start, 1, 'a') as [Head]
    const told = (known: 'part' | 'heard' | 'proven', ...logs: Parameters<typeof changesOf>[1]) =>
      fold({ ...changesOf(a, logs), known } as FeedEvent)
    expect(told('part', [addressOf(1), sync(5n, 6n)])).toBeNull()
    expect(told('heard', [addressOf(2), sync(5n, 6n)])?.touched.toSorted()).toEqual([0, 1])
    expect(told('proven')).toBeNull()
    expect(told('proven', [addressOf(2), sync(7n, 8n)])?.touched).toEqual([1])
  })

  test('leaves the price as it is where liquidity comes out of range', () => {
    const { market, fold } = setUp()
    const [a] = headsOn(start, 1, 'a') as [Head]
    fold(changesOf(a, [[addressOf(3), liquidityLog(60, 120, 10n ** 18n)]]))
    expect(movingIn(market)[addressOf(3)]).toMatchObject({ liquidity: 3n * 10n ** 21n })
    fold(changesOf(a, [[addressOf(3), liquidityLog(0, 120, 10n ** 18n)]]))
    expect(movingIn(market)[addressOf(3)]).toMatchObject({
      liquidity: 3n * 10n ** 21n + 10n ** 18n,
    })
  })

  test('takes a poke for no change', () => {
    const { fold } = setUp()
    const [a] = headsOn(start, 1, 'a') as [Head]
    expect(fold(changesOf(a, [[addressOf(3), liquidityLog(-600, 600, 0n)]]))?.touched).toEqual([])
  })
})

describe('quarantine', () => {
  const cut = ({ topics, data }: EncodedLog): EncodedLog => ({
    topics,
    data: data.slice(0, -2) as Hex,
  })
  const unreadable: readonly (readonly [string, Hex, EncodedLog])[] = [
    ['a Sync that is cut short', addressOf(1), cut(sync(5n, 6n))],
    ['a Swap that is cut short', addressOf(3), cut(swapLog(2n ** 96n, 1n, 0))],
    ['a Burn of more than there was', addressOf(3), liquidityLog(-600, 1_200, -(10n ** 24n))],
    ['a Mint between ticks that cannot be', addressOf(3), liquidityLog(-601, 1_200, 1n)],
  ]

  test.each(unreadable)('takes a pool out of every search after %s', (_, pool, log) => {
    const { market, fold, lines } = setUp()
    const [a] = headsOn(start, 1, 'a') as [Head]
    const id = market.table.ids.get(pool) ?? -1
    fold(changesOf(a, [[pool, log]]))
    expect(ratesOf(market, id)).toEqual([0, 0])
    expect(lines).toMatchObject([{ level: 'error', facts: { pool } }])
  })

  test('leaves all other pools as they are', () => {
    const { market, fold } = setUp()
    const [a] = headsOn(start, 1, 'a') as [Head]
    fold(changesOf(a, [[addressOf(1), cut(sync(5n, 6n))]]))
    fold(changesOf(a, [[addressOf(2), sync(5n, 6n)]]))
    expect(movingIn(market)[addressOf(2)]).toEqual({ reserves: [5n, 6n] })
    expect(ratesOf(market, 1)[0]).toBeGreaterThan(0)
  })

  test('is not undone by a rollback: the pool would stay behind for good', () => {
    const { market, fold } = setUp()
    const [a, b] = headsOn(start, 2, 'a') as [Head, Head]
    fold(changesOf(a, [[addressOf(1), sync(5n, 6n)]]))
    fold(changesOf(b, [[addressOf(1), cut(sync(5n, 6n))]]))
    fold(rollback(start))
    fold(changesOf(b, [[addressOf(1), sync(7n, 8n)]]))
    expect(ratesOf(market, 0)).toEqual([0, 0])
  })

  test('takes in a burn that a snapshot without gross liquidity cannot bear', () => {
    const bare = v3(5, [0, 1])
    const ticks = { ...bare.state.ticks, gross: null }
    const pool = { ...bare, state: { ...bare.state, ticks } }
    const market = openMarket('devnet', [pool], 4)
    const { log, lines } = keptLog()
    const signals = marketSignals({ log, meter: keptMeter().meter }, 'devnet')
    const [a] = headsOn(start, 1, 'a') as [Head]
    const burn = liquidityLog(-600, 1_200, -(10n ** 24n))
    foldEvent({ clock: countingClock(), signals }, market, changesOf(a, [[pool.address, burn]]))
    expect(ratesOf(market, 0)[0]).toBe(0)
    expect(lines).toHaveLength(1)
  })
})

describe('openMarket', () => {
  test('holds any number of pools, each as it was given', () => {
    const many = Array.from({ length: 300 }, (_, i) =>
      i % 2 === 0 ? v2(i + 1, [i, i + 1], [BigInt(i) + 1n, 2n ** 111n]) : v3(i + 1, [i, i + 1]),
    )
    const market = openMarket('devnet', many, 4)
    expect(market.table.size).toBe(300)
    expect(movingIn(market)).toEqual(
      Object.fromEntries(many.map((pool) => [pool.address, movingOf(pool)])),
    )
    for (const [id, { address }] of many.entries()) expect(market.table.ids.get(address)).toBe(id)
  })
})
