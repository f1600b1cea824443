import type { RecordedPool } from '../../../chains/feeds/recording.ts'
import { add, attempt, mul } from '../checked.ts'
import { isPair, type Quote, quoted, refused, unfit } from '../quote.ts'
import type { Product, Recorded, Venue } from '../venue.ts'
import {
  afterSolidlyFee,
  foldSolidly,
  type SolidlyState,
  solidlyOf,
  solidlyTopics,
} from './solidly.ts'

/** `Pool.getAmountOut` of a volatile pool: the fee is taken and rounded first, unlike in V2. */
function quoteIn(
  { reserves, feePpm }: SolidlyState,
  i: number,
  j: number,
  amountIn: bigint,
): Quote {
  const no = unfit(amountIn, i, j, 2)
  if (no !== null) return no
  return attempt(() => {
    const from = reserves[i] as bigint
    const to = reserves[j] as bigint
    if (from === 0n || to === 0n) return refused('NO_LIQUIDITY')
    const net = afterSolidlyFee(amountIn, feePpm)
    const out = mul(net, to) / add(from, net)
    mul(add(from, net), to - out)
    return out === 0n ? refused('OUTPUT_ZERO') : quoted(amountIn, out)
  })
}

function product({ reserves, feePpm }: SolidlyState, i: number, j: number): Product | null {
  if (!isPair(i, j, 2)) return null
  const x = Number(reserves[i])
  const y = Number(reserves[j])
  return x > 0 && y > 0 ? { x, y, keep: 1 - feePpm / 1e6 } : null
}

/**
 * Volatile pools of Solidly's line: Velodrome, Aerodrome, Thena, Ramses and others.
 *
 * Written from `Pool.getAmountOut` and `Pool.swap` of Aerodrome; routers of the line have no trade
 * by output. The factory may set another fee without a log of the pool: the fee is to be read.
 */
export const solidlyVolatile: Venue<SolidlyState> = {
  name: 'solidly-volatile',
  drift: 'read',
  quoteIn,
  quoteOut: null,
  rate: (state, i, j) => {
    const pool = product(state, i, j)
    return pool === null ? 0 : (pool.y / pool.x) * pool.keep
  },
  product,
  topics: solidlyTopics,
  fold: foldSolidly,
}

/** A `solidly-volatile` record as a pool; errs with a RangeError where it is malformed. */
export const fromRecord = (record: RecordedPool): Recorded<SolidlyState> => solidlyOf(record)
