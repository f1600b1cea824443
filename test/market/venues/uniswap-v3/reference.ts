import { least, most } from '../../../../daemon/kernel/units.ts'
import type { V3State } from '../../../../daemon/market/venues/uniswap-v3/state.ts'
import type { V3Swap } from '../../../../daemon/market/venues/uniswap-v3/swap.ts'
import {
  MAX_SQRT_RATIO,
  MAX_TICK,
  MIN_SQRT_RATIO,
  MIN_TICK,
  sqrtRatioAtTick,
} from '../../../../daemon/market/venues/uniswap-v3/tick-math.ts'

const Q96 = 1n << 96n
const E6 = 1_000_000n
const mulDiv = (a: bigint, b: bigint, d: bigint) => (a * b) / d
const divUp = (a: bigint, d: bigint) => a / d + (a % d > 0n ? 1n : 0n)
const mulDivUp = (a: bigint, b: bigint, d: bigint) => divUp(a * b, d)

function amount0(a: bigint, b: bigint, liquidity: bigint, up: boolean): bigint {
  const [low, high] = a > b ? [b, a] : [a, b]
  const scaled = liquidity * Q96
  return up
    ? divUp(mulDivUp(scaled, high - low, high), low)
    : mulDiv(scaled, high - low, high) / low
}

function amount1(a: bigint, b: bigint, liquidity: bigint, up: boolean): bigint {
  const apart = a > b ? a - b : b - a
  return up ? mulDivUp(liquidity, apart, Q96) : mulDiv(liquidity, apart, Q96)
}

function nextBy0(price: bigint, liquidity: bigint, amount: bigint, add: boolean): bigint {
  if (amount === 0n) return price
  const scaled = liquidity * Q96
  const product = amount * price
  if (!add) return mulDivUp(scaled, price, scaled - product)
  if (scaled + product < 1n << 256n) return mulDivUp(scaled, price, scaled + product)
  return divUp(scaled, scaled / price + amount)
}

const nextBy1 = (price: bigint, liquidity: bigint, amount: bigint, add: boolean): bigint =>
  add ? price + (amount * Q96) / liquidity : price - divUp(amount * Q96, liquidity)

type StepResult = { next: bigint; amountIn: bigint; amountOut: bigint; fee: bigint }

/** SwapMath.computeSwapStep: `remaining` is above 0 for exact input, below for exact output. */
export function computeSwapStep(
  current: bigint,
  target: bigint,
  liquidity: bigint,
  remaining: bigint,
  fee: bigint,
): StepResult {
  const down = current >= target
  const amountInOf = down ? amount0 : amount1
  const amountOutOf = down ? amount1 : amount0
  const [byIn, byOut] = down ? [nextBy0, nextBy1] : [nextBy1, nextBy0]
  if (remaining >= 0n) {
    const lessFee = mulDiv(remaining, E6 - fee, E6)
    const reached = lessFee >= amountInOf(target, current, liquidity, true)
    const next = reached ? target : byIn(current, liquidity, lessFee, true)
    const amountIn = amountInOf(next, current, liquidity, true)
    const amountOut = amountOutOf(next, current, liquidity, false)
    const full = mulDivUp(amountIn, fee, E6 - fee)
    return { next, amountIn, amountOut, fee: next === target ? full : remaining - amountIn }
  }
  const reached = -remaining >= amountOutOf(target, current, liquidity, false)
  const next = reached ? target : byOut(current, liquidity, -remaining, false)
  const amountIn = amountInOf(next, current, liquidity, true)
  const amountOut = least(amountOutOf(next, current, liquidity, false), -remaining)
  return { next, amountIn, amountOut, fee: mulDivUp(amountIn, fee, E6 - fee) }
}

/** TickBitmap.nextInitializedTickWithinOneWord, over a set of initialised ticks. */
export function nextTickInWord(
  nets: ReadonlyMap<number, bigint>,
  tick: number,
  spacing: number,
  lte: boolean,
): number {
  let at = Math.floor(tick / spacing) + (lte ? 0 : 1)
  const last = lte ? 0 : 255
  const by = lte ? -1 : 1
  while (!nets.has(at * spacing) && (at & 255) !== last) at += by
  return at * spacing
}

const clipped = (tick: number) => Math.min(Math.max(tick, MIN_TICK), MAX_TICK)

/** Algebra's prevTick or nextTick of the linked list, whose ends are the lowest and highest tick. */
function nextInList(nets: ReadonlyMap<number, bigint>, tick: number, down: boolean): number {
  const known = [MIN_TICK, ...nets.keys(), MAX_TICK].sort((a, b) => a - b)
  return (down ? known.findLast((at) => at <= tick) : known.find((at) => at > tick)) ?? Number.NaN
}

/** The contract's tick at a price, by bisection over its own ratios. */
export function tickAt(price: bigint): number {
  let low = MIN_TICK
  let high = MAX_TICK
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (sqrtRatioAtTick(middle) <= price) low = middle
    else high = middle
  }
  return low
}

type Moving = { -readonly [Key in keyof V3Swap]: V3Swap[Key] }

/** UniswapV3Pool.swap without fee growth: `specified` is above 0 for exact input, below for output. */
export function referenceSwap(state: V3State, zeroForOne: boolean, specified: bigint): V3Swap {
  const { sqrtPriceX96, tick, liquidity, ticks } = state
  const nets = new Map(Array.from(ticks.index, (at, i) => [at, ticks.net[i] ?? 0n]))
  const limit = zeroForOne ? MIN_SQRT_RATIO + 1n : MAX_SQRT_RATIO - 1n
  const clip = zeroForOne ? most : least
  const fee = BigInt(state.feePpm)
  const at: Moving = { amountIn: 0n, amountOut: 0n, sqrtPriceX96, tick, liquidity, crossed: 0 }
  let remaining = specified
  while (remaining !== 0n && at.sqrtPriceX96 !== limit) {
    const next =
      state.bitmapSpacing === 0
        ? nextInList(nets, at.tick, zeroForOne)
        : clipped(nextTickInWord(nets, at.tick, state.tickSpacing, zeroForOne))
    const target = clip(sqrtRatioAtTick(next), limit)
    const step = computeSwapStep(at.sqrtPriceX96, target, at.liquidity, remaining, fee)
    at.amountIn += step.amountIn + step.fee
    at.amountOut += step.amountOut
    remaining = specified > 0n ? specified - at.amountIn : specified + at.amountOut
    move(at, step.next, next, nets.get(next), zeroForOne)
  }
  return at
}

/** The end of the loop in UniswapV3Pool.swap: the price moves, and maybe over a tick. */
function move(at: Moving, price: bigint, next: number, net: bigint | undefined, down: boolean) {
  const start = at.sqrtPriceX96
  at.sqrtPriceX96 = price
  if (price === sqrtRatioAtTick(next)) {
    at.tick = down ? next - 1 : next
    if (net === undefined) return
    at.crossed += 1
    at.liquidity += down ? -net : net
  } else if (price !== start) at.tick = tickAt(price)
}
