import type { RecordedPool } from '../../../chains/feeds/recording.ts'
import { tokensIn } from '../record.ts'
import type { Recorded } from '../venue.ts'
import { concentrated, feedRangeOf, foldRange, v3Topics } from './concentrated.ts'
import type { V3State } from './state.ts'

/**
 * Uniswap V3 and its true copies.
 *
 * `UniswapV3Pool.swap` at the extreme price limit. A swap that empties the pool is quoted with what
 * it took; see `rangeQuoteIn`.
 */
export const uniswapV3 = concentrated({
  name: 'uniswap-v3',
  drift: 'none',
  topics: v3Topics,
  fold: foldRange,
})

/** A `uniswap-v3` record as a pool; errs with a RangeError where it is malformed. */
export const fromRecord = (record: RecordedPool): Recorded<V3State> => ({
  tokens: tokensIn(record),
  state: feedRangeOf(record),
})
