import { algebraTopics, decodeAlgebra } from '../../../chains/decode/algebra.ts'
import { UINT_MAX } from '../../../chains/decode/words.ts'
import type { RecordedPool } from '../../../chains/feeds/recording.ts'
import type { Change } from '../../../chains/types.ts'
import { tokensIn, wholeOf } from '../record.ts'
import type { Recorded, Venue } from '../venue.ts'
import {
  concentrated,
  feedRangeOf,
  foldRange,
  rangeQuoteIn,
  rangeQuoteOut,
  v3Topics,
} from './concentrated.ts'
import type { V3State } from './state.ts'
import { MAX_TICK } from './tick-math.ts'

function fold(state: V3State, change: Change): V3State | null {
  const log = decodeAlgebra(change)
  if (log === null) return null
  if (log.kind === 'none') return foldRange(state, change)
  if (log.kind === 'spacing') return { ...state, tickSpacing: log.tickSpacing }
  const { feePpm10: _, ...rest } = state
  const [feePpm, feePpm10] = log.feePpm
  return feePpm === feePpm10 ? { ...rest, feePpm } : { ...rest, feePpm, feePpm10 }
}

/**
 * Algebra: Uniswap V3's swap with a fee that moves, one a direction in some (Camelot V3).
 *
 * `SwapCalculation._calculateSwap` goes from one initialised tick to the next, with no stop at the
 * end of a bitmap's word. Every change of fee has a `Fee` log, but plugins and the volatility oracle
 * make it within the swap that then pays it: the fee of the next block is to be read. Reserves are
 * uint128 in the contract, so no amount is larger.
 */
export const algebra: Venue<V3State> = {
  ...concentrated({
    name: 'algebra',
    drift: 'read',
    topics: [...v3Topics, ...Object.values(algebraTopics)],
    fold,
  }),
  quoteIn: (state, i, j, amount) => rangeQuoteIn(state, i, j, amount, UINT_MAX[128]),
  quoteOut: (state, i, j, amount) => rangeQuoteOut(state, i, j, amount, UINT_MAX[128]),
}

/**
 * An `algebra` record as a pool; errs with a RangeError where it is malformed.
 *
 * `bitmap_spacing` says the ticks of a bit in the tick table of a pool from before Integral (60 in
 * Algebra 1.0, 1 in 1.9), whose swaps stop at the ends of its words.
 */
export function fromRecord(record: RecordedPool): Recorded<V3State> {
  const spacing = record['bitmap_spacing'] ?? 0
  const bitmapSpacing = wholeOf(spacing, 'bitmap_spacing', 0, MAX_TICK)
  return { tokens: tokensIn(record), state: { ...feedRangeOf(record), bitmapSpacing } }
}
