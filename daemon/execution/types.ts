import type { BlockRef } from '../chains/types.ts'
import type { Hex, Micros } from '../kernel/units.ts'
import type { Verdict } from '../policy/types.ts'

/** A `take`, on its way out. */
export type Taken = Extract<Verdict, { kind: 'take' }>

/** A signed transaction and all that is needed to find it again after a crash. */
export type Order = {
  /** Id of the opportunity, and of the reservation that is held for it. */
  readonly id: string
  readonly network: string
  readonly signer: Hex
  readonly nonce: number
  readonly hash: Hex
  readonly raw: Hex
  /** Net profit that was decided on, in wei. */
  readonly expected: bigint
  /** Hops by venue, to learn their gas. */
  readonly venues: readonly string[]
  /** Height of the chain when it was signed. */
  readonly height: number
}

/** One account's change of one asset by one transaction, in smallest units. */
export type Delta = {
  readonly account: Hex
  /** `native`, or a token's address. */
  readonly asset: Hex | 'native'
  readonly units: bigint
}

/** What became of an order. An order may have several in turn: a reorg reopens it. */
export type Outcome =
  | {
      readonly kind: 'landed'
      readonly order: Order
      readonly block: BlockRef
      readonly success: boolean
      readonly gasUsed: bigint
      /** What our accounts gained and lost, gas included. */
      readonly deltas: readonly Delta[]
    }
  /** Known to no node any more, so it can land only if somebody kept it: it stays watched. */
  | { readonly kind: 'dropped'; readonly order: Order; readonly why: string }
  /** Its block is no longer part of the chain. */
  | { readonly kind: 'reopened'; readonly order: Order; readonly lost: BlockRef }

/** When the steps of one trade were done, on the monotonic clock. */
export type SendStamps = {
  readonly simulated: Micros
  readonly journaled: Micros
  readonly sent: Micros
}
