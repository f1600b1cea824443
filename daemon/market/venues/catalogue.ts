import type { RecordedPool } from '../../chains/feeds/recording.ts'
import { balancerStable, fromRecord as balancerStableOf } from './balancer/balancer-stable.ts'
import { balancerWeighted, fromRecord as balancerWeightedOf } from './balancer/balancer-weighted.ts'
import { curveStable, fromRecord as curveStableOf } from './curve/curve-stable.ts'
import { erc4626, fromRecord as erc4626Of } from './erc4626.ts'
import { solidlyStable, fromRecord as solidlyStableOf } from './solidly/solidly-stable.ts'
import { solidlyVolatile, fromRecord as solidlyVolatileOf } from './solidly/solidly-volatile.ts'
import { uniswapV2, fromRecord as uniswapV2Of } from './uniswap-v2.ts'
import { algebra, fromRecord as algebraOf } from './uniswap-v3/algebra.ts'
import { pancakeV3, fromRecord as pancakeV3Of } from './uniswap-v3/pancake-v3.ts'
import { slipstream, fromRecord as slipstreamOf } from './uniswap-v3/slipstream.ts'
import { uniswapV3, fromRecord as uniswapV3Of } from './uniswap-v3/uniswap-v3.ts'
import { leftOut, uniswapV4, fromRecord as uniswapV4Of } from './uniswap-v3/uniswap-v4.ts'
import type { Recorded, Venue } from './venue.ts'
import { wethWrap, fromRecord as wethWrapOf } from './weth-wrap.ts'

/** A venue with how a record of a recording becomes its state. */
export type CatalogueEntry<State> = {
  readonly venue: Venue<State>
  /** Errs with a RangeError, in a sentence, where the record is malformed. */
  readonly fromRecord: (record: RecordedPool) => Recorded<State>
  /** Why a pool of the venue is not to be traded; null where it may be. */
  readonly leftOut: (record: RecordedPool) => string | null
}

const entry = <State>(
  venue: Venue<State>,
  fromRecord: (record: RecordedPool) => Recorded<State>,
  leave: (record: RecordedPool) => string | null = () => null,
): CatalogueEntry<State> => ({ venue, fromRecord, leftOut: leave })

/** Every venue by its name, which is the `type` of its records. */
export const venues = {
  'uniswap-v2': entry(uniswapV2, uniswapV2Of),
  'uniswap-v3': entry(uniswapV3, uniswapV3Of),
  'uniswap-v4': entry(uniswapV4, uniswapV4Of, leftOut),
  'pancake-v3': entry(pancakeV3, pancakeV3Of),
  algebra: entry(algebra, algebraOf),
  slipstream: entry(slipstream, slipstreamOf),
  'solidly-stable': entry(solidlyStable, solidlyStableOf),
  'solidly-volatile': entry(solidlyVolatile, solidlyVolatileOf),
  'curve-stable': entry(curveStable, curveStableOf),
  'balancer-weighted': entry(balancerWeighted, balancerWeightedOf),
  'balancer-stable': entry(balancerStable, balancerStableOf),
  erc4626: entry(erc4626, erc4626Of),
  'weth-wrap': entry(wethWrap, wethWrapOf),
} as const

/** Name of a venue. */
export type VenueName = keyof typeof venues

/** Whether `name` is that of a venue. */
export const isVenueName = (name: string): name is VenueName => Object.hasOwn(venues, name)

/**
 * A venue by its name, for a caller that keeps states without looking into them.
 *
 * A state must go back to the venue that it came from.
 */
export const venueOf = (name: VenueName): Venue<unknown> => venues[name].venue as Venue<unknown>
