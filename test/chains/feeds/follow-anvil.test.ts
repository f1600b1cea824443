import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { changeOf, type WireHead, type WireLog } from '../../../daemon/chains/feeds/blocks.ts'
import { quantity } from '../../../daemon/kernel/hex.ts'
import { marketTopics } from '../../../daemon/market/pools/apply.ts'
import { describeWithAnvil, type Net, openNet } from '../../anvil.ts'
import { folder } from '../../folders.ts'
import { type Feed, inShort, openFeed, standingChanges } from '../open-feed.ts'

const running: Net[] = []
afterEach(() => Promise.all(running.splice(0).map((net) => net.stop())))

async function setUp(
  options: { depth?: number; quietMs?: number } = {},
  directory = folder(),
): Promise<{ net: Net; feed: Feed }> {
  const net = await openNet(directory)
  running.push(net)
  return { net, feed: await openFeed(net.ipc, { topics: marketTopics, ...options }) }
}

const headAt = (net: Net, at: number | 'latest'): Promise<WireHead> =>
  net.link.request('eth_getBlockByNumber', [at === 'latest' ? at : quantity(at), false])

/** Waits until the feed is where the node is; its chain and logs must be the node's. */
async function agree(net: Net, feed: Feed): Promise<void> {
  const tip = await headAt(net, 'latest')
  await feed.reaches(tip.hash)
  const chain = feed.chain()
  const first = Number(tip.number) - chain.length + 1
  const heads = await Promise.all(chain.map((_, i) => headAt(net, first + i)))
  expect(chain).toEqual(heads.map(({ hash }) => hash))
  const range = { fromBlock: quantity(first), toBlock: tip.number, topics: [marketTopics] }
  const logs = await net.link.request<readonly WireLog[]>('eth_getLogs', [range])
  expect(standingChanges(feed)).toEqual(chain.length === 0 ? [] : logs.map(changeOf))
}

/** Mines blocks with the traffic of a seed, the first block of it being `from`. */
async function trade(net: Net, from: number, count: number): Promise<void> {
  for (let i = from; i < from + count; i++) {
    await net.traffic(5, i)
    await net.mine()
  }
}

const reorg = (net: Net, depth: number): Promise<unknown> =>
  net.link.request('anvil_reorg', [depth, []])

describeWithAnvil('follow on a real node', () => {
  test('tells each block once and linked, with the logs that the node has', async () => {
    const { net, feed } = await setUp()
    await trade(net, 0, 40)
    await agree(net, feed)
    expect(inShort(feed.events)).toHaveLength(40)
    expect(standingChanges(feed).length).toBeGreaterThan(30)
  })

  test('fetches heads that it was never told', async () => {
    const { net, feed } = await setUp()
    await trade(net, 0, 2)
    await agree(net, feed)
    feed.link.reset('the test cuts the link')
    await trade(net, 2, 10)
    await agree(net, feed)
    expect(inShort(feed.events)).toHaveLength(12)
  })

  test('tells a reorg as a rollback, then the new blocks', async () => {
    const { net, feed } = await setUp()
    await trade(net, 0, 8)
    await agree(net, feed)
    const before = feed.events.length
    await reorg(net, 3)
    await agree(net, feed)
    expect(inShort(feed.events.slice(before))).toHaveLength(4)
    expect(feed.events[before]).toMatchObject({ kind: 'rollback', lost: { length: 3 } })
    await trade(net, 8, 4)
    await agree(net, feed)
  })

  test('takes back the logs of a full block for which an empty one comes', async () => {
    const { net, feed } = await setUp()
    await trade(net, 4, 6)
    await agree(net, feed)
    const full = standingChanges(feed).length
    await reorg(net, 6)
    await agree(net, feed)
    expect(full).toBeGreaterThan(0)
    expect(standingChanges(feed)).toEqual([])
  })

  test('follows two reorgs in a row to the chain that stands', async () => {
    const { net, feed } = await setUp()
    await trade(net, 0, 8)
    await agree(net, feed)
    await Promise.all([reorg(net, 2), reorg(net, 4)])
    await trade(net, 8, 1)
    await reorg(net, 3)
    await agree(net, feed)
  })

  test('notices by the quiet alone that the chain went back and nobody told', async () => {
    const { net, feed } = await setUp({ quietMs: 40 })
    await trade(net, 0, 2)
    const snapshot = await net.link.request('evm_snapshot')
    await trade(net, 2, 3)
    await agree(net, feed)
    await net.link.request('evm_revert', [snapshot])
    await agree(net, feed)
    expect(feed.events.at(-1)).toMatchObject({ kind: 'rollback', lost: { length: 3 } })
  })

  test('asks for a fresh start where a reorg is deeper than its depth', async () => {
    const { net, feed } = await setUp({ depth: 4 })
    await trade(net, 0, 10)
    await agree(net, feed)
    await reorg(net, 6)
    await vi.waitFor(() => expect(feed.completed()).toBe(true))
    expect(feed.events.filter(({ kind }) => kind === 'resync')).toHaveLength(1)
    expect(inShort(feed.events).at(-1)).toBe('resync')
  })

  test('takes a node that was killed and comes back three blocks back as a reorg', async () => {
    const directory = folder()
    const [state, saved] = [join(directory, 'state.json'), join(directory, 'saved.json')]
    const first = await openNet(directory)
    await trade(first, 0, 5)
    await first.stop()
    copyFileSync(state, saved)
    const { net, feed } = await setUp({}, directory)
    await trade(net, 5, 3)
    await agree(net, feed)
    net.anvil.kill('SIGKILL')
    await net.anvil.exited
    net.link.close()
    running.length = 0
    copyFileSync(saved, state)
    const again = await openNet(directory)
    running.push(again)
    await trade(again, 20, 4)
    await agree(again, feed)
    expect(feed.events.filter(({ kind }) => kind === 'rollback')).toMatchObject([
      { lost: { length: 3 } },
    ])
  })
})
