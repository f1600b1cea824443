import type { RecordedPool } from '../../chains/feeds/recording.ts'
import { UINT256_MAX } from './checked.ts'
import { isPair, type Quote, quoted, refused, unfit } from './quote.ts'
import { tokensIn } from './record.ts'
import type { Recorded, Venue } from './venue.ts'

/** Wrapping depends on nothing. */
export type WrapState = Readonly<Record<string, never>>

function quote(_: WrapState, i: number, j: number, amount: bigint): Quote {
  const no = unfit(amount, i, j, 2)
  if (no !== null) return no
  return amount > UINT256_MAX ? refused('OVERFLOW') : quoted(amount, amount)
}

/**
 * The native coin and its wrapping token (WETH9 and its copies), one for one both ways.
 *
 * `deposit` and `withdraw` of `WETH9`; whoever unwraps holds the token, so the contract has the coin.
 */
export const wethWrap: Venue<WrapState> = {
  name: 'weth-wrap',
  drift: 'none',
  quoteIn: quote,
  quoteOut: quote,
  rate: (_, i, j) => (isPair(i, j, 2) ? 1 : 0),
  product: () => null,
  topics: [],
  fold: (state) => state,
}

/** A `weth-wrap` record, tokens [coin, wrapping token]; errs with a RangeError where malformed. */
export const fromRecord = (record: RecordedPool): Recorded<WrapState> => ({
  tokens: tokensIn(record),
  state: {},
})
