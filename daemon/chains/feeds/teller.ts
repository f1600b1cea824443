import type { Hex, Micros } from '../../kernel/units.ts'
import type { Connection } from '../rpc/connection.ts'
import type { ChainSignals } from '../signals.ts'
import type { Change, FeedEvent, Head } from '../types.ts'
import { logsOf } from './blocks.ts'
import { type OpenBlock, openBlock, push, settle } from './settlement.ts'
import type { Watched } from './watched.ts'

/** What telling blocks needs. */
export type TellerOptions = {
  readonly connection: Connection
  readonly topics: readonly Hex[]
  readonly watched: Watched
  /** Whether logs are pushed: a block is then told from its head on, and not only once it is proven. */
  readonly pushes: boolean
  readonly signals: ChainSignals
  readonly tell: (event: FeedEvent) => void
  /** Takes back the block that is open, before it is told anew. */
  readonly undo: (head: Head) => void
}

/** Tells blocks one after another, from pushed logs as they come, and settles each by its hash. */
export type Teller = {
  /** Takes a pushed log, of whatever block. */
  readonly hear: (change: Change, received: Micros) => void
  /** Tells a block whole; where that fails the block is taken back, and it rejects. */
  readonly block: (head: Head) => Promise<void>
}

/** Blocks whose pushed logs are kept until their head is here. */
const KEPT_BLOCKS = 16

type Open = {
  readonly head: Head
  /** Addresses that the header names and that have not been heard; null where it cannot say. */
  readonly unheard: Set<Hex> | null
  readonly block: OpenBlock
  proven: readonly Change[] | null
}

/**
 * A teller.
 *
 * Pushed logs are told at once where they follow what was told; the read by hash then adds what was
 * missing. Where it contradicts what was told, or shows that the order was wrong, the block is taken
 * back and told from the read: that is counted as a fault of the node.
 */
export function tellerOf(options: TellerOptions): Teller {
  const { connection, signals, tell } = options
  const early = new Map<Hex, { change: Change; received: Micros }[]>()
  let open: Open | null = null

  const take = (at: Open, change: Change, received: Micros): void => {
    if (at.proven !== null) {
      if (!at.proven.some((each) => each.logIndex === change.logIndex))
        signals.faulty('CONTRADICTION')
      return
    }
    if (!push(at.block, change)) return
    at.unheard?.delete(change.address)
    const known = at.unheard?.size === 0 ? 'heard' : 'part'
    tell({ kind: 'changes', head: at.head, changes: [change], known, received })
  }
  const begin = (head: Head): Open => {
    const unheard = options.watched.named(head)
    const at: Open = { head, unheard, block: openBlock(), proven: null }
    open = at
    tell({ kind: 'head', head })
    for (const { change, received } of early.get(head.id) ?? []) take(at, change, received)
    early.delete(head.id)
    return at
  }
  const prove = (at: Open, all: readonly Change[], received: Micros): void => {
    const { head } = at
    at.proven = all
    const settled = settle(at.block, all)
    if (settled.kind === 'complete') {
      if (settled.missed > 0) signals.missed(settled.missed)
      tell({ kind: 'changes', head, changes: settled.rest, known: 'proven', received })
      return
    }
    signals.faulty(settled.fault)
    options.undo(head)
    tell({ kind: 'head', head })
    tell({ kind: 'changes', head, changes: settled.all, known: 'proven', received })
  }
  return {
    hear(change, received) {
      if (open?.head.id === change.block.id) {
        take(open, change, received)
        return
      }
      const kept = early.get(change.block.id) ?? []
      early.set(change.block.id, [...kept, { change, received }])
      const [oldest] = early.keys()
      if (early.size > KEPT_BLOCKS && oldest !== undefined) early.delete(oldest)
    },
    async block(head) {
      const isEmpty = head.silent || options.watched.named(head)?.size === 0
      const at = options.pushes ? begin(head) : null
      try {
        const { changes, received } = isEmpty
          ? { changes: [], received: head.received }
          : await logsOf(connection, head, options.topics)
        prove(at ?? begin(head), changes, received)
      } catch (error) {
        open = null
        if (at !== null) options.undo(head)
        throw error
      }
    },
  }
}
