import { afterEach, expect, test } from 'vitest'
import { worldAddresses } from '../../daemon/app/devnet/addresses.ts'
import { traders } from '../../daemon/app/devnet/keys.ts'
import { positionAround } from '../../daemon/app/devnet/liquidity.ts'
import { random } from '../../daemon/app/devnet/random.ts'
import { sendBlock } from '../../daemon/app/devnet/traffic.ts'
import { latestHead } from '../../daemon/chains/feeds/blocks.ts'
import { quantity } from '../../daemon/kernel/hex.ts'
import { nextBaseFee } from '../../daemon/market/conditions.ts'
import { foldEvent, type Market } from '../../daemon/market/market.ts'
import { marketTopics } from '../../daemon/market/pools/apply.ts'
import { readMarket } from '../../daemon/market/read/fresh.ts'
import { describeWithAnvil, type Net, openNet } from '../anvil.ts'
import { type Feed, openFeed } from '../chains/open-feed.ts'
import { countingClock } from '../fakes.ts'
import { marketContext, marketNow, mineRandom, worldMarkets, worldPool } from './live.ts'
import { movingIn, movingOf } from './state.ts'

const running: Net[] = []
afterEach(() => Promise.all(running.splice(0).map((net) => net.stop())))

/** A devnet, its market as read once, and all that its feed has said since. */
async function setUp(
  logs: 'read' | 'pushed' = 'read',
): Promise<{ net: Net; feed: Feed; market: Market; fold: () => void }> {
  const net = await openNet()
  running.push(net)
  const market = await marketNow(net)
  const addresses = () => market.table.addresses
  const feed = await openFeed(net.ipc, { topics: marketTopics, addresses, logs })
  const ctx = marketContext()
  let folded = 0
  const fold = (): void => {
    for (const event of feed.events.slice(folded)) foldEvent(ctx, market, event)
    folded = feed.events.length
  }
  return { net, feed, market, fold }
}

/** The folded market must be what a fresh read of the chain gives, pool by pool. */
async function agree({ net, feed, market, fold }: Awaited<ReturnType<typeof setUp>>) {
  const tip = await latestHead(net.link, countingClock().monotonic)
  await feed.reaches(tip.id)
  fold()
  const fresh = await readMarket(net.link, worldMarkets, tip)
  expect(movingIn(market)).toEqual(
    Object.fromEntries(fresh.map((pool) => [pool.address, movingOf(pool)])),
  )
}

describeWithAnvil('a market folded from its feed', () => {
  test.each([
    [1, 'read'],
    [2, 'pushed'],
  ] as const)('equals a fresh read after random traffic, seed %i, logs %s', async (seed, logs) => {
    const stage = await setUp(logs)
    const next = random(seed, 0)
    const before = movingIn(stage.market)
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 12; i++) await mineRandom(stage.net, next)
      await agree(stage)
    }
    const moved = Object.entries(movingIn(stage.market)).filter(
      ([address, now]) => JSON.stringify(now, big) !== JSON.stringify(before[address], big),
    )
    expect(moved.length).toBeGreaterThan(8)
  })

  test.each([
    [3, 'read'],
    [4, 'pushed'],
  ] as const)('equals a fresh read after reorgs, seed %i, logs %s', async (seed, logs) => {
    const stage = await setUp(logs)
    const next = random(seed, 0)
    for (const depth of [1, 7, 3]) {
      for (let i = 0; i < 10; i++) await mineRandom(stage.net, next)
      await agree(stage)
      await stage.net.link.request('anvil_reorg', [depth, []])
      await mineRandom(stage.net, next)
      await agree(stage)
    }
    expect(stage.feed.events.filter(({ kind }) => kind === 'rollback')).toHaveLength(3)
  })

  test('equals a fresh read where positions meet and cancel out', async () => {
    const stage = await setUp()
    const pool = worldPool('0x94eee1cb80924636b32fdf2c0b798080e32db027')
    const [from = pool.address] = traders
    const { lower: middle } = positionAround(pool, 600, 10)
    const liquidity = 10n ** 15n
    const below = { from, pool, lower: middle - 60, upper: middle, liquidity }
    const above = { from, pool, lower: middle, upper: middle + 60, liquidity }
    const steps = [
      ['mint', below],
      ['mint', above],
      ['burn', below],
      ['burn', above],
    ] as const
    for (const [kind, position] of steps) {
      await sendBlock(stage.net.link, worldAddresses, [{ kind, ...position }])
      await stage.net.mine()
      await agree(stage)
    }
    expect(stage.feed.events.filter(({ kind }) => kind === 'changes')).toMatchObject(
      Array(4).fill({ changes: { length: 1 } }),
    )
  })

  test('equals a fresh read after a reorg to empty blocks and nothing more', async () => {
    const stage = await setUp()
    const next = random(6, 0)
    const start = movingIn(stage.market)
    for (let i = 0; i < 10; i++) await mineRandom(stage.net, next)
    await agree(stage)
    await stage.net.link.request('anvil_reorg', [10, []])
    await agree(stage)
    expect(movingIn(stage.market)).toEqual(start)
  })
})

describeWithAnvil('nextBaseFee on a real node', () => {
  test('is the base fee that the next block has, rising and falling', async () => {
    const { net, feed } = await setUp()
    const next = random(7, 0)
    for (const limit of [30_000_000, 1_200_000, 30_000_000]) {
      await net.link.request('evm_setBlockGasLimit', [quantity(limit)])
      for (let i = 0; i < 12; i++) await mineRandom(net, next)
    }
    const tip = await latestHead(net.link, countingClock().monotonic)
    await feed.reaches(tip.id)
    const heads = feed.events.flatMap((event) => (event.kind === 'head' ? [event.head] : []))
    const fees = heads.slice(1).map(({ baseFee }) => baseFee)
    expect(heads.slice(0, -1).map(nextBaseFee)).toEqual(fees)
    const rises = fees.filter((fee, i) => (fee ?? 0n) > (heads[i]?.baseFee ?? 0n))
    expect(rises.length).toBeGreaterThan(0)
    expect(rises.length).toBeLessThan(fees.length)
  })
})

const big = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value
