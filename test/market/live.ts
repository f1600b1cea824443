import {
  type Ticker,
  type Venue,
  type WorldPool,
  worldAddresses,
} from '../../daemon/app/devnet/addresses.ts'
import { traders } from '../../daemon/app/devnet/keys.ts'
import { positionAround, positions, unitsOfWeth } from '../../daemon/app/devnet/liquidity.ts'
import type { Trade } from '../../daemon/app/devnet/plan.ts'
import { between, pick, type Random } from '../../daemon/app/devnet/random.ts'
import { sendBlock } from '../../daemon/app/devnet/traffic.ts'
import { latestHead } from '../../daemon/chains/feeds/blocks.ts'
import type { DexOptions, MarketsOptions } from '../../daemon/config/types.ts'
import type { Hex } from '../../daemon/kernel/units.ts'
import { ppm } from '../../daemon/kernel/units.ts'
import { type Market, openMarket } from '../../daemon/market/market.ts'
import { readMarket } from '../../daemon/market/read/fresh.ts'
import { marketSignals } from '../../daemon/market/signals.ts'
import type { Net } from '../anvil.ts'
import { countingClock, deaf } from '../fakes.ts'

const { factories, pools, tokens } = worldAddresses

const dexOf = (name: Venue): DexOptions =>
  name === 'uniswap-v3'
    ? { name, venue: name, factory: factories[name] }
    : { name, venue: 'uniswap-v2', factory: factories[name], fee: ppm(3_000) }

/** The devnet's exchanges, as a pipeline names them. */
export const worldMarkets: MarketsOptions = {
  native: tokens.WETH.address,
  tokens: {},
  dexes: (Object.keys(factories) as Venue[]).map(dexOf),
  fromBlock: 0,
}

/** What folding needs, with nobody to listen. */
export const marketContext = () => ({
  clock: countingClock(),
  signals: marketSignals(deaf(), 'devnet'),
})

/** The devnet's market as it is at the node's latest block. */
export async function marketNow(net: Net): Promise<Market> {
  const block = await latestHead(net.link, countingClock().monotonic)
  return openMarket('devnet', await readMarket(net.link, worldMarkets, block), 64)
}

/** The pool of the devnet at an address. */
export function worldPool(address: Hex): WorldPool {
  const found = pools.find((pool) => pool.address === address)
  if (!found) throw new Error(`no pool at ${address}`)
  return found
}

/** Up to four trades of a random block: swaps of all sizes, and V3 liquidity that comes and goes. */
export function randomTrades(next: Random): readonly Trade[] {
  return Array.from({ length: Math.floor(next() * 5) }, () => randomTrade(next))
}

function randomTrade(next: Random): Trade {
  const from = pick(next, traders)
  if (next() < 0.5) {
    const pool = pick(next, pools)
    const tokenIn: Ticker = pick(next, pool.tokens)
    return {
      kind: 'swap',
      from,
      pool,
      tokenIn,
      amountIn: unitsOfWeth(tokenIn, between(next, 0.01, 40)),
    }
  }
  const pool = pick(
    next,
    pools.filter(({ venue }) => venue === 'uniswap-v3'),
  )
  const wide = positionAround(pool, pick(next, [60, 600, 3_000, 20_000]), 10)
  if (next() < 0.5) return { kind: 'mint', from, pool, ...wide }
  const own = pick(next, positions(pool))
  const liquidity = next() < 0.3 ? own.liquidity : own.liquidity / 7n
  return { kind: 'burn', from, pool, ...own, liquidity }
}

/** Mines a block of random trades. */
export async function mineRandom(net: Net, next: Random): Promise<void> {
  await sendBlock(net.link, worldAddresses, randomTrades(next))
  await net.mine()
}
