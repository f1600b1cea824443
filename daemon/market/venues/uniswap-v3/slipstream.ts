import type { RecordedPool } from '../../../chains/feeds/recording.ts'
import { tokensIn } from '../record.ts'
import type { Recorded } from '../venue.ts'
import { concentrated, feedRangeOf, foldRange, v3Topics } from './concentrated.ts'
import type { V3State } from './state.ts'

/**
 * Slipstream, the concentrated pools of Aerodrome and Velodrome.
 *
 * `CLPool.swap` and its logs are Uniswap V3's. The fee is what the factory's fee module says at the
 * swap (`fee()`), which can change without a log of the pool: it is to be read at the block.
 */
export const slipstream = concentrated({
  name: 'slipstream',
  drift: 'read',
  topics: v3Topics,
  fold: foldRange,
})

/** A `slipstream` record as a pool; errs with a RangeError where it is malformed. */
export const fromRecord = (record: RecordedPool): Recorded<V3State> => ({
  tokens: tokensIn(record),
  state: feedRangeOf(record),
})
