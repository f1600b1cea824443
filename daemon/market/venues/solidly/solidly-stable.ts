import type { RecordedPool } from '../../../chains/feeds/recording.ts'
import { add, attempt, mul, revert, sub } from '../checked.ts'
import { isPair, type Quote, quoted, refused, unfit } from '../quote.ts'
import type { Recorded, Venue } from '../venue.ts'
import {
  afterSolidlyFee,
  foldSolidly,
  type SolidlyState,
  solidlyOf,
  solidlyTopics,
} from './solidly.ts'

const ONE = 10n ** 18n
const ROUNDS = 255

/** x³y + y³x of scaled reserves, each product cut to 18 decimals: `Pool._f`. */
export function curveOf(x: bigint, y: bigint): bigint {
  const a = mul(x, y) / ONE
  const b = add(mul(x, x) / ONE, mul(y, y) / ONE)
  return mul(a, b) / ONE
}

/** 3xy² + x³, by which the curve rises in y: `Pool._d`. */
const slopeOf = (x: bigint, y: bigint): bigint =>
  add(mul(3n * x, mul(y, y) / ONE) / ONE, mul(mul(x, x) / ONE, x) / ONE)

/** The curve at x and y where both are taken for raw reserves. */
type Raw = (x: bigint, y: bigint) => bigint

/**
 * The y that keeps the curve at `level` with x, from `start` on: `Pool._get_y`.
 *
 * `raw` is the contract's last look, at y + 1: it scales x and y once more, which differs from the
 * curve where a token has not 18 decimals.
 */
function solveY(x: bigint, level: bigint, start: bigint, raw: Raw): bigint {
  let y = start
  for (let i = 0; i < ROUNDS; i++) {
    const found = curveOf(x, y)
    const gap = found - level
    const step = mul(gap < 0n ? -gap : gap, ONE) / slopeOf(x, y)
    const end = step === 0n ? endAt(x, y, gap, level, raw) : null
    if (end !== null) return end
    const move = step === 0n ? 1n : step
    y = gap < 0n ? add(y, move) : sub(y, move)
  }
  return revert('NOT_CONVERGED')
}

/** Where the iteration ends once a step is 0; null where it goes on by one unit. */
function endAt(x: bigint, y: bigint, gap: bigint, level: bigint, raw: Raw): bigint | null {
  if (gap === 0n) return y
  if (gap < 0n) return raw(x, y + 1n) > level ? y + 1n : null
  return curveOf(x, sub(y, 1n)) < level ? y : null
}

const scaled = (amount: bigint, unit: bigint): bigint => mul(amount, ONE) / unit

/**
 * `Pool.getAmountOut` of a stable pool, rounded down, and the checks of `Pool.swap` on top.
 *
 * After the swap the curve, on reserves without the fee, must not have fallen.
 */
function quoteIn(state: SolidlyState, i: number, j: number, amountIn: bigint): Quote {
  const no = unfit(amountIn, i, j, 2)
  if (no !== null) return no
  const { reserves, units, feePpm } = state
  return attempt(() => {
    const [from, to] = [reserves[i] as bigint, reserves[j] as bigint]
    const [unitIn, unitOut] = [units[i] as bigint, units[j] as bigint]
    if (from === 0n || to === 0n) return refused('NO_LIQUIDITY')
    const raw: Raw = (x, y) => curveOf(scaled(x, units[0]), scaled(y, units[1]))
    const net = afterSolidlyFee(amountIn, feePpm)
    const level = raw(reserves[0], reserves[1])
    const x = add(scaled(net, unitIn), scaled(from, unitIn))
    const held = scaled(to, unitOut)
    const out = mul(sub(held, solveY(x, level, held, raw)), unitOut) / ONE
    if (out === 0n) return refused('OUTPUT_ZERO')
    if (out >= to) return refused('OUTPUT_EXCEEDS_RESERVE')
    const after = [from + net, to - out] as const
    const kept = i === 0 ? raw(after[0], after[1]) : raw(after[1], after[0])
    return kept < level ? refused('INVARIANT') : quoted(amountIn, out)
  })
}

/** (3x²y + y³) / (x³ + 3xy²) of scaled reserves, in the tokens' units, after the fee. */
function rate({ reserves, units, feePpm }: SolidlyState, i: number, j: number): number {
  if (!isPair(i, j, 2)) return 0
  const [unitIn, unitOut] = [Number(units[i]), Number(units[j])]
  const x = Number(reserves[i]) / unitIn
  const y = Number(reserves[j]) / unitOut
  if (!(x > 0 && y > 0)) return 0
  const price = (3 * x * x * y + y ** 3) / (x ** 3 + 3 * x * y * y)
  return price * (unitOut / unitIn) * (1 - feePpm / 1e6)
}

/**
 * Stable pools of Solidly's line as Velodrome V2 and Aerodrome write them.
 *
 * Written from `Pool.getAmountOut`, `_k`, `_f`, `_d`, `_get_y` and `swap`; the routers have no
 * trade by output. The factory may set another fee without a log of the pool: the fee is to be read.
 */
export const solidlyStable: Venue<SolidlyState> = {
  name: 'solidly-stable',
  drift: 'read',
  quoteIn,
  quoteOut: null,
  rate,
  product: () => null,
  topics: solidlyTopics,
  fold: foldSolidly,
}

/** A `solidly-stable` record as a pool; errs with a RangeError where it is malformed. */
export const fromRecord = (record: RecordedPool): Recorded<SolidlyState> => solidlyOf(record)
