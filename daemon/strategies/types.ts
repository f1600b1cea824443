import type { BlockRef } from '../chains/types.ts'
import type { Amount, Hex, Micros } from '../kernel/units.ts'
import type { HopState } from '../market/quote.ts'
import type { Conditions, MarketStamps, PoolState } from '../market/types.ts'

/** One pool of a cycle, the way it is passed, and all that its price depends on. */
export type Hop = {
  readonly pool: Hex
  readonly dex: string
  readonly tokenIn: Hex
  readonly tokenOut: Hex
  readonly state: HopState
}

/** A cycle that earns before gas, sized and confirmed in integers at one block. */
export type Opportunity = {
  /** Hash of network, block and path: the same finding has the same id. */
  readonly id: string
  readonly network: string
  /** State it was found in. */
  readonly block: BlockRef
  /** Transaction after which the state held; null after a whole block. */
  readonly transactionIndex: number | null
  readonly hops: readonly Hop[]
  readonly input: Amount
  readonly output: Amount
  /** Output less input, in smallest units of the base token; always above 0. */
  readonly profit: bigint
  readonly stamps: MarketStamps & { readonly found: Micros }
}

/** What one look at one state of the market gave, the best first. */
export type Batch = { readonly state: PoolState; readonly opportunities: readonly Opportunity[] }

/** An opportunity and the strategy that took it: the first, in file order, whose conditions it meets. */
export type Claimed = { readonly strategy: string; readonly opportunity: Opportunity }

/** Why no strategy took an opportunity. */
export type Unclaimed = 'BELOW_MIN_PROFIT' | 'GAS_TOO_DEAR'

/** What one look at the market gave: everything that scoring gets to see of a block. */
export type Findings = {
  readonly network: string
  readonly pipeline: string
  readonly generation: number
  readonly conditions: Conditions
  readonly stamps: MarketStamps
  readonly claimed: readonly Claimed[]
  /** How many opportunities no strategy took, by the condition that the last one missed. */
  readonly unclaimed: Readonly<Record<Unclaimed, number>>
}
