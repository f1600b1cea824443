import { decodeFeePercent, FEE_PERCENT_TOPIC } from '../../chains/decode/camelot.ts'
import { topics } from '../../chains/decode/topics.ts'
import { decodeSync } from '../../chains/decode/uniswap-v2.ts'
import type { RecordedPool } from '../../chains/feeds/recording.ts'
import type { Change } from '../../chains/types.ts'
import { WHOLE } from '../../kernel/units.ts'
import { isPair, type Quote, refused } from './quote.ts'
import { feesIn, naturalsIn, tokensIn } from './record.ts'
import type { Recorded, Venue } from './venue.ts'

/** Everything that a V2 pair's swap depends on. */
export type V2State = {
  /** In smallest units, uint112. */
  readonly reserves: readonly [bigint, bigint]
  /** Parts per million of the input, for 0→1 and 1→0. */
  readonly feePpm: readonly [number, number]
}

/** Most a pair can hold of a token: its reserves are uint112, and `_update` reverts above. */
export const MAX_RESERVE = (1n << 112n) - 1n

/**
 * What a pair pays for `amountIn`, to the unit.
 *
 * Rounds down as `UniswapV2Library.getAmountOut`; 3000 ppm is its 997/1000, other fees are the
 * forks'. 0n where the contract would revert or pay nothing; never negative.
 */
export function amountOut(
  reserveIn: bigint,
  reserveOut: bigint,
  feePpm: number,
  amountIn: bigint,
): bigint {
  if (amountIn <= 0n || reserveIn <= 0n || reserveOut <= 0n) return 0n
  const kept = amountIn * BigInt(1_000_000 - feePpm)
  return (kept * reserveOut) / (reserveIn * WHOLE + kept)
}

/**
 * What a pair asks for `amountOut`, to the unit.
 *
 * Rounds up as `UniswapV2Library.getAmountIn` (the quotient plus one, also where it is even).
 * Null where no input buys it: nothing asked, an empty side, or the whole reserve asked.
 */
export function amountIn(
  reserveIn: bigint,
  reserveOut: bigint,
  feePpm: number,
  amountOut: bigint,
): bigint | null {
  if (amountOut <= 0n || reserveIn <= 0n || amountOut >= reserveOut) return null
  const keep = BigInt(1_000_000 - feePpm)
  if (keep <= 0n) return null
  return (reserveIn * amountOut * WHOLE) / ((reserveOut - amountOut) * keep) + 1n
}

/** Trade of exactly `amountIn`, or why router and pair would revert. */
export function quoteExactIn(
  reserveIn: bigint,
  reserveOut: bigint,
  feePpm: number,
  amountIn: bigint,
): Quote {
  if (amountIn <= 0n) return refused('AMOUNT_ZERO')
  if (reserveIn <= 0n || reserveOut <= 0n) return refused('NO_LIQUIDITY')
  if (reserveIn + amountIn > MAX_RESERVE) return refused('OVERFLOW')
  const paid = amountOut(reserveIn, reserveOut, feePpm, amountIn)
  if (paid === 0n) return refused('OUTPUT_ZERO')
  return { kind: 'quoted', amountIn, amountOut: paid }
}

/** Trade for exactly `amountOut`, or why router and pair would revert. */
export function quoteExactOut(
  reserveIn: bigint,
  reserveOut: bigint,
  feePpm: number,
  amountOut: bigint,
): Quote {
  if (amountOut <= 0n) return refused('OUTPUT_ZERO')
  if (reserveIn <= 0n || reserveOut <= 0n) return refused('NO_LIQUIDITY')
  if (amountOut >= reserveOut) return refused('OUTPUT_EXCEEDS_RESERVE')
  const asked = amountIn(reserveIn, reserveOut, feePpm, amountOut)
  if (asked === null) return refused('NO_LIQUIDITY')
  if (reserveIn + asked > MAX_RESERVE) return refused('OVERFLOW')
  return { kind: 'quoted', amountIn: asked, amountOut }
}

/**
 * What a constant-product pool pays for `a`, in floats: a·keep·y / (x + a·keep).
 *
 * `keep` is the share left after the fee (0.997). Nothing is rounded or checked.
 */
export const quoteV2Float = (x: number, y: number, keep: number, a: number): number =>
  (a * keep * y) / (x + a * keep)

/** Trade with reserves and fee of the direction, or a refusal of places that a pair has not. */
const facing =
  (quote: typeof quoteExactIn) =>
  (state: V2State, i: number, j: number, amount: bigint): Quote => {
    if (!isPair(i, j, 2)) return refused('TOKEN_UNKNOWN')
    const [reserve0, reserve1] = state.reserves
    return i === 0
      ? quote(reserve0, reserve1, state.feePpm[0], amount)
      : quote(reserve1, reserve0, state.feePpm[1], amount)
  }

function product(state: V2State, i: number, j: number) {
  if (!isPair(i, j, 2)) return null
  const x = Number(i === 0 ? state.reserves[0] : state.reserves[1])
  const y = Number(i === 0 ? state.reserves[1] : state.reserves[0])
  const keep = 1 - (i === 0 ? state.feePpm[0] : state.feePpm[1]) / 1e6
  return x > 0 && y > 0 ? { x, y, keep } : null
}

function fold(state: V2State, { topics: [topic], data }: Change): V2State | null {
  if (topic === topics.sync) {
    const sync = decodeSync(data)
    return sync && { ...state, reserves: [sync.reserve0, sync.reserve1] }
  }
  if (topic === FEE_PERCENT_TOPIC) {
    const feePpm = decodeFeePercent(data)
    return feePpm && { ...state, feePpm }
  }
  return state
}

/**
 * Uniswap V2 and its forks, with any fee and with one a direction (Camelot's volatile pairs).
 *
 * `UniswapV2Library` prices, `UniswapV2Pair.swap` refuses. `Sync` holds both reserves, and
 * Camelot's `FeePercentUpdated` both fees, so that nothing moves without a log.
 */
export const uniswapV2: Venue<V2State> = {
  name: 'uniswap-v2',
  drift: 'none',
  quoteIn: facing(quoteExactIn),
  quoteOut: facing(quoteExactOut),
  rate: (state, i, j) => {
    const pool = product(state, i, j)
    return pool === null ? 0 : (pool.y / pool.x) * pool.keep
  },
  product,
  topics: [topics.sync, FEE_PERCENT_TOPIC],
  fold,
}

/** A `uniswap-v2` record as a pair; errs with a RangeError where it is malformed. */
export function fromRecord(record: RecordedPool): Recorded<V2State> {
  const [reserve0 = 0n, reserve1 = 0n] = naturalsIn(record, 'reserves', 2, MAX_RESERVE)
  return {
    tokens: tokensIn(record),
    state: { reserves: [reserve0, reserve1], feePpm: feesIn(record) },
  }
}
