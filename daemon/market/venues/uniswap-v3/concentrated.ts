import { topics } from '../../../chains/decode/topics.ts'
import { decodeLiquidity, decodeV3Price } from '../../../chains/decode/uniswap-v3.ts'
import { UINT_MAX } from '../../../chains/decode/words.ts'
import type { RecordedPool } from '../../../chains/feeds/recording.ts'
import type { Change } from '../../../chains/types.ts'
import { isPair, type Quote, quoted, refused, unfit } from '../quote.ts'
import { feesIn, listIn, naturalOf, wholeOf } from '../record.ts'
import type { Product, Venue } from '../venue.ts'
import { type V3State, virtualReserves } from './state.ts'
import { swapExactIn, swapExactOut } from './swap.ts'
import { MAX_SQRT_RATIO, MAX_TICK, MIN_SQRT_RATIO, MIN_TICK, sqrtRatioAtTick } from './tick-math.ts'
import { type TickEntry, type Ticks, ticksOf, withLiquidity } from './ticks.ts'

/** First topics of Uniswap V3's own logs: a swap, the first price, positions. */
export const v3Topics = [topics.v3Swap, topics.initialize, topics.mint, topics.burn] as const

/** Amounts are int256 in the contract. */
const MAX_AMOUNT = (1n << 255n) - 1n

/**
 * A quote of `amount` in through a V3-like pool.
 *
 * An `amountIn` below what was asked means that the pool runs out there; it takes no more and does
 * not revert. Neither does it where it pays 0. `most` bounds both amounts.
 */
export function rangeQuoteIn(
  state: V3State,
  i: number,
  j: number,
  amount: bigint,
  most: bigint = MAX_AMOUNT,
): Quote {
  const no = unswappable(state, i, j, amount)
  if (no !== null) return no
  const swap = swapExactIn(state, i === 0, amount)
  if (swap.amountIn > most || swap.amountOut > most) return refused('OVERFLOW')
  return swap.amountIn === 0n ? refused('NO_LIQUIDITY') : quoted(swap.amountIn, swap.amountOut)
}

/** A quote of `amount` out of a V3-like pool; routers refuse less than that. `most` as in `rangeQuoteIn`. */
export function rangeQuoteOut(
  state: V3State,
  i: number,
  j: number,
  amount: bigint,
  most: bigint = MAX_AMOUNT,
): Quote {
  const no = unswappable(state, i, j, amount)
  if (no !== null) return no
  const swap = swapExactOut(state, i === 0, amount)
  if (swap.amountIn > most || swap.amountOut > most) return refused('OVERFLOW')
  if (swap.amountOut < amount)
    return refused(swap.amountOut === 0n ? 'NO_LIQUIDITY' : 'OUTPUT_EXCEEDS_RESERVE')
  return quoted(swap.amountIn, amount)
}

/** Why a swap cannot begin; null where it can. */
function unswappable(state: V3State, i: number, j: number, amount: bigint): Quote | null {
  const no = unfit(amount, i, j, 2)
  if (no !== null) return no
  if (amount > MAX_AMOUNT) return refused('OVERFLOW')
  if (keepIn(state, i) <= 0) return refused('UNPRICED')
  if (state.sqrtPriceX96 === 0n) return refused('NO_LIQUIDITY')
  const atLimit =
    i === 0 ? state.sqrtPriceX96 <= MIN_SQRT_RATIO + 1n : state.sqrtPriceX96 >= MAX_SQRT_RATIO - 1n
  return atLimit ? refused('PRICE_LIMIT') : null
}

const keepIn = (state: V3State, i: number): number =>
  1 - (i === 0 ? state.feePpm : (state.feePpm10 ?? state.feePpm)) / 1e6

/** Output per unit of a vanishing input: at the price, or where liquidity begins in that direction. */
export function rangeRate(state: V3State, i: number, j: number): number {
  if (!isPair(i, j, 2) || state.sqrtPriceX96 === 0n) return 0
  const root =
    state.liquidity > 0n ? state.sqrtPriceX96 : nextRoot(state.ticks, state.tick, i === 0)
  if (root === null) return 0
  const price = (Number(root) / 2 ** 96) ** 2
  return (i === 0 ? price : 1 / price) * keepIn(state, i)
}

/** √price at which a pool without liquidity in range has some again; null where it never has. */
function nextRoot({ index, net }: Ticks, tick: number, zeroForOne: boolean): bigint | null {
  let liquidity = 0n
  for (let n = 0; n < index.length; n++) {
    const at = zeroForOne ? index.length - 1 - n : n
    const place = index[at] as number
    if (zeroForOne ? place > tick : place <= tick) continue
    liquidity += zeroForOne ? -(net[at] as bigint) : (net[at] as bigint)
    if (liquidity > 0n) return sqrtRatioAtTick(place)
  }
  return null
}

/** The virtual reserves of the present range; null where it has no liquidity. */
export function rangeProduct(state: V3State, i: number, j: number): Product | null {
  if (!isPair(i, j, 2) || state.liquidity === 0n || state.sqrtPriceX96 === 0n) return null
  const { x, y } = virtualReserves(state)
  return i === 0 ? { x, y, keep: keepIn(state, i) } : { x: y, y: x, keep: keepIn(state, i) }
}

/** The state after a V3 log: swaps and the first price are absolute, positions are added up. */
export function foldRange<State extends V3State>(state: State, change: Change): State | null {
  const topic = change.topics[0]
  if (topic === topics.v3Swap || topic === topics.initialize) {
    const price = decodeV3Price(change)
    return price && { ...state, ...price }
  }
  if (topic !== topics.mint && topic !== topics.burn) return state
  const moved = decodeLiquidity(change)
  return moved && withPosition(state, moved)
}

/** The state with a position's liquidity changed by `delta`; null where that contradicts it. */
export function withPosition<State extends V3State>(
  state: State,
  {
    lower,
    upper,
    delta,
  }: { readonly lower: number; readonly upper: number; readonly delta: bigint },
): State | null {
  const ticks = withLiquidity(state.ticks, lower, upper, delta, state.tickSpacing)
  if (ticks === null) return null
  const inRange = lower <= state.tick && state.tick < upper
  const liquidity = inRange ? state.liquidity + delta : state.liquidity
  return liquidity < 0n ? null : { ...state, ticks, liquidity }
}

/** A venue that swaps as Uniswap V3 does; `fork` says what differs. */
export const concentrated = (
  fork: Pick<Venue<V3State>, 'name' | 'drift' | 'topics' | 'fold'>,
): Venue<V3State> => ({
  ...fork,
  quoteIn: (state, i, j, amount) => rangeQuoteIn(state, i, j, amount),
  quoteOut: (state, i, j, amount) => rangeQuoteOut(state, i, j, amount),
  rate: rangeRate,
  product: rangeProduct,
})

/** The price, liquidity and ticks of a V3-like record; errs with a RangeError where it is malformed. */
export function rangeOf(record: RecordedPool): Omit<V3State, 'feePpm' | 'feePpm10'> {
  const entries = listIn(record, 'ticks').map((tick): TickEntry => {
    if (!Array.isArray(tick) || tick.length < 2) throw new RangeError('ticks must be pairs')
    const [index, net]: readonly unknown[] = tick
    if (!/^-?\d+$/.test(String(net))) throw new RangeError('liquidity of ticks must be whole')
    return [tickOf(index), BigInt(String(net))]
  })
  if (new Set(entries.map(([index]) => index)).size !== entries.length)
    throw new RangeError('ticks must differ')
  return {
    sqrtPriceX96: naturalOf(record['sqrt_price_x96'], 'sqrt_price_x96', MAX_SQRT_RATIO - 1n),
    liquidity: naturalOf(record['liquidity'], 'liquidity', UINT_MAX[128]),
    tick: wholeOf(record['tick'], 'tick', MIN_TICK, MAX_TICK),
    tickSpacing: wholeOf(record['tick_spacing'], 'tick_spacing', 1, MAX_TICK),
    ticks: ticksOf(entries),
  }
}

const tickOf = (value: unknown): number => wholeOf(value, 'ticks', MIN_TICK, MAX_TICK)

/** A V3-like record with its fee, or with one a direction; errs with a RangeError. */
export function feedRangeOf(record: RecordedPool): V3State {
  const [feePpm, feePpm10] = feesIn(record)
  const range = { ...rangeOf(record), feePpm }
  return feePpm === feePpm10 ? range : { ...range, feePpm10 }
}
