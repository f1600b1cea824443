import type { Change } from '../../chains/types.ts'
import type { Hex } from '../../kernel/units.ts'
import type { Quote } from './quote.ts'

/** When a quote is meant to hold: what moves with time is derived from this. */
export type Moment = {
  /** Seconds since 1970, as the block says in which the trade will be. */
  readonly time: number
}

/** A constant-product pool that equals a pool's present range, in floats: reserves and what the fee leaves. */
export type Product = { readonly x: number; readonly y: number; readonly keep: number }

/**
 * What moves in a pool without a log of its own: nothing, something that follows from time, or
 * something that must be read from the chain at the block (rate providers, share prices).
 */
export type Drift = 'none' | 'time' | 'read'

/**
 * One kind of pool: everything that mevd must know of it, in one place.
 *
 * Tokens are named by their place in the pool, `i` goes in and `j` comes out. States are immutable;
 * amounts are smallest units; nothing here talks to a node.
 */
export type Venue<State> = {
  readonly name: string
  readonly drift: Drift
  /**
   * Exact output for an exact input, to the unit; what the contract would revert is refused.
   *
   * An `amountIn` below what was asked means that the pool takes no more; it does not revert.
   */
  readonly quoteIn: (state: State, i: number, j: number, amountIn: bigint, at: Moment) => Quote
  /** Exact input for an exact output; null where the contract has no such trade. */
  readonly quoteOut:
    | ((state: State, i: number, j: number, amountOut: bigint, at: Moment) => Quote)
    | null
  /** Output per unit of a vanishing input after the fee, as a float; 0 where nothing can be swapped. */
  readonly rate: (state: State, i: number, j: number, at: Moment) => number
  /** The constant-product pool that prices it exactly within its present range; null where none does. */
  readonly product: (state: State, i: number, j: number) => Product | null
  /** First topics of the logs that move it. */
  readonly topics: readonly Hex[]
  /**
   * The state after a log of the pool; itself where the log moves nothing or is of another pool.
   *
   * Null where it contradicts the state, or says that the pool moved but not exactly where to: it is
   * to be read again, or taken out.
   */
  readonly fold: (state: State, change: Change) => State | null
}

/** A pool out of a recording: its tokens in the pool's order, and its state. */
export type Recorded<State> = { readonly tokens: readonly Hex[]; readonly state: State }
