import { type Random, random } from '../../daemon/app/devnet/random.ts'
import type { Hex } from '../../daemon/kernel/units.ts'
import type { Pool } from '../../daemon/market/types.ts'
import { tickAtSqrtRatio } from '../../daemon/market/venues/uniswap-v3/tick-math.ts'
import { ticksOf } from '../../daemon/market/venues/uniswap-v3/ticks.ts'

/** A made-up market with the shape of a real one. */
export type Universe = {
  readonly pools: readonly Pool[]
  /** The five tokens that most pools trade, the busiest first. */
  readonly bases: readonly Hex[]
  /** Draws the places of pools that one block changes: busy tokens' pools more often. */
  readonly draw: (count: number) => readonly number[]
}

/** Pools of each hub, of the 2,413 Uniswap and Sushi V2 pools of mainnet that were counted. */
const HUBS = [1682, 326, 239, 90, 38]
/** How many other tokens have how many pools, in the same count: [pools, tokens]. */
const TAIL: readonly (readonly [number, number])[] = [
  [1, 1380],
  [2, 215],
  [3, 95],
  [4, 23],
  [5, 13],
  [6, 8],
  [7, 4],
  [8, 6],
  [10, 2],
  [12, 3],
  [20, 1],
]
const COUNTED = 2413

/** How far a pool's price lies from the market's, at most: under the fees, so that few cycles pay. */
const NOISE = 0.002

/**
 * A universe of about `size` pools, the same for the same seed; every second pool is a V3.
 *
 * Tail tokens are cloned until the pools are enough; hubs are shared by all clones, so their degrees
 * grow with the size. Every pool end is dealt at random to a pool with an end of the other kind.
 */
export function universe(seed: number, size: number): Universe {
  const next = random(seed, size)
  const clones = size / COUNTED
  const hubEnds = HUBS.flatMap((degree, hub) =>
    Array<number>(Math.round(degree * clones)).fill(hub),
  )
  const tailEnds: number[] = []
  let token = HUBS.length
  for (const [degree, tokens] of TAIL)
    for (let i = 0; i < Math.round(tokens * clones); i++, token++)
      for (let end = 0; end < degree; end++) tailEnds.push(token)
  shuffle(next, hubEnds)
  shuffle(next, tailEnds)
  const ends = [...tailEnds, ...hubEnds]
  const half = Math.floor(ends.length / 2)
  const prices = Array.from({ length: token }, () => 10 ** (next() * 6 - 3))
  const pools: Pool[] = []
  const byToken = new Map<number, number[]>()
  for (let i = 0; i < half; i++) {
    const a = ends[i] as number
    const b = ends[ends.length - 1 - i] as number
    if (a === b) continue
    const pair = [a, b].sort((x, y) => x - y) as [number, number]
    for (const each of pair) byToken.set(each, [...(byToken.get(each) ?? []), pools.length])
    pools.push(poolOf(next, pools.length, pair, prices))
  }
  const draw = (count: number): readonly number[] => {
    const drawn = new Set<number>()
    while (drawn.size < count) {
      const those = byToken.get(ends[Math.floor(next() * ends.length)] as number) ?? []
      const one = those[Math.floor(next() * those.length)]
      if (one !== undefined) drawn.add(one)
    }
    return [...drawn]
  }
  return { pools, bases: HUBS.map((_, hub) => addressOf(1, hub)), draw }
}

function poolOf(
  next: Random,
  place: number,
  [a, b]: readonly [number, number],
  prices: readonly number[],
): Pool {
  const depth = 10 ** (21 + next() * 3)
  const tilt = 1 + (next() - 0.5) * 2 * NOISE
  const reserves: [bigint, bigint] = [
    BigInt(Math.round(depth / (prices[a] as number))),
    BigInt(Math.round((depth * tilt) / (prices[b] as number))),
  ]
  const base = {
    address: addressOf(2, place),
    dex: 'bench',
    tokens: [addressOf(1, a), addressOf(1, b)] as [Hex, Hex],
  }
  if (place % 2 === 0) return { ...base, venue: 'uniswap-v2', feePpm: [3000, 3000], reserves }
  return { ...base, venue: 'uniswap-v3', state: v3StateOf(reserves) }
}

/** A V3 pool with these virtual reserves in one range of ± 20 %. */
export function v3StateOf([x, y]: readonly [bigint, bigint]) {
  const sqrtPriceX96 = BigInt(Math.round(Math.sqrt(Number(y) / Number(x)) * 2 ** 48)) << 48n
  const tick = tickAtSqrtRatio(sqrtPriceX96)
  const liquidity = BigInt(Math.round(Math.sqrt(Number(x) * Number(y))))
  const lower = Math.floor((tick - 2000) / 60) * 60
  const upper = Math.ceil((tick + 2000) / 60) * 60
  const ticks = ticksOf([
    [lower, liquidity, liquidity],
    [upper, -liquidity, liquidity],
  ])
  return { sqrtPriceX96, tick, liquidity, tickSpacing: 60, feePpm: 3000, ticks }
}

const addressOf = (kind: number, n: number): Hex =>
  `0x${kind}${n.toString(16).padStart(39, '0')}` as Hex

function shuffle(next: Random, items: number[]): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1))
    const held = items[i] as number
    items[i] = items[j] as number
    items[j] = held
  }
}
