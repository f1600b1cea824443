import type { Hex } from '../../kernel/units.ts'
import { type Ticker, type WorldPool, worldAddresses } from './addresses.ts'
import { traders } from './keys.ts'
import { positionAround, unitsOfWeth } from './liquidity.ts'
import { between, pick, type Random, random, shuffled } from './random.ts'

/** What a trader does in one transaction: a sale to a pool, or V3 liquidity in or out. */
export type Trade =
  | {
      readonly kind: 'swap'
      readonly from: Hex
      readonly pool: WorldPool
      readonly tokenIn: Ticker
      readonly amountIn: bigint
    }
  | {
      readonly kind: 'mint' | 'burn'
      readonly from: Hex
      readonly pool: WorldPool
      readonly lower: number
      readonly upper: number
      readonly liquidity: bigint
    }

/** What a block of traffic is for: `round-trip` opens a gap and closes it in the same block. */
export type Purpose = 'empty' | 'gap' | 'small' | 'round-trip'

type Block = { readonly purpose: Purpose; readonly trades: readonly Trade[] }

/** Blocks are planned forty at a time; what goes into a pool comes out of it within them. */
const EPOCH = 40

/** How many blocks of an epoch serve which purpose. */
const shares: readonly (readonly [Purpose, number])[] = [
  ['empty', 10],
  ['gap', 16],
  ['small', 8],
  ['round-trip', 6],
]

/** Sizes in WETH's worth: one opens a clear gap, the other does not pay for its gas. */
const sizes = { gap: [3, 15], small: [0.05, 0.3] } as const

/** How often a gap comes with a small swap besides. */
const COMPANY = 0.3

/** What the traders do in the index-th block; the same for equal arguments, and nothing in some. */
export const plan = (seed: number, index: number): readonly Trade[] => blockAt(seed, index).trades

/** What the index-th block is for. */
export const purposeOf = (seed: number, index: number): Purpose => blockAt(seed, index).purpose

function blockAt(seed: number, index: number): Block {
  const found = epoch(random(seed, Math.floor(index / EPOCH)))[index % EPOCH]
  return found ?? { purpose: 'empty', trades: [] }
}

function epoch(next: Random): readonly Block[] {
  const purposes = shuffled(
    next,
    shares.flatMap(([purpose, count]) => Array<Purpose>(count).fill(purpose)),
  )
  const gaps = Array.from({ length: 4 }, () => gapsThatCancelOut(next)).flat()
  const shifts = thereAndBack(next)
  const make: Record<Purpose, () => readonly Trade[]> = {
    empty: () => [],
    gap: () => [...gaps.splice(0, 1), ...(next() < COMPANY ? [small(next)] : [])],
    small: () => [small(next), ...(next() < 0.5 ? [small(next)] : []), ...shifts.splice(0, 1)],
    'round-trip': () => roundTrip(next),
  }
  return purposes.map((purpose) => ({ purpose, trades: make[purpose]() }))
}

/** Four swaps for as many blocks: up in one pool, down in another of the same pair, and then the
 * same the other way round, so that both end near the price that they had. */
function gapsThatCancelOut(next: Random): Trade[] {
  const here = pick(next, worldAddresses.pools)
  const others = worldAddresses.pools.filter(
    ({ address, tokens }) => address !== here.address && tokens.join() === here.tokens.join(),
  )
  const there = others.length === 0 ? here : pick(next, others)
  const weth = between(next, ...sizes.gap)
  const up = pick(next, [0, 1] as const)
  const down = up === 0 ? 1 : 0
  return [
    swap(next, here, up, weth),
    swap(next, there, down, weth),
    swap(next, here, down, weth),
    swap(next, there, up, weth),
  ]
}

const small = (next: Random): Trade =>
  swap(next, pick(next, worldAddresses.pools), pick(next, [0, 1]), between(next, ...sizes.small))

function roundTrip(next: Random): readonly Trade[] {
  const pool = pick(next, worldAddresses.pools)
  const weth = between(next, ...sizes.gap)
  const there = swap(next, pool, 0, weth)
  const back = { ...swap(next, pool, 1, weth), from: there.from }
  return next() < 0.5 ? [there, back] : [back, there]
}

/** Liquidity that comes and, later in the epoch, goes. */
function thereAndBack(next: Random): Trade[] {
  const pool = pick(
    next,
    worldAddresses.pools.filter(({ venue }) => venue === 'uniswap-v3'),
  )
  const width = Math.round(between(next, 700, 1_500))
  const position = positionAround(pool, width, Math.round(between(next, 5, 20)))
  const from = pick(next, traders)
  return [
    { kind: 'mint', from, pool, ...position },
    { kind: 'burn', from, pool, ...position },
  ]
}

/** A sale of the pool's first or second token. */
function swap(next: Random, pool: WorldPool, side: 0 | 1, weth: number): Trade {
  const tokenIn = pool.tokens[side]
  const from = pick(next, traders)
  return { kind: 'swap', from, pool, tokenIn, amountIn: unitsOfWeth(tokenIn, weth) }
}
