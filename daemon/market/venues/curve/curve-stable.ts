import { curveBalanceTopics, curveTopics, decodeCurve } from '../../../chains/decode/curve.ts'
import type { RecordedPool } from '../../../chains/feeds/recording.ts'
import type { Change } from '../../../chains/types.ts'
import type { Hex } from '../../../kernel/units.ts'
import { add, attempt, mul, sub } from '../checked.ts'
import { isPair, type Quote, quoted, refused, unfit } from '../quote.ts'
import { type Ramp, rampedAt, steady } from '../ramp.ts'
import { addressOf, naturalOf, naturalsIn, tokensIn, wholeOf } from '../record.ts'
import { stablePrice } from '../stable-price.ts'
import type { Moment, Recorded, Venue } from '../venue.ts'
import { type Amplified, balanceAfter } from './stable-swap.ts'

/** Everything that a StableSwap pool's exchange depends on. */
export type CurveState = {
  /** In smallest units, in the order of the coins. */
  readonly balances: readonly bigint[]
  /** To 18 decimals, with 18 decimals; a metapool's last one is the base's virtual price. */
  readonly rates: readonly bigint[]
  /** As the pool counts it, times `precision`. */
  readonly a: Ramp
  readonly precision: bigint
  /** Of 10^10. */
  readonly fee: bigint
  /** The pool whose token is a metapool's last coin; null for a plain pool. */
  readonly base: Hex | null
}

const ONE = 10n ** 18n
const FEE_WHOLE = 10n ** 10n
const MAX_A = 10n ** 12n
const MAX_RATE = 10n ** 60n

const amplified = (state: CurveState, at: Moment): Amplified => ({
  balances: state.balances.map((balance, k) => mul(balance, state.rates[k] as bigint) / ONE),
  a: rampedAt(state.a, at.time),
  precision: state.precision,
})

/**
 * What `get_dy` says for `dx` of coin `i`.
 *
 * Pools with a precision take the fee before the coin's decimals, as their `exchange` does. Those
 * without (3pool and its age) take it behind in `get_dy` and before in `exchange`, which can pay a
 * unit less than they say.
 */
function quoteIn(state: CurveState, i: number, j: number, amountIn: bigint, at: Moment): Quote {
  const no = unfit(amountIn, i, j, state.balances.length)
  if (no !== null) return no
  return attempt(() => {
    const pool = amplified(state, at)
    if (pool.balances.includes(0n)) return refused('NO_LIQUIDITY')
    const x = add(pool.balances[i] as bigint, mul(amountIn, state.rates[i] as bigint) / ONE)
    const y = balanceAfter(pool, i, j, x)
    const gross = sub(sub(pool.balances[j] as bigint, y), 1n)
    const rate = state.rates[j] as bigint
    const out =
      state.precision === 1n
        ? afterFee(mul(gross, ONE) / rate, state.fee)
        : mul(afterFee(gross, state.fee), ONE) / rate
    return quoted(amountIn, out)
  })
}

const afterFee = (amount: bigint, fee: bigint): bigint => amount - mul(amount, fee) / FEE_WHOLE

function rate(state: CurveState, i: number, j: number, at: Moment): number {
  const count = state.balances.length
  if (!isPair(i, j, count)) return 0
  const balances = state.balances.map(
    (balance, k) => (Number(balance) * Number(state.rates[k])) / 1e18,
  )
  const ann = (Number(rampedAt(state.a, at.time)) * count) / Number(state.precision)
  const scale = Number(state.rates[i]) / Number(state.rates[j])
  return stablePrice(balances, ann, i, j) * scale * (1 - Number(state.fee) / 1e10)
}

const moves: ReadonlySet<Hex | undefined> = new Set(curveBalanceTopics)

function fold(state: CurveState, change: Change): CurveState | null {
  if (moves.has(change.topics[0])) return null
  const log = decodeCurve(change)
  if (log === null || log.kind === 'none') return log && state
  if (log.kind === 'fee') return { ...state, fee: log.fee }
  const { from, to, start, end } = log
  return { ...state, a: { from, to, start, end } }
}

/**
 * Curve StableSwap: plain pools of 2 to 4 coins, and metapools between their own coins.
 *
 * Written from `get_D`, `get_y`, `get_dy` and `exchange` of the plain pools' and metapools'
 * templates; they have no trade by output. The amplification is derived from time and follows
 * `RampA`, the fee follows `NewFee`. Exchanges and liquidity leave out the share that goes to the
 * admin, so that balances cannot be told from their logs: those fold to null, and the pool is to be
 * read again. So is a metapool's virtual price, which moves with the base pool.
 *
 * `exchange_underlying` is not here: it adds liquidity to the base pool or takes it out, which
 * depends on the supply of the base pool's token.
 */
export const curveStable: Venue<CurveState> = {
  name: 'curve-stable',
  drift: 'read',
  quoteIn,
  quoteOut: null,
  rate,
  product: () => null,
  topics: [...Object.values(curveTopics), ...curveBalanceTopics],
  fold,
}

/**
 * A `curve-stable` record as a pool; errs with a RangeError where it is malformed.
 *
 * A ramp may be given as `initial_a`, `future_a`, `initial_a_time` and `future_a_time`, in the unit
 * of `a`; without it `a` stays.
 */
export function fromRecord(record: RecordedPool): Recorded<CurveState> {
  const tokens = tokensIn(record, 2, 4)
  const count = tokens.length
  const rates = naturalsIn(record, 'rates', count, MAX_RATE, 1n)
  const base = record['base'] ?? null
  const meta = base !== null
  if (meta !== (record['base_virtual_price'] !== undefined))
    throw new RangeError('base and base_virtual_price must be given together')
  return {
    tokens,
    state: {
      balances: naturalsIn(record, 'balances', count),
      rates: meta
        ? rates.with(
            count - 1,
            naturalOf(record['base_virtual_price'], 'base_virtual_price', MAX_RATE, 1n),
          )
        : rates,
      a: rampIn(record),
      precision: naturalOf(record['a_precision'] ?? 1, 'a_precision', MAX_A, 1n),
      fee: naturalOf(record['fee'], 'fee', FEE_WHOLE - 1n),
      base: meta ? addressOf(base, 'base') : null,
    },
  }
}

function rampIn(record: RecordedPool): Ramp {
  const a = naturalOf(record['a'], 'a', MAX_A, 1n)
  if (record['future_a_time'] === undefined) return steady(a)
  return {
    from: naturalOf(record['initial_a'], 'initial_a', MAX_A, 1n),
    to: naturalOf(record['future_a'], 'future_a', MAX_A, 1n),
    start: wholeOf(record['initial_a_time'], 'initial_a_time', 0),
    end: wholeOf(record['future_a_time'], 'future_a_time', 0),
  }
}
