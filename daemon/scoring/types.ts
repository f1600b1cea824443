import type { Gas, Micros, Wei } from '../kernel/units.ts'
import type { Conditions } from '../market/types.ts'
import type { Opportunity } from '../strategies/types.ts'

/** What it takes to send a trade: gas and what is paid for it, in wei a unit of gas. */
export type GasBid = {
  readonly expected: Gas
  readonly limit: Gas
  readonly maxFee: Wei
  readonly priorityFee: Wei
}

/** An opportunity at one size, gross to net. Base-token figures are in its smallest unit. */
export type Scored = {
  readonly opportunity: Opportunity
  readonly strategy: string
  readonly conditions: Conditions
  /** What goes in at this size; at most what the search found best. */
  readonly input: bigint
  readonly output: bigint
  readonly gross: bigint
  readonly bid: GasBid
  /** Expected cost of the gas at the next block's base fee. */
  readonly gasCost: Wei
  /** Gross less expected gas; may be below 0. */
  readonly net: Wei
  /** The most the trade can cost whatever happens: gas limit × max fee. */
  readonly atRisk: Wei
  readonly scoredAt: Micros
}

/** What scoring learns from the past; learning fills it. Gas of one hop by venue, and of the rest. */
export type Tuning = {
  readonly gasBase: number
  readonly gasPerHop: Readonly<Record<string, number>>
}
