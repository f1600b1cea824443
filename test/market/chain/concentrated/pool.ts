import { pick, type Random, shuffled } from '../../../../daemon/app/devnet/random.ts'
import type { RecordedPool } from '../../../../daemon/chains/feeds/recording.ts'
import { intAt } from '../../../../daemon/kernel/hex.ts'
import {
  MAX_SQRT_RATIO,
  MAX_TICK,
  MIN_SQRT_RATIO,
  MIN_TICK,
  sqrtRatioAtTick,
} from '../../../../daemon/market/venues/uniswap-v3/tick-math.ts'
import { anySize, times, whole } from '../draw.ts'
import type { Answer, Call, Stage } from '../stage.ts'

/** A pool of concentrated liquidity on the chain, and how the Prober deals with it. */
export type Pool = {
  readonly spacing: number
  /** Most bits that the liquidity of a position here has. */
  readonly bits: number
  readonly record: () => Promise<RecordedPool>
  /** What gives it a price, its fees and whatever else it must have before its first position. */
  readonly initialize: (sqrtPriceX96: bigint) => readonly Call[]
  readonly mint: (lower: number, upper: number, liquidity: bigint) => Call
  readonly burn: (lower: number, upper: number, liquidity: bigint) => Call
  /** Whatever else may change its swaps. */
  readonly changes: readonly Call[]
  /** An amount above 0 is an exact input, under 0 an exact output. */
  readonly swap: (zeroForOne: boolean, amount: bigint, limit: bigint) => Call
}

/** A swap to try: at any price, `amount` signed as the contract has it. */
export type Trial = { readonly zeroForOne: boolean; readonly amount: bigint }

/** What the contract did: amounts that came in and went out, and where the pool stood after. */
export type Swapped = {
  readonly amountIn: bigint
  readonly amountOut: bigint
  readonly sqrtPriceX96: bigint
  readonly tick: number
  readonly liquidity: bigint
}

/** Liquidity between two ticks. */
export type Position = {
  readonly lower: number
  readonly upper: number
  readonly liquidity: bigint
}

/** The first and the last price that a swap may come to. */
const LOWEST = MIN_SQRT_RATIO + 1n
const HIGHEST = MAX_SQRT_RATIO - 1n

/** How many ticks of a pool swaps are to end at. */
const MARKS = 8

/** More than any pool has, and less than anything overflows at. */
const ENDLESS = 1n << 200n

/** The price that nothing may pass, by direction. */
export const limitOf = (zeroForOne: boolean): bigint => (zeroForOne ? LOWEST : HIGHEST)

/**
 * Calls that give a new pool a price and positions about it, and trade a few times.
 *
 * Prices lie anywhere, on ticks as well as between; positions overlap, touch and leave gaps.
 */
export function populate(pool: Pool, next: Random): readonly Call[] {
  const tick = pick(next, [
    () => whole(next, MIN_TICK, MAX_TICK - 1),
    () => whole(next, -3, 3) * pool.spacing,
    () => whole(next, -200_000, 200_000),
  ])()
  const low = sqrtRatioAtTick(tick)
  const part = pick(next, [0n, BigInt(whole(next, 0, 2 ** 31))])
  const price = low + ((sqrtRatioAtTick(tick + 1) - low) * part) / (1n << 31n)
  const positions = positionsNear(next, tick, pool)
  const moves = times(whole(next, 0, 2), () => {
    const zeroForOne = next() < 0.5
    return pool.swap(
      zeroForOne,
      pick(next, [ENDLESS, anySize(next, pool.bits)]),
      limitOf(zeroForOne),
    )
  })
  return [
    ...pool.initialize(price),
    ...positions.map(({ lower, upper, liquidity }) => pool.mint(lower, upper, liquidity)),
    ...moves,
  ]
}

/** Up to two dozen positions about a tick, all of them near or some far. */
export function positionsNear(next: Random, tick: number, pool: Pool): readonly Position[] {
  const reach = pick(next, [4, 40, 2_000])
  return times(whole(next, 1, 24), () => positionNear(next, tick, pool, reach))
}

function positionNear(next: Random, tick: number, pool: Pool, reach: number): Position {
  const { spacing, bits } = pool
  const first = Math.ceil(MIN_TICK / spacing)
  const last = Math.floor(MAX_TICK / spacing)
  const middle = Math.min(last, Math.max(first, Math.floor(tick / spacing)))
  const place = () => whole(next, Math.max(first, middle - reach), Math.min(last, middle + reach))
  const from = whole(next, 0, 9) === 0 ? first : place()
  const to = whole(next, 0, 9) === 0 ? last : place()
  if (from === to) return positionNear(next, tick, pool, reach)
  const [lower, upper] = [Math.min(from, to) * spacing, Math.max(from, to) * spacing]
  return { lower, upper, liquidity: anySize(next, bits) }
}

/**
 * Swaps worth trying on a pool: of any size up to a little more than it has, of exactly what it
 * takes to come to a tick or to empty a side, and of one unit more and less.
 */
export async function trialsOf(
  stage: Stage,
  pool: Pool,
  record: RecordedPool,
  next: Random,
  count: number,
): Promise<readonly Trial[]> {
  const marks = await amountsToTicks(stage, pool, record, next)
  const most = marks.reduce((a, b) => (a > b ? a : b), 1n).toString(2).length
  return times(count, () => {
    const mark = pick(next, [...marks, 0n]) + BigInt(whole(next, -1, 1))
    const size = pick(next, [mark, anySize(next, most + 2), anySize(next, 70)])
    const amount = size < 0n ? 1n : size
    return { zeroForOne: next() < 0.5, amount: next() < 0.5 ? amount : -amount }
  })
}

/** What goes in and what comes out until the price is at some of the ticks, and at the ends. */
async function amountsToTicks(
  stage: Stage,
  pool: Pool,
  record: RecordedPool,
  next: Random,
): Promise<readonly bigint[]> {
  const price = BigInt(record['sqrt_price_x96'] as string)
  const ticks = record['ticks'] as readonly (readonly [index: string, net: string])[]
  const some = shuffled(next, ticks).slice(0, MARKS)
  const targets = [...some.map(([index]) => sqrtRatioAtTick(Number(index))), LOWEST, HIGHEST]
  const apart = targets.filter((target) => target !== price)
  const answers = await stage.each(
    apart.map((target) => pool.swap(target < price, next() < 0.5 ? ENDLESS : -ENDLESS, target)),
  )
  return answers.flatMap((answer, at) => {
    const swapped = swappedOf(answer, (apart[at] as bigint) < price)
    return swapped === null ? [] : [swapped.amountIn, swapped.amountOut]
  })
}

/** What the contract did, or null where it reverted. */
export function swappedOf(answer: Answer | undefined, zeroForOne: boolean): Swapped | null {
  if (answer?.ok !== true) return null
  const [delta0, delta1] = [intAt(answer.data, 0), intAt(answer.data, 1)]
  const [amountIn, amountOut] = zeroForOne ? [delta0, -delta1] : [delta1, -delta0]
  return {
    ...{ amountIn, amountOut, sqrtPriceX96: intAt(answer.data, 2) },
    ...{ tick: Number(intAt(answer.data, 3)), liquidity: intAt(answer.data, 4) },
  }
}
