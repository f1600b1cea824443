import type { V3State } from './state.ts'
import { type Keep, keepOf, stepExactIn, stepExactOut, type Walk } from './swap-step.ts'
import {
  MAX_SQRT_RATIO,
  MAX_TICK,
  MIN_SQRT_RATIO,
  MIN_TICK,
  ratioOfTick,
  tickAtSqrtRatio,
} from './tick-math.ts'
import { placeAtOrUnder, type Ticks } from './ticks.ts'

/** What a swap takes, gives and leaves behind; `crossed` counts initialised ticks. */
export type V3Swap = {
  /** Fee included. */
  readonly amountIn: bigint
  readonly amountOut: bigint
  readonly sqrtPriceX96: bigint
  readonly tick: number
  readonly liquidity: bigint
  readonly crossed: number
}

type Step = (walk: Walk, target: bigint, zeroForOne: boolean, fee: Keep) => boolean

/** Where routers and quoters let a swap run to, and so do we: last tick and price of a way. */
const LOWEST = MIN_SQRT_RATIO + 1n
const HIGHEST = MAX_SQRT_RATIO - 1n
const DOWN = [MIN_TICK, LOWEST] as const
const UP = [MAX_TICK, HIGHEST] as const

/**
 * What `UniswapV3Pool.swap` does with `amountIn` at the extreme price limit, to the unit.
 *
 * An `amountIn` of less than was asked means that the pool ran out. Nothing is traded where the
 * contract reverts: an amount under 1, a pool not initialised, a price already at the limit.
 */
export function swapExactIn(state: V3State, zeroForOne: boolean, amountIn: bigint): V3Swap {
  const walk = walked(state, zeroForOne, amountIn, stepExactIn)
  return resultOf(walk, amountIn <= 0n ? 0n : amountIn - walk.left, walk.other)
}

/**
 * What `UniswapV3Pool.swap` asks for `amountOut` at the extreme price limit, to the unit.
 *
 * An `amountOut` of less than was asked means that the pool ran out; see `swapExactIn`.
 */
export function swapExactOut(state: V3State, zeroForOne: boolean, amountOut: bigint): V3Swap {
  const walk = walked(state, zeroForOne, amountOut, stepExactOut)
  return resultOf(walk, walk.other, amountOut <= 0n ? 0n : amountOut - walk.left)
}

const resultOf = (walk: Walk, amountIn: bigint, amountOut: bigint): V3Swap => ({
  amountIn,
  amountOut,
  sqrtPriceX96: walk.price,
  tick: walk.tick,
  liquidity: walk.liquidity,
  crossed: walk.crossed,
})

/**
 * The loop of the contract: step to the next tick or bitmap word, until all is traded.
 *
 * Only the outermost ticks lie past the price limit, so a step to one of them is the last.
 */
function walked(state: V3State, zeroForOne: boolean, amount: bigint, step: Step): Walk {
  const walk = startOf(state, zeroForOne, amount)
  if (!movable(state.sqrtPriceX96, zeroForOne)) return walk
  const { ticks, feePpm, feePpm10 = feePpm, bitmapSpacing: spacing = state.tickSpacing } = state
  const fee = keepOf(zeroForOne ? feePpm : feePpm10)
  const [outermost, limit] = zeroForOne ? DOWN : UP
  while (walk.left > 0n) {
    const next = zeroForOne
      ? nextDown(walk, ticks.index, spacing)
      : nextUp(walk, ticks.index, spacing)
    const start = walk.price
    const target = next === outermost ? limit : ratioOfTick(next)
    const reached = step(walk, target, zeroForOne, fee)
    if (!reached || next === outermost) return settled(walk, start)
    cross(walk, ticks, next, zeroForOne)
  }
  return walk
}

const startOf = (state: V3State, zeroForOne: boolean, amount: bigint): Walk => {
  const under = placeAtOrUnder(state.ticks.index, state.tick)
  return {
    price: state.sqrtPriceX96,
    tick: state.tick,
    liquidity: state.liquidity,
    left: amount,
    other: 0n,
    at: zeroForOne ? under : under + 1,
    crossed: 0,
  }
}

/** The walk with the tick of a price that stopped between boundaries, if it moved from `start`. */
function settled(walk: Walk, start: bigint): Walk {
  if (walk.price !== start) walk.tick = tickAtSqrtRatio(walk.price)
  return walk
}

/** Whether a swap may begin: the price is short of the limit, and the pool has one. */
const movable = (price: bigint, zeroForOne: boolean): boolean =>
  zeroForOne ? price > LOWEST : price < HIGHEST && price !== 0n

/**
 * The tick a falling price steps to: `TickBitmap.nextInitializedTickWithinOneWord`, lte.
 *
 * The end of a word is a step even where no position begins, and each step rounds. Without
 * liquidity there is nothing to round, and the walk goes on to the next initialised tick.
 */
function nextDown(walk: Walk, index: Int32Array, spacing: number): number {
  const candidate = walk.at < 0 ? MIN_TICK : (index[walk.at] as number)
  if (walk.liquidity === 0n || spacing === 0) return candidate
  const edge = ((Math.floor(walk.tick / spacing) >> 8) << 8) * spacing
  return candidate > edge ? candidate : edge
}

/** The tick a rising price steps to: the same, not lte, which looks from the next tick on. */
function nextUp(walk: Walk, index: Int32Array, spacing: number): number {
  const candidate = walk.at >= index.length ? MAX_TICK : (index[walk.at] as number)
  if (walk.liquidity === 0n || spacing === 0) return candidate
  const edge = ((Math.floor(walk.tick / spacing) + 1) | 255) * spacing
  return candidate < edge ? candidate : edge
}

/** Passes the boundary at `next`: liquidity changes where the tick is initialised. */
function cross(walk: Walk, ticks: Ticks, next: number, zeroForOne: boolean): void {
  if (ticks.index[walk.at] === next) {
    const net = ticks.net[walk.at] as bigint
    walk.liquidity = zeroForOne ? walk.liquidity - net : walk.liquidity + net
    walk.at = zeroForOne ? walk.at - 1 : walk.at + 1
    walk.crossed += 1
  }
  walk.tick = zeroForOne ? next - 1 : next
}
