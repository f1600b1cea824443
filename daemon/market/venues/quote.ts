/** Why a venue's contract would revert instead of trading, or why mevd does not price the trade. */
export type Refusal =
  | 'AMOUNT_ZERO'
  | 'NO_LIQUIDITY'
  | 'OUTPUT_ZERO'
  | 'OUTPUT_EXCEEDS_RESERVE'
  /** A number leaves its type in the contract: too large, below 0, or divided by 0. */
  | 'OVERFLOW'
  /** The pool does not trade these two places: not there, or the same. */
  | 'TOKEN_UNKNOWN'
  /** The price already stands at the limit in the direction of the swap. */
  | 'PRICE_LIMIT'
  /** The contract caps the share of a balance in one swap. */
  | 'OVER_RATIO'
  /** The contract's iteration gives up. */
  | 'NOT_CONVERGED'
  /** The contract's check of its invariant after the swap fails. */
  | 'INVARIANT'
  /** The contract has the trade, but what is known of the pool does not price it exactly. */
  | 'UNPRICED'

/** What a trade would give and take, or why the contract would revert. Amounts in smallest units. */
export type Quote =
  | { readonly kind: 'quoted'; readonly amountIn: bigint; readonly amountOut: bigint }
  | { readonly kind: 'refused'; readonly why: Refusal }

/** A quote that says no. */
export const refused = (why: Refusal): Quote => ({ kind: 'refused', why })

/** A quote that says yes. */
export const quoted = (amountIn: bigint, amountOut: bigint): Quote => ({
  kind: 'quoted',
  amountIn,
  amountOut,
})

/** Whether `i` and `j` are two different places among `count` tokens. */
export const isPair = (i: number, j: number, count: number): boolean =>
  i !== j && isPlace(i, count) && isPlace(j, count)

const isPlace = (i: number, count: number): boolean => Number.isInteger(i) && i >= 0 && i < count

/** Why a trade of `amount` between places `i` and `j` of `count` cannot begin; null where it can. */
export function unfit(amount: bigint, i: number, j: number, count: number): Quote | null {
  if (!isPair(i, j, count)) return refused('TOKEN_UNKNOWN')
  if (amount <= 0n) return refused('AMOUNT_ZERO')
  return null
}
