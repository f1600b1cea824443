import { type BalancerPoolLog, balancerTopics } from '../../../chains/decode/balancer-v2.ts'
import type { RecordedPool } from '../../../chains/feeds/recording.ts'
import { add, attempt, revert, sub } from '../checked.ts'
import { isPair, type Quote, quoted, refused, unfit } from '../quote.ts'
import { type Ramp, rampedAt, steady } from '../ramp.ts'
import { addressOf, naturalOf, naturalsIn, tokensIn, wholeOf } from '../record.ts'
import { stablePrice } from '../stable-price.ts'
import type { Moment, Recorded, Venue } from '../venue.ts'
import { afterFee, beforeFee, divDown, divUpFixed, mulDown, ONE } from './fixed-point.ts'
import { balanceFor, invariantOf, type Rounding } from './stable-math.ts'
import { foldVault, MAX_BALANCE, type VaultPool } from './vault.ts'

/** Everything that a stable pool's swap depends on. */
export type StableState = VaultPool & {
  /** To 18 decimals and by the token's rate, with 18 decimals; in the order of the tokens. */
  readonly scaling: readonly bigint[]
  /** Amplification, times 1000. */
  readonly amp: Ramp
  /** Place of the pool's own token among the tokens; null where it is not traded like them. */
  readonly bptIndex: number | null
  readonly rounding: Rounding
}

/** Amplification is 5000 at most, times 1000. */
const MAX_AMP = 5_000_000n
const MAX_TOKENS = 6
const MAX_SCALING = 10n ** 48n

/** The tokens that trade, scaled, with the places of both sides among them. */
type Scaled = {
  readonly balances: readonly bigint[]
  readonly from: number
  readonly to: number
}

function scaledOf(state: StableState, i: number, j: number): Scaled {
  const places = state.balances.map((_, place) => place).filter((p) => p !== state.bptIndex)
  const scaled = places.map((p) => mulDown(state.balances[p] as bigint, state.scaling[p] as bigint))
  return { balances: scaled, from: places.indexOf(i), to: places.indexOf(j) }
}

/** Why the pair cannot be priced: joins and exits by the pool's own token need its supply. */
function unpriced(state: StableState, amount: bigint, i: number, j: number): Quote | null {
  const no = unfit(amount, i, j, state.balances.length)
  if (no !== null) return no
  return i === state.bptIndex || j === state.bptIndex ? refused('UNPRICED') : null
}

/** `StableMath._calcOutGivenIn` behind the fee, rounded down. */
function quoteIn(state: StableState, i: number, j: number, amountIn: bigint, at: Moment): Quote {
  const no = unpriced(state, amountIn, i, j)
  if (no !== null) return no
  return attempt(() => {
    const { balances, from, to } = scaledOf(state, i, j)
    if (balances.includes(0n)) revert('NO_LIQUIDITY')
    if ((state.balances[i] as bigint) + amountIn > MAX_BALANCE) revert('OVERFLOW')
    const net = mulDown(afterFee(amountIn, state.swapFee), state.scaling[i] as bigint)
    const amp = rampedAt(state.amp, at.time)
    const invariant = invariantOf(amp, balances, state.rounding)
    const after = balances.with(from, add(balances[from] as bigint, net))
    const left = balanceFor(amp, after, invariant, to)
    const out = sub(sub(balances[to] as bigint, left), 1n)
    measureAfter(state, { balances, from, to }, { net, out, amp })
    return quoted(amountIn, divDown(out, state.scaling[j] as bigint))
  })
}

/** `StableMath._calcInGivenOut` before the fee, rounded up. */
function quoteOut(state: StableState, i: number, j: number, amountOut: bigint, at: Moment): Quote {
  const no = unpriced(state, amountOut, i, j)
  if (no !== null) return no
  return attempt(() => {
    const { balances, from, to } = scaledOf(state, i, j)
    if (balances.includes(0n)) revert('NO_LIQUIDITY')
    if (amountOut > (state.balances[j] as bigint)) revert('OUTPUT_EXCEEDS_RESERVE')
    const amp = rampedAt(state.amp, at.time)
    const invariant = invariantOf(amp, balances, state.rounding)
    const taken = mulDown(amountOut, state.scaling[j] as bigint)
    const after = balances.with(to, sub(balances[to] as bigint, taken))
    const needed = balanceFor(amp, after, invariant, from)
    const net = add(sub(needed, balances[from] as bigint), 1n)
    measureAfter(state, { balances, from, to }, { net, out: taken, amp })
    const amountIn = beforeFee(divUpFixed(net, state.scaling[i] as bigint), state.swapFee)
    if ((state.balances[i] as bigint) + amountIn > MAX_BALANCE) revert('OVERFLOW')
    return quoted(amountIn, amountOut)
  })
}

/**
 * Reverts where a phantom pool does: it measures its invariant once more after the swap, for the
 * protocol's share of the growth.
 */
function measureAfter(
  state: StableState,
  { balances, from, to }: Scaled,
  { net, out, amp }: { readonly net: bigint; readonly out: bigint; readonly amp: bigint },
): void {
  if (state.bptIndex === null || state.rounding !== 'up') return
  const gross = beforeFee(net, state.swapFee)
  const grown = balances.with(from, add(balances[from] as bigint, gross))
  invariantOf(amp, grown.with(to, sub(balances[to] as bigint, out)), 'old-down')
}

function rate(state: StableState, i: number, j: number, at: Moment): number {
  if (!isPair(i, j, state.balances.length)) return 0
  if (i === state.bptIndex || j === state.bptIndex) return 0
  const { balances, from, to } = scaledOf(state, i, j)
  const amp = rampedAt(state.amp, at.time)
  const price = stablePrice(
    balances.map(Number),
    Number(amp * BigInt(balances.length)) / 1000,
    from,
    to,
  )
  const scale = Number(state.scaling[i]) / Number(state.scaling[j])
  return price * scale * (1 - Number(state.swapFee) / 1e18)
}

/** What the pool says of itself: the amplification follows, a new rate must be read. */
function fold(state: StableState, log: BalancerPoolLog): StableState | null {
  if (log.kind === 'rate') return null
  if (log.kind !== 'amp') return state
  const { from, to, start, end } = log
  return { ...state, amp: { from, to, start, end } }
}

/**
 * Balancer V2 stable, meta-stable and composable stable pools, between the tokens that they hold.
 *
 * `StableMath`, in both of its roundings. A composable pool's own token is refused: its joins and
 * exits depend on the supply. Balances, fee and amplification follow from logs and time; rates of
 * providers move without a log, and `TokenRateCacheUpdated` folds to null: read it again.
 */
export const balancerStable: Venue<StableState> = {
  name: 'balancer-stable',
  drift: 'read',
  quoteIn,
  quoteOut,
  rate,
  product: () => null,
  topics: Object.values(balancerTopics),
  fold: (state, change) => foldVault(state, change, fold),
}

/**
 * A `balancer-stable` record as a pool; errs with a RangeError where it is malformed.
 *
 * Which way the invariant rounds follows from the contract's age, which `invariant_version` may say:
 * 1 rounds down (StablePool of 2022, composable), 2 up (StablePool of 2021, meta-stable, phantom).
 * Without it a pool rounds up that is not composable and has a token with a rate.
 */
export function fromRecord(record: RecordedPool): Recorded<StableState> {
  const tokens = tokensIn(record, 2, MAX_TOKENS)
  const place = record['bpt_index']
  const bptIndex =
    place === undefined || place === null ? null : wholeOf(place, 'bpt_index', 0, tokens.length - 1)
  if (tokens.length - (bptIndex === null ? 0 : 1) < 2)
    throw new RangeError('tokens must be two beside the one at bpt_index')
  const scaling = naturalsIn(record, 'scaling', tokens.length, MAX_SCALING, 1n)
  return {
    tokens,
    state: {
      address: addressOf(record.address, 'address'),
      tokens,
      balances: naturalsIn(record, 'balances', tokens.length, MAX_BALANCE),
      scaling,
      amp: steady(naturalOf(record['amp'], 'amp', MAX_AMP, 1000n)),
      swapFee: naturalOf(record['swap_fee'], 'swap_fee', ONE - 1n),
      bptIndex,
      rounding: roundingOf(record['invariant_version'], bptIndex, scaling),
    },
  }
}

function roundingOf(
  version: unknown,
  bptIndex: number | null,
  scaling: readonly bigint[],
): Rounding {
  if (version !== undefined && version !== null)
    return wholeOf(version, 'invariant_version', 1, 2) === 1 ? 'down' : 'up'
  const rated = scaling.some((factor) => !/^10*$/.test(String(factor)))
  return bptIndex === null && rated ? 'up' : 'down'
}
