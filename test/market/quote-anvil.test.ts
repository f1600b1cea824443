import { afterEach, expect, test } from 'vitest'
import { searcher } from '../../daemon/app/devnet/keys.ts'
import { unitsOfWeth } from '../../daemon/app/devnet/liquidity.ts'
import { random } from '../../daemon/app/devnet/random.ts'
import { encodeCall } from '../../daemon/execution/abi.ts'
import { uintAt } from '../../daemon/kernel/hex.ts'
import type { Hex } from '../../daemon/kernel/units.ts'
import type { Market } from '../../daemon/market/market.ts'
import { type HopState, hopState, quoteHop, quotePath } from '../../daemon/market/quote.ts'
import { describeWithAnvil, type Net, openNet } from '../anvil.ts'
import { type Hop, refusal, runData } from '../execution/executor-stage.ts'
import { everyCycle } from '../strategies/cycles/every-cycle.ts'
import { marketNow, mineRandom, worldPool } from './live.ts'

const running: Net[] = []
afterEach(() => Promise.all(running.splice(0).map((net) => net.stop())))

/** A devnet whose pools have been traded in, and its market. */
async function setUp(seed: number): Promise<{ net: Net; market: Market }> {
  const net = await openNet()
  running.push(net)
  const next = random(seed, 0)
  for (let i = 0; i < 15; i++) await mineRandom(net, next)
  return { net, market: await marketNow(net) }
}

/** What DevTrader would get of a pool, by the pool's own contract; 0 where it reverts. */
async function sold(net: Net, pool: Hex, tokenIn: Hex, amountIn: bigint): Promise<bigint> {
  const { venue, feePpm } = worldPool(pool)
  const data =
    venue === 'uniswap-v3'
      ? encodeCall('function swapV3(address pool, address tokenIn, uint256 amountIn)', [
          ...[pool, tokenIn, amountIn],
        ])
      : encodeCall(
          'function swapV2(address pair, address tokenIn, uint256 amountIn, uint256 feePpm)',
          [pool, tokenIn, amountIn, feePpm],
        )
  const call = { from: searcher, to: net.world.trader, data }
  const out = await net.link.request<Hex>('eth_call', [call, 'latest']).catch(() => null)
  return out === null ? 0n : uintAt(out, 0)
}

/** What the Executor would earn on a cycle with so much WETH; a loss is negative. */
async function earned(net: Net, hops: readonly Hop[], amountIn: bigint): Promise<unknown> {
  const { executor } = net.world
  const data = runData(hops, 0n, amountIn)
  const call = net.link.request<Hex>('eth_call', [{ from: searcher, to: executor, data }, 'latest'])
  const [error, got] = await refusal(call)
  if (error === 'NoProfit') return got
  return error === 'not refused' ? uintAt(await call, 0) : error
}

describeWithAnvil('quoteHop', () => {
  test.each([11, 12])('is what the pool itself pays, to the unit, seed %i', async (seed) => {
    const { net, market } = await setUp(seed)
    const { table } = market
    const worths = [1e-6, 0.0031, 0.7, 19, 230, 1_900]
    for (const [id, address] of table.addresses.entries()) {
      for (const zeroForOne of [true, false]) {
        const side = zeroForOne ? 0 : 1
        const ticker = worldPool(address).tokens[side]
        const tokenIn = net.world.tokens[ticker].address
        const hop = hopState(table, (table.edges.start[id] ?? 0) + side)
        const amounts = [1n, ...worths.map((worth) => unitsOfWeth(ticker, worth) + 1n)]
        const paid = await Promise.all(amounts.map((each) => sold(net, address, tokenIn, each)))
        expect(
          amounts.map((each) => quoteHop(hop, each)),
          `${address} ${ticker}`,
        ).toEqual(paid)
      }
    }
  })
})

describeWithAnvil('quotePath', () => {
  test('is what the Executor would get around every cycle, to the wei', async () => {
    const { net, market } = await setUp(13)
    const { table } = market
    const weth = table.tokenIds.get(net.world.tokens.WETH.address) ?? -1
    const cycles = everyCycle(table, [weth], 3)
    const input = 1_234_567_890_123_456_789n
    let gains = 0
    for (const path of cycles) {
      const states = path.map((edge) => hopState(table, edge))
      const hops = path.map((edge, i) => contractHop(market, edge, states[i]))
      const foreseen = quotePath(states, input) - input
      expect(foreseen).toBe(await earned(net, hops, input))
      if (foreseen > 0n) gains++
    }
    expect(cycles.length).toBeGreaterThan(80)
    expect(gains).toBeGreaterThan(0)
    expect(gains).toBeLessThan(cycles.length)
  })
})

/** A hop as the Executor takes it. */
function contractHop({ table }: Market, edge: number, state?: HopState): Hop {
  const { edges, tokens, addresses } = table
  const tokenAt = (place: number | undefined): Hex => tokens[place ?? -1] ?? '0x'
  return {
    pool: addresses[edges.pool[edge] ?? -1] ?? '0x',
    tokenIn: tokenAt(edges.from[edge]),
    tokenOut: tokenAt(edges.to[edge]),
    feePpm: state?.venue === 'uniswap-v2' ? state.feePpm : 0,
    kind: state?.venue === 'uniswap-v3' ? 1 : 0,
  }
}
