/** Why a venue's contract would revert instead of trading. */
export type Refusal =
  | 'AMOUNT_ZERO'
  | 'NO_LIQUIDITY'
  | 'OUTPUT_ZERO'
  | 'OUTPUT_EXCEEDS_RESERVE'
  | 'OVERFLOW'

/** What a trade would give and take, or why the contract would revert. Amounts in smallest units. */
export type Quote =
  | { readonly kind: 'quoted'; readonly amountIn: bigint; readonly amountOut: bigint }
  | { readonly kind: 'refused'; readonly why: Refusal }

/** A quote that says no. */
export const refused = (why: Refusal): Quote => ({ kind: 'refused', why })
