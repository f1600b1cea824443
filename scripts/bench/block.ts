import { random } from '../../daemon/app/devnet/random.ts'
import { micros } from '../../daemon/kernel/units.ts'
import { type Market, openMarket } from '../../daemon/market/market.ts'
import { writeV2, writeV3 } from '../../daemon/market/pools/table.ts'
import { hopState, quotePath } from '../../daemon/market/quote.ts'
import type { Pool, PoolState } from '../../daemon/market/types.ts'
import { systemClock } from '../../daemon/ops/clock.ts'
import { halvesOf } from '../../daemon/strategies/cycles/halves.ts'
import { type EdgePath, joinOf } from '../../daemon/strategies/cycles/join.ts'
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
 * up to three pools, as a search without half-paths and floats would.
 */
export function blockBench(name: string, pools: number, maxHops: number): Bench {
  const made = universe(SEED, pools)
  const market = openMarket('bench', made.pools, 1)
  const bases = made.bases.map((token) => market.table.tokenIds.get(token) ?? 0)
  const options = { bases, maxHops, maxHalves: 20_000_000, maxPaths: 100_000 }
  const search = searchOf({ clock: systemClock }, market, options)
  const peer = everyCycleOf(market, bases, Math.min(3, maxHops))
  const next = random(SEED, 7)
  process.stderr.write(
    `  ${made.pools.length} pools, ${search.cycles} cycles in ${search.halves} half-paths, ${(search.halves * BYTES_A_HALF) / 1e6} MB\n`,
  )
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
      work: () => paying(market, peer, touch()),
    },
  }
}

/** Bytes that one half-path takes: two edges, a rate, a meeting, its places in two lists, two rounds. */
const BYTES_A_HALF = 4 + 4 + 8 + 4 + 8 + 4

type Peer = {
  readonly cycles: readonly EdgePath[]
  readonly byPool: ReadonlyMap<number, readonly EdgePath[]>
}

/** Every cycle of up to three pools, written out and indexed by pool, as searches are often built. */
function everyCycleOf({ table }: Market, bases: readonly number[], maxHops: number): Peer {
  const edges = { ...table.edges, rate: new Float64Array(table.edges.count).fill(2) }
  const options = { bases, maxHops, tokens: table.tokens.length, maxHalves: 20_000_000 }
  const pools = Array.from({ length: table.size }, (_, pool) => pool)
  const cycles = joinOf(halvesOf(edges, options), 5_000_000)(pools).paths
  const byPool = new Map<number, EdgePath[]>()
  for (const path of cycles)
    for (const edge of path) {
      const pool = edges.pool[edge] as number
      byPool.set(pool, [...(byPool.get(pool) ?? []), path])
    }
  return { cycles, byPool }
}

/** What the peer does: asks each cycle through a touched pool for its output in integers. */
function paying({ table }: Market, { byPool }: Peer, touched: readonly number[]): number {
  const due = new Set(touched.flatMap((pool) => byPool.get(pool) ?? []))
  let count = 0
  for (const path of due) {
    const states = path.map((edge) => hopState(table, edge))
    if (quotePath(states, PROBE) > PROBE) count++
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
  if (pool.venue !== 'uniswap-v3') return
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
