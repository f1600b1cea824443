import type { BlockRef, Head } from '../chains/types.ts'
import type { Hex, Micros } from '../kernel/units.ts'
import type { VenueName } from './venues/catalogue.ts'
import type { V3State } from './venues/uniswap-v3/state.ts'

/** A V2 pair or fork as it is at one block. Fees are parts per million of the input, per direction. */
export type V2Pool = {
  readonly venue: 'uniswap-v2'
  readonly address: Hex
  readonly dex: string
  readonly tokens: readonly [Hex, Hex]
  readonly feePpm: readonly [number, number]
  readonly reserves: readonly [bigint, bigint]
}

/** A V3 pool as it is at one block; `state` holds all of its ticks. */
export type V3Pool = {
  readonly venue: 'uniswap-v3'
  readonly address: Hex
  readonly dex: string
  readonly tokens: readonly [Hex, Hex]
  readonly state: V3State
}

/** A pool of any other venue as it is at one block; only the venue looks into its state. */
export type OtherPool = {
  readonly venue: Exclude<VenueName, 'uniswap-v2' | 'uniswap-v3'>
  readonly address: Hex
  readonly dex: string
  readonly tokens: readonly Hex[]
  readonly state: unknown
}

/** A pool of any venue that the market knows. */
export type Pool = V2Pool | V3Pool | OtherPool

/** The market moved: these pools changed since the last message, and all is true at `head`. */
export type PoolState = {
  readonly network: string
  readonly head: Head
  /** Places of the changed pools in the table, each once. */
  readonly touched: readonly number[]
  /** Transaction after which this is the state; null after a whole block. */
  readonly transactionIndex: number | null
  readonly stamps: MarketStamps
}

/** When the last message this state waited for was here, and when it had been applied. */
export type MarketStamps = { readonly received: Micros; readonly applied: Micros }

/** What else is true now on a network. */
export type Conditions = {
  readonly network: string
  readonly block: BlockRef
  /** Base fee of the block that comes next, in wei (EIP-1559); 0 where the chain has none. */
  readonly nextBaseFee: bigint
}
