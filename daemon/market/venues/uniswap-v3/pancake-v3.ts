import { decodePancakeSwap, PANCAKE_SWAP_TOPIC } from '../../../chains/decode/pancake-v3.ts'
import { topics } from '../../../chains/decode/topics.ts'
import type { RecordedPool } from '../../../chains/feeds/recording.ts'
import { tokensIn } from '../record.ts'
import type { Recorded } from '../venue.ts'
import { concentrated, feedRangeOf, foldRange } from './concentrated.ts'
import type { V3State } from './state.ts'

/**
 * PancakeSwap V3: Uniswap V3's swap with fees of its own.
 *
 * Its `Swap` log ends with two words of protocol fees; its other logs are Uniswap's.
 */
export const pancakeV3 = concentrated({
  name: 'pancake-v3',
  drift: 'none',
  topics: [PANCAKE_SWAP_TOPIC, topics.initialize, topics.mint, topics.burn],
  fold: (state, change) => {
    if (change.topics[0] !== PANCAKE_SWAP_TOPIC) return foldRange(state, change)
    const price = decodePancakeSwap(change.data)
    return price && { ...state, ...price }
  },
})

/** A `pancake-v3` record as a pool; errs with a RangeError where it is malformed. */
export const fromRecord = (record: RecordedPool): Recorded<V3State> => ({
  tokens: tokensIn(record),
  state: feedRangeOf(record),
})
