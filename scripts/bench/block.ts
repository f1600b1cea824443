import { random } from '../../daemon/app/devnet/random.ts'
import { micros } from '../../daemon/kernel/units.ts'
import { type Market, openMarket } from '../../daemon/market/market.ts'
import { writeV2, writeV3 } from '../../daemon/market/pools/table.ts'
import { hopState, quotePath } from '../../daemon/market/quote.ts'
import type { Pool, PoolState } from '../../daemon/market/types.ts'
import { systemClock } from '../../daemon/ops/clock.ts'
import { type Cycles, enumerateCycles, hopsOf } from '../../daemon/strategies/cycles/enumerate.ts'
import { searchOf } from '../../daemon/strategies/cycles/search.ts'
import type { Bench } from './harness.ts'
import { universe } from './universe.ts'

const SEED = 1
const UPDATES = 200
const PROBE = 10n ** 15n

/**
 * One block: 200 pools written and every cycle through them looked at, survivors sized and confirmed.
 *
 * The peer does the same updates, and prices the same cycles with exact quotes of a small amount,
 * as a search without a screen in floats would.
 */
export function blockBench(name: string, pools: number, maxHops: number): Bench {
  const made = universe(SEED, pools)
  const market = openMarket('bench', made.pools, 1)
  const bases = made.bases.map((token) => market.table.tokenIds.get(token) ?? 0)
  const options = { bases, maxHops, maxCycles: 50_000_000 }
  const search = searchOf({ clock: systemClock }, market, options)
  const cycles = enumerateCycles(market.table, options)
  const next = random(SEED, 7)
  process.stderr.write(`  ${made.pools.length} pools, ${cycles.count} cycles\n`)
  const touch = (): readonly number[] => {
    const touched = made.draw(UPDATES)
    for (const id of touched) jiggle(market, made.pools[id] as Pool, id, next())
    return touched
  }
  return {
    name,
    work: () => search.look(stateOf(touch())),
    peer: {
      name: 'exact quotes, no screen',
      work: () => paying(market, cycles, touch()),
    },
  }
}

/** What the peer does: asks each cycle through a touched pool for its output in integers. */
function paying(market: Market, cycles: Cycles, touched: readonly number[]): number {
  const due = new Set<number>()
  for (const pool of touched)
    for (const c of cycles.byPool.subarray(cycles.start[pool], cycles.start[pool + 1])) due.add(c)
  let count = 0
  for (const c of due) {
    const path = hopsOf(cycles, c).map((hop) => hopState(market.table, hop.pool, hop.zeroForOne))
    if (quotePath(path, PROBE) > PROBE) count++
  }
  return count
}

/** Sets a pool to within 0.02 % of where it began, so that the universe stays what it was. */
function jiggle(market: Market, pool: Pool, id: number, chance: number): void {
  const tilt = BigInt(Math.round(1_000_000 + (chance - 0.5) * 400))
  if (pool.venue === 'uniswap-v2') {
    const [x, y] = pool.reserves
    writeV2(market.table, id, (x * tilt) / 1_000_000n, (y * 1_000_000n) / tilt)
    return
  }
  const { sqrtPriceX96, tick, liquidity } = pool.state
  writeV3(market.table, id, {
    sqrtPriceX96: (sqrtPriceX96 * tilt) / 1_000_000n,
    tick,
    liquidity,
  })
}

const stateOf = (touched: readonly number[]): PoolState => ({
  network: 'bench',
  head: {
    height: 1,
    id: '0x1',
    parent: '0x0',
    time: 0,
    baseFee: 1n,
    gasUsed: 0n,
    gasLimit: 0n,
    silent: false,
    received: micros(0),
  },
  touched,
  transactionIndex: null,
  stamps: { received: micros(0), applied: micros(0) },
})
