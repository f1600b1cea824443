import type { Hex, Micros } from '../kernel/units.ts'

/** One block, named so that two chains of the same height cannot be confused. */
export type BlockRef = { readonly height: number; readonly id: Hex }

/** A new block at the tip. `baseFee` is its own, in wei; null where the chain has none. */
export type Head = BlockRef & {
  readonly parent: Hex
  /** Seconds since 1970, as the block says. */
  readonly time: number
  readonly baseFee: bigint | null
  readonly gasUsed: bigint
  readonly gasLimit: bigint
  /** True when the header proves that the block holds no log. */
  readonly silent: boolean
  /** Filter over its logs' addresses and topics; absent where the header has none. */
  readonly bloom?: Uint8Array
  /** When its first byte was here. */
  readonly received: Micros
}

/** An EVM log, as pushed or read. Addresses and topics are lower-case. */
export type LogChange = {
  readonly kind: 'log'
  readonly address: Hex
  readonly topics: readonly Hex[]
  readonly data: Hex
  readonly block: BlockRef
  readonly transactionHash: Hex
  readonly transactionIndex: number
  readonly logIndex: number
}

/** Something on the chain that changed. Account writes join here with Solana. */
export type Change = LogChange

/** What a feed says, in the order in which it is true. */
export type FeedEvent =
  | { readonly kind: 'head'; readonly head: Head }
  | {
      /**
       * Logs of the block, after those told before. `proven`: read by the block's hash, these are the
       * last. `heard`: every tracked address that the header names has been heard. `part`: more may come.
       */
      readonly kind: 'changes'
      readonly head: Head
      readonly changes: readonly Change[]
      readonly known: 'part' | 'heard' | 'proven'
      /** When the first byte of the last message this block waited for was here. */
      readonly received: Micros
    }
  | { readonly kind: 'rollback'; readonly to: BlockRef; readonly lost: readonly BlockRef[] }
  | { readonly kind: 'resync'; readonly why: string }

/** A JSON-RPC caller. Rejects with `NODE_UNREACHABLE` or `NODE_ERROR`. */
export type Rpc = {
  readonly request: <T = unknown>(method: string, params?: readonly unknown[]) => Promise<T>
}
