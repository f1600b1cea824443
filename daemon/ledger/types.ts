import type { BlockRef } from '../chains/types.ts'
import type { Delta, Order } from '../execution/types.ts'
import type { Hex } from '../kernel/units.ts'

/** A balance of one account in one asset, in smallest units; `native` is the chain's own coin. */
export type Balance = {
  readonly account: Hex
  readonly asset: Hex | 'native'
  readonly units: bigint
}

/** One line of the books, of one network. Lines are only ever added. */
export type Entry = { readonly network: string } & Line

/** What a line says. */
export type Line =
  | { readonly kind: 'opening'; readonly block: BlockRef; readonly balances: readonly Balance[] }
  /** Decision, reservation and signed transaction, on disk before the send. */
  | {
      readonly kind: 'order'
      readonly order: Order
      readonly token: Hex
      readonly input: bigint
      readonly atRisk: bigint
      readonly pools: readonly Hex[]
      readonly strategy: string
      readonly facts: Readonly<Record<string, unknown>>
      readonly fired: readonly string[]
      readonly revision: string
    }
  | {
      readonly kind: 'landed'
      readonly hash: Hex
      readonly block: BlockRef
      readonly success: boolean
      readonly gasUsed: bigint
      readonly deltas: readonly Delta[]
    }
  | { readonly kind: 'dropped'; readonly hash: Hex; readonly why: string }
  | { readonly kind: 'reopened'; readonly hash: Hex; readonly lost: BlockRef }
  | { readonly kind: 'closing'; readonly block: BlockRef; readonly balances: readonly Balance[] }

/** A line of the journal that holds what the money does not hang on. */
export type Note = {
  readonly kind: 'skip' | 'unsent'
  readonly id: string
  readonly why: string
  readonly detail: string
  readonly body: unknown
}
