import { balancerTopics } from '../../../chains/decode/balancer-v2.ts'
import type { RecordedPool } from '../../../chains/feeds/recording.ts'
import { add, attempt, revert, sub } from '../checked.ts'
import { isPair, type Quote, quoted, unfit } from '../quote.ts'
import { addressOf, naturalOf, naturalsIn, tokensIn } from '../record.ts'
import type { Product, Recorded, Venue } from '../venue.ts'
import {
  afterFee,
  beforeFee,
  complement,
  divDown,
  divUpFixed,
  mulDown,
  mulUp,
  ONE,
  powUp,
  powUpShort,
} from './fixed-point.ts'
import { foldVault, MAX_BALANCE, type VaultPool } from './vault.ts'

/** Everything that a weighted pool's swap depends on. */
export type WeightedState = VaultPool & {
  /** With 18 decimals, one in all, in the order of the tokens. */
  readonly weights: readonly bigint[]
  /**
   * Whether powers of 1, 2 and 4 are products: in pools of the factories since September 2022, and
   * not in those before.
   */
  readonly shortPowers: boolean
}

/** Most of a balance that one swap may bring or take: three tenths. */
const MAX_RATIO = (3n * ONE) / 10n
const MAX_TOKENS = 50

type Side = { readonly balance: bigint; readonly weight: bigint }

const sideOf = (state: WeightedState, i: number): Side => ({
  balance: state.balances[i] as bigint,
  weight: state.weights[i] as bigint,
})

/**
 * `WeightedMath._calcOutGivenIn` behind the fee, rounded down.
 *
 * Amounts stay in the tokens' units: the contract scales both sides of each quotient to 18
 * decimals by a whole factor, which changes no rounding.
 */
function quoteIn(state: WeightedState, i: number, j: number, amountIn: bigint): Quote {
  const no = unfit(amountIn, i, j, state.balances.length)
  if (no !== null) return no
  return attempt(() => {
    const from = sideOf(state, i)
    const to = sideOf(state, j)
    const net = afterFee(amountIn, state.swapFee)
    if (net > mulDown(from.balance, MAX_RATIO)) revert('OVER_RATIO')
    if (from.balance + amountIn > MAX_BALANCE) revert('OVERFLOW')
    const base = divUpFixed(from.balance, add(from.balance, net))
    const power = (state.shortPowers ? powUpShort : powUp)(base, divDown(from.weight, to.weight))
    return quoted(amountIn, mulDown(to.balance, complement(power)))
  })
}

/** `WeightedMath._calcInGivenOut` before the fee, rounded up; amounts as in `quoteIn`. */
function quoteOut(state: WeightedState, i: number, j: number, amountOut: bigint): Quote {
  const no = unfit(amountOut, i, j, state.balances.length)
  if (no !== null) return no
  return attempt(() => {
    const from = sideOf(state, i)
    const to = sideOf(state, j)
    if (amountOut > mulDown(to.balance, MAX_RATIO)) revert('OVER_RATIO')
    const base = divUpFixed(to.balance, sub(to.balance, amountOut))
    const power = (state.shortPowers ? powUpShort : powUp)(base, divUpFixed(to.weight, from.weight))
    const net = mulUp(from.balance, sub(power, ONE))
    const amountIn = beforeFee(net, state.swapFee)
    if (from.balance + amountIn > MAX_BALANCE) revert('OVERFLOW')
    return quoted(amountIn, amountOut)
  })
}

function rate(state: WeightedState, i: number, j: number): number {
  if (!isPair(i, j, state.balances.length)) return 0
  const from = sideOf(state, i)
  const to = sideOf(state, j)
  if (from.balance === 0n || to.balance === 0n) return 0
  const price =
    Number(to.balance) / Number(to.weight) / (Number(from.balance) / Number(from.weight))
  return price * (1 - Number(state.swapFee) / 1e18)
}

/** Equal weights make a constant product; others have none. */
function product(state: WeightedState, i: number, j: number): Product | null {
  if (!isPair(i, j, state.balances.length)) return null
  const from = sideOf(state, i)
  const to = sideOf(state, j)
  if (from.weight !== to.weight || from.balance === 0n || to.balance === 0n) return null
  return {
    x: Number(from.balance),
    y: Number(to.balance),
    keep: 1 - Number(state.swapFee) / 1e18,
  }
}

/**
 * Balancer V2 weighted pools.
 *
 * `WeightedMath` with `LogExpMath`; a swap over three tenths of a balance is refused as there.
 * The Vault's logs and the pool's own keep it exactly.
 */
export const balancerWeighted: Venue<WeightedState> = {
  name: 'balancer-weighted',
  drift: 'none',
  quoteIn,
  quoteOut,
  rate,
  product,
  topics: [
    balancerTopics.swap,
    balancerTopics.balanceChanged,
    balancerTopics.balanceManaged,
    balancerTopics.feeChanged,
  ],
  fold: (state, change) => foldVault(state, change),
}

/**
 * A `balancer-weighted` record as a pool; errs with a RangeError where it is malformed.
 *
 * `pow_version` may say `v2` for a pool whose powers of 1, 2 and 4 are products; else they are not.
 */
export function fromRecord(record: RecordedPool): Recorded<WeightedState> {
  const tokens = tokensIn(record, 2, MAX_TOKENS)
  const version = record['pow_version'] ?? 'v1'
  if (version !== 'v1' && version !== 'v2') throw new RangeError('pow_version must be v1 or v2')
  const weights = naturalsIn(record, 'weights', tokens.length, ONE, 1n)
  return {
    tokens,
    state: {
      address: addressOf(record.address, 'address'),
      tokens,
      balances: naturalsIn(record, 'balances', tokens.length, MAX_BALANCE),
      weights,
      swapFee: naturalOf(record['swap_fee'], 'swap_fee', ONE - 1n),
      shortPowers: version === 'v2',
    },
  }
}
