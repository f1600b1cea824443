import { existsSync, mkdtempSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type WorldPool, worldAddresses } from '../../daemon/app/devnet/addresses.ts'
import { type Devnet, startDevnet } from '../../daemon/app/devnet/chain.ts'
import { searcher } from '../../daemon/app/devnet/keys.ts'
import { plan, purposeOf } from '../../daemon/app/devnet/plan.ts'
import { decodeResult, encodeCall } from '../../daemon/execution/abi.ts'
import { uintAt } from '../../daemon/kernel/hex.ts'
import type { Hex } from '../../daemon/kernel/units.ts'
import { describeWithAnvil } from '../anvil.ts'
import { connectIpc } from './stand-in-rpc.ts'

const ether = 10n ** 18n
const seed = 7
const indexes = Array.from({ length: 40 }, (_, i) => i)

/** Directories of the file's tests, removed after them. */
const made: string[] = []
const directory = () => {
  const path = mkdtempSync(join(tmpdir(), 'mevd-'))
  made.push(path)
  return path
}
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true })
})

const start = (path = directory(), blockMs: number | null = null) =>
  startDevnet({ directory: path, blockMs, connect: connectIpc })

async function read({ rpc }: Devnet, to: Hex, call: string, args: readonly unknown[] = []) {
  const data = encodeCall(call, args)
  return decodeResult(call, await rpc.request<Hex>('eth_call', [{ to, data }, 'latest']))
}

/** What a pool pays for its first token in its second, in smallest units. */
async function price(net: Devnet, { venue, address }: WorldPool): Promise<number> {
  const call = venue === 'uniswap-v3' ? '0x3850c7bd' : '0x0902f1ac'
  const data = await net.rpc.request<Hex>('eth_call', [{ to: address, data: call }, 'latest'])
  const [a, b] = [Number(uintAt(data, 0)), Number(uintAt(data, 1))]
  return venue === 'uniswap-v3' ? (a / 2 ** 96) ** 2 : b / a
}

describeWithAnvil('deployWorld', () => {
  let net: Devnet
  beforeAll(async () => {
    net = await start()
  }, 30_000)
  afterAll(() => net.stop())

  test.each(worldAddresses.pools)('makes $venue $tokens $feePpm where it says', async (pool) => {
    const [a, b] = pool.tokens.map((ticker) => net.world.tokens[ticker].address)
    const isV3 = pool.venue === 'uniswap-v3'
    const call = isV3
      ? 'function getPool(address, address, uint24) returns (address)'
      : 'function getPair(address, address) returns (address)'
    const found = await read(
      net,
      net.world.factories[pool.venue],
      call,
      isV3 ? [a, b, pool.feePpm] : [a, b],
    )
    const shares = isV3
      ? 'function liquidity() returns (uint128)'
      : 'function totalSupply() returns (uint256)'
    expect(String(found).toLowerCase()).toBe(pool.address)
    expect(await read(net, pool.address, 'function token0() returns (address)')).toMatch(
      new RegExp(a ?? '', 'i'),
    )
    expect(await read(net, pool.address, shares)).toBeGreaterThan(0n)
  })

  test('starts all pools at the same prices', async () => {
    for (const pool of net.world.pools) {
      const [a, b] = pool.tokens.map((ticker) => net.world.tokens[ticker])
      if (a === undefined || b === undefined) throw new Error('no tokens')
      const wanted = (a.usd / b.usd) * 10 ** (b.decimals - a.decimals)
      expect((await price(net, pool)) / wanted).toBeCloseTo(1, 6)
    }
  })

  test('gives the Executor 50 WETH and an owner that has sent nothing yet', async () => {
    const { executor, tokens } = net.world
    const balance = 'function balanceOf(address) returns (uint256)'
    expect(await read(net, tokens.WETH.address, balance, [executor])).toBe(50n * ether)
    const owner = await read(net, executor, 'function owner() returns (address)')
    expect(String(owner).toLowerCase()).toBe(searcher)
    expect(await net.rpc.request('eth_getTransactionCount', [searcher, 'latest'])).toBe('0x0')
  })
})

describeWithAnvil('traffic', () => {
  let net: Devnet
  let before: readonly number[]
  const prices = () => Promise.all(net.world.pools.map((pool) => price(net, pool)))
  /** How far each pool's price has moved, as a share. */
  const moves = async () => (await prices()).map((now, i) => Math.abs(now / (before[i] ?? 0) - 1))

  beforeEach(async () => {
    net = await start()
    before = await prices()
  }, 30_000)
  afterEach(() => net.stop())

  test('opens a gap that is wider than the fees of two pools', async () => {
    const gap = indexes.find((index) => purposeOf(seed, index) === 'gap') ?? 0
    const swap = plan(seed, gap)[0]
    await net.traffic(seed, gap)
    await net.mine()
    const moved = (await moves()).map((move) => move > 0.006)
    expect(moved).toEqual(net.world.pools.map((pool) => pool.address === swap?.pool.address))
  })

  test('closes within a block what a round trip opens', async () => {
    const trip = indexes.find((index) => purposeOf(seed, index) === 'round-trip') ?? 0
    await net.traffic(seed, trip)
    await net.mine()
    expect(Math.max(...(await moves()))).toBeLessThan(0.003)
  })

  test('all succeeds, and leaves prices near where they were after forty blocks', async () => {
    const hashes: Hex[] = []
    for (const index of indexes) {
      hashes.push(...(await net.traffic(seed, index)))
      await net.mine()
    }
    const receipts = hashes.map((hash) =>
      net.rpc.request<{ readonly status: Hex }>('eth_getTransactionReceipt', [hash]),
    )
    for (const { status } of await Promise.all(receipts)) expect(status).toBe('0x1')
    expect(hashes.length).toBeGreaterThan(30)
    expect(Math.max(...(await moves()))).toBeLessThan(0.01)
  })
})

describeWithAnvil('startDevnet', () => {
  const running: Devnet[] = []
  afterEach(() => Promise.all(running.splice(0).map((net) => net.stop())))
  const height = async ({ rpc }: Devnet) => Number(await rpc.request<Hex>('eth_blockNumber'))
  const open = async (path: string, blockMs: number | null) => {
    const net = await start(path, blockMs)
    running.push(net)
    return net
  }
  const kill = async (net: Devnet) => {
    net.anvil.kill('SIGKILL')
    await net.anvil.exited
    running.splice(running.indexOf(net), 1)
  }

  test('goes on from a few blocks before a kill -9, over the same socket', async () => {
    const path = directory()
    const first = await open(path, 200)
    await setTimeout(2_500)
    const last = await height(first)
    await kill(first)
    const second = await open(path, 200)
    expect(second.ipc).toBe(first.ipc)
    expect(second.world.height).toBeGreaterThan(last - 10)
    expect(last).toBeGreaterThan(12)
  }, 20_000)

  test('mends a state that a kill cut short', async () => {
    const path = directory()
    const state = join(path, 'state.json')
    const first = await open(path, 200)
    while (!existsSync(`${state}.whole`)) await setTimeout(100)
    await kill(first)
    truncateSync(state, 81_920)
    expect((await open(path, 200)).world.height).toBeGreaterThan(2)
  }, 20_000)

  test('says so where a state is cut short and there is no copy', async () => {
    const path = directory()
    await (await start(path)).stop()
    truncateSync(join(path, 'state.json'), 0)
    rmSync(join(path, 'state.json.whole'), { force: true })
    await expect(start(path)).rejects.toMatchObject({ code: 'FILE_MISSING' })
  }, 20_000)

  test('runs one beside the other', async () => {
    const [first, second] = [await open(directory(), null), await open(directory(), null)]
    await first.mine(3)
    expect((await height(first)) - (await height(second))).toBe(3)
    expect(first.url).not.toBe(second.url)
  })

  test('refuses a chain that lacks a part of the world', async () => {
    const path = directory()
    const net = await open(path, null)
    await net.rpc.request('anvil_setCode', [worldAddresses.executor, '0x'])
    await net.stop()
    running.length = 0
    await expect(start(path)).rejects.toMatchObject({ code: 'WRONG_CHAIN' })
  })
})
