import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Feed, inShort, openFeed, standingChanges } from '../open-feed.ts'
import { type Block, type ScriptedNode, scriptedNode, TOPIC } from '../scripted-node.ts'

const nodes: ScriptedNode[] = []
afterEach(async () => {
  for (const node of nodes.splice(0)) await node.kill().catch(() => undefined)
})

async function setUp(
  options: { depth?: number; quietMs?: number } = {},
): Promise<{ node: ScriptedNode; feed: Feed }> {
  const node = await scriptedNode()
  nodes.push(node)
  const feed = await openFeed(node.ipc, { topics: [TOPIC], ...options })
  await vi.waitFor(() => expect(asked(node, 'eth_getBlockByNumber')).toBeGreaterThan(1))
  return { node, feed }
}

const asked = (node: ScriptedNode, method: string): number =>
  node.calls.filter((call) => call.method === method).length

/** Blocks on top of one another, the first on `parent`, each with one log. */
function mineMany(node: ScriptedNode, parent: Block, count: number): readonly Block[] {
  const blocks: Block[] = []
  for (let i = 0; i < count; i++) blocks.push(node.mine(blocks.at(-1) ?? parent, { logs: 1 }))
  return blocks
}

const idsOf = (blocks: readonly Block[]): readonly string[] => blocks.map(({ id }) => id)

describe('follow', () => {
  test('tells each block once, though its head is told three times', async () => {
    const { node, feed } = await setUp()
    const [a, b] = mineMany(node, node.genesis, 2) as [Block, Block]
    node.tell(a, a, b)
    await feed.reaches(b.id)
    node.tell(b, a)
    const c = node.mine(b)
    node.tell(c)
    await feed.reaches(c.id)
    expect(inShort(feed.events)).toEqual(['+101', '+102', '+103'])
  })

  test('gives each block its logs, in their order on the chain', async () => {
    const { node, feed } = await setUp()
    const a = node.mine(node.genesis, { logs: 3 })
    node.tell(a)
    await feed.reaches(a.id)
    const changes = standingChanges(feed)
    expect(changes.map(({ logIndex }) => logIndex)).toEqual([0, 1, 2])
    expect(changes[0]).toMatchObject({ kind: 'log', address: `0x${'ab'.repeat(20)}` })
    expect(changes[0]?.block).toEqual({ height: 101, id: a.id })
  })

  test('asks no logs of a block whose header proves that it has none', async () => {
    const { node, feed } = await setUp()
    const a = node.mine(node.genesis)
    node.tell(a)
    await feed.reaches(a.id)
    expect(asked(node, 'eth_getLogs')).toBe(0)
  })

  test('fetches the blocks whose heads were skipped', async () => {
    const { node, feed } = await setUp()
    const blocks = mineMany(node, node.genesis, 6)
    node.tell(blocks.at(-1) as Block)
    await feed.reaches(blocks.at(-1)?.id ?? '')
    expect(feed.chain()).toEqual(idsOf(blocks))
  })

  test('is not led astray by heads out of order', async () => {
    const { node, feed } = await setUp()
    const [a, b, c] = mineMany(node, node.genesis, 3) as [Block, Block, Block]
    node.tell(b)
    node.tell(a)
    node.tell(c)
    node.tell(b)
    await feed.reaches(c.id)
    expect(inShort(feed.events)).toEqual(['+101', '+102', '+103'])
  })

  test('does not follow a late head of a block that has lost', async () => {
    const { node, feed } = await setUp()
    const loser = node.mine(node.genesis, { logs: 1 })
    const [a, b] = mineMany(node, node.genesis, 2) as [Block, Block]
    node.tell(a, b)
    await feed.reaches(b.id)
    node.tell(loser)
    const c = node.mine(b)
    await vi.waitFor(() => expect(asked(node, 'eth_getBlockByNumber')).toBeGreaterThan(2))
    node.tell(c)
    await feed.reaches(c.id)
    expect(inShort(feed.events)).toEqual(['+101', '+102', '+103'])
  })

  test('believes a head that is ahead of what the node calls its latest', async () => {
    const { node, feed } = await setUp()
    const [a, b] = mineMany(node, node.genesis, 2) as [Block, Block]
    node.jumpTo(a)
    node.tell(b)
    await feed.reaches(b.id)
    expect(feed.chain()).toEqual(idsOf([a, b]))
  })

  test('tells a reorg as one rollback to the common block, then the new blocks', async () => {
    const { node, feed } = await setUp()
    const [a, b, c] = mineMany(node, node.genesis, 3) as [Block, Block, Block]
    node.tell(a, b, c)
    await feed.reaches(c.id)
    const fork = mineMany(node, a, 3)
    node.tell(fork.at(-1) as Block)
    await feed.reaches(fork.at(-1)?.id ?? '')
    expect(inShort(feed.events)).toEqual([
      ...['+101', '+102', '+103'],
      ...['-2>101', '+102', '+103', '+104'],
    ])
    expect(standingChanges(feed).map(({ block }) => block.id)).toEqual(idsOf([a, ...fork]))
    expect(feed.counts.get('mevd_chains_reorgs_total')).toBe(1)
  })

  test('gets over a block that vanishes between its head and its logs', async () => {
    const { node, feed } = await setUp()
    const doomed = node.mine(node.genesis, { logs: 2 })
    let instead = doomed
    node.before('eth_getLogs', () => {
      node.forget(doomed)
      instead = node.mine(node.genesis, { logs: 1 })
      return undefined
    })
    node.tell(doomed)
    await vi.waitFor(() => expect(instead).not.toBe(doomed))
    await feed.reaches(instead.id)
    expect(inShort(feed.events)).toEqual(['+101'])
    expect(standingChanges(feed)).toHaveLength(1)
    expect(feed.lines.some(({ message }) => /stumbled/.test(message))).toBe(true)
  })

  test('gets over a parent that vanishes while the way to it is walked', async () => {
    const { node, feed } = await setUp()
    const [a, b] = mineMany(node, node.genesis, 2) as [Block, Block]
    let instead = b
    node.before('eth_getBlockByHash', () => {
      node.forget(a)
      node.forget(b)
      instead = mineMany(node, node.genesis, 3).at(-1) as Block
      return undefined
    })
    node.tell(b)
    await vi.waitFor(() => expect(instead).not.toBe(b))
    await feed.reaches(instead.id)
    expect(inShort(feed.events)).toEqual(['+101', '+102', '+103'])
  })

  test('tries again after a rollback whose new blocks could not be read', async () => {
    const { node, feed } = await setUp()
    const [a, b] = mineMany(node, node.genesis, 2) as [Block, Block]
    node.tell(a, b)
    await feed.reaches(b.id)
    const [c] = mineMany(node, a, 1) as [Block]
    node.before('eth_getLogs', () => 'database is locked')
    node.tell(c)
    await feed.reaches(c.id)
    expect(inShort(feed.events)).toEqual(['+101', '+102', '-1>101', '+102'])
  })
})

describe('follow after a break', () => {
  test('backfills what was mined while the link was down', async () => {
    const { node, feed } = await setUp()
    await node.kill()
    const blocks = mineMany(node, node.genesis, 5)
    await node.start()
    await feed.reaches(blocks.at(-1)?.id ?? '')
    expect(feed.chain()).toEqual(idsOf(blocks))
  })

  test('rolls back to the older block that a node comes back on', async () => {
    const { node, feed } = await setUp()
    const [a, b, c] = mineMany(node, node.genesis, 3) as [Block, Block, Block]
    node.tell(a, b, c)
    await feed.reaches(c.id)
    await node.kill()
    for (const lost of [b, c]) node.forget(lost)
    node.jumpTo(a)
    await node.start()
    await feed.reaches(a.id)
    expect(inShort(feed.events)).toEqual(['+101', '+102', '+103', '-2>101'])
  })

  test('hears each head once after it has subscribed again', async () => {
    const { node, feed } = await setUp()
    await node.kill()
    await node.start()
    await vi.waitFor(() => expect(asked(node, 'eth_subscribe')).toBe(2), { timeout: 5_000 })
    await vi.waitFor(() => expect(asked(node, 'eth_getBlockByNumber')).toBeGreaterThan(2))
    const a = node.mine(node.genesis)
    node.tell(a)
    await feed.reaches(a.id)
    expect(feed.counts.get('mevd_chains_heads_total')).toBe(1)
  })

  test('subscribes again where the node refused to at first', async () => {
    const node = await scriptedNode()
    nodes.push(node)
    node.before('eth_subscribe', () => 'still starting')
    const feed = await openFeed(node.ipc, { topics: [TOPIC] })
    await vi.waitFor(() => expect(asked(node, 'eth_subscribe')).toBe(2))
    await vi.waitFor(() => expect(asked(node, 'eth_getBlockByNumber')).toBeGreaterThan(1))
    const a = node.mine(node.genesis)
    node.tell(a)
    await feed.reaches(a.id)
    expect(feed.chain()).toEqual([a.id])
  })

  test('asks the node for its latest when no head has come for a while', async () => {
    const { node, feed } = await setUp({ quietMs: 30 })
    const [a] = mineMany(node, node.genesis, 1) as [Block]
    await feed.reaches(a.id)
    expect(feed.counts.get('mevd_chains_heads_total')).toBeUndefined()
  })
})

describe('follow at its depth', () => {
  test('tells one resync and completes where the reorg is deeper', async () => {
    const { node, feed } = await setUp({ depth: 3 })
    const blocks = mineMany(node, node.genesis, 5)
    node.tell(...blocks)
    await feed.reaches(blocks.at(-1)?.id ?? '')
    const fork = mineMany(node, blocks[1] as Block, 5)
    node.tell(fork.at(-1) as Block)
    await vi.waitFor(() => expect(feed.completed()).toBe(true))
    expect(inShort(feed.events).at(-1)).toBe('resync')
    expect(feed.chain()).toEqual(idsOf(blocks))
  })

  test('still undoes a reorg that just fits', async () => {
    const { node, feed } = await setUp({ depth: 3 })
    const blocks = mineMany(node, node.genesis, 5)
    node.tell(...blocks)
    await feed.reaches(blocks.at(-1)?.id ?? '')
    const fork = mineMany(node, blocks[2] as Block, 3)
    node.tell(fork.at(-1) as Block)
    await feed.reaches(fork.at(-1)?.id ?? '')
    expect(inShort(feed.events)).toContain('-2>103')
  })

  test('completes where the block it began with is reorganised away', async () => {
    const { node, feed } = await setUp()
    const [a] = mineMany(node, node.genesis, 1) as [Block]
    node.tell(a)
    await feed.reaches(a.id)
    const other = node.mine({ ...node.genesis, height: 99, id: node.genesis.parent })
    node.tell(node.mine(other))
    await vi.waitFor(() => expect(feed.completed()).toBe(true))
    expect(inShort(feed.events)).toEqual(['+101', 'resync'])
  })

  test('says nothing more, and counts no heads, once nobody listens', async () => {
    const { node, feed } = await setUp()
    feed.leave()
    const [a, b] = mineMany(node, node.genesis, 2) as [Block, Block]
    node.tell(a, b)
    await feed.link.request('eth_getBlockByHash', [a.id])
    expect(feed.events).toEqual([])
    expect(feed.counts.get('mevd_chains_heads_total')).toBeUndefined()
  })
})
